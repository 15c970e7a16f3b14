import { wireMoney } from "@serai/channels/sandbox-kit"
import { storefronts } from "../storefronts"
import type { Customer, OrderLine, Package, Shipping } from "./packages"
import { personOf, type Person } from "./people"
import type { SandboxSettings } from "./rules"

const hour = 3_600_000
const day = 24 * hour

/** `discountDetails` has one row per piece; wholesale quantities would make bodies of megabytes, so the rows end here. */
const mostDetailRows = 50

type Json = Record<string, unknown>

/**
 * A package with every field of the official sample (docs/sipariş-paketlerini-akış-ile-çekme), built when it is asked for. `orderDate`
 * alone is shifted to GMT+3, as in that sample. Optional objects are absent, not null, where the page says so.
 */
export function packageOnWire(one: Package, settings: SandboxSettings): Json {
  const { order } = one
  const waiting = one.status === "Awaiting"
  const person = personOf(settings.seed, order.customerId, order.storefront)
  const buyer = waiting ? masked : { ...person, ...order.customer }
  const currency = storefronts[order.storefront].currency
  return {
    shipmentAddress: {
      ...addressOf(buyer, order.storefront, waiting ? 0 : order.customerId),
      neighborhoodId: 0,
    },
    orderNumber: order.number,
    paymentMethod: "Kredi Kartı",
    orderCountryCode: order.storefront,
    ...sumsOf(one.lines),
    discountDisplays: [],
    taxNumber: null,
    invoiceAddress: invoiceAddressOf(one, buyer, waiting),
    ...customerOf(one, buyer),
    supplierId: order.seller.id,
    channelId: 1,
    shipmentPackageId: one.id,
    ...shippingOf(one, waiting),
    lines: one.lines.map((line) => lineOnWire(line, one, currency, settings)),
    orderDate: order.placedAt + 3 * hour,
    currencyCode: currency,
    packageHistories: one.history.map(({ status, at }) => ({ createdDate: at, status })),
    shipmentPackageStatus: one.status,
    status: one.status,
    ...(one.id % 7 === 0 && { whoPays: 1 }),
    ...constantFields,
    ...datesOf(one, settings),
    commercial: !waiting && person.commercial,
    ...handlingOf(one.shipping ?? {}),
    createdBy: one.createdBy,
    originPackageIds: one.originId === null ? null : [one.originId],
    shipmentNumber: one.id - 2_723_000_000,
  }
}

/** "Waiting orders come masked with *** and zero ids." */
const masked: Omit<Person, "commercial"> = {
  firstName: "***",
  lastName: "***",
  city: "***",
  district: "***",
  street: "***",
  postalCode: "***",
  phone: "***",
}

const customerOf = ({ status, order }: Package, { firstName, lastName }: Customer): Json => ({
  customerFirstName: firstName,
  customerLastName: lastName,
  ...(status === "Awaiting"
    ? { customerEmail: "***", customerId: 0, identityNumber: "***" }
    : {
        customerEmail: `pf+${order.customerId.toString(36)}@example.com`,
        customerId: order.customerId,
        identityNumber: "11111111111",
      }),
})

const handlingOf = ({ invoiceLink, invoiceNumber, warehouseId, deci }: Shipping): Json => ({
  ...(invoiceLink && { invoiceLink }),
  ...(invoiceNumber && { invoiceNumber }),
  warehouseId: warehouseId ?? 372_389,
  cargoDeci: deci ?? 1,
})

const constantFields = {
  deliveryType: "normal",
  timeSlotId: 0,
  deliveryAddressType: "Shipment",
  fastDelivery: false,
  fastDeliveryType: "",
  deliveredByService: false,
  micro: false,
  giftBoxRequested: false,
  "3pByTrendyol": false,
  containsDangerousProduct: false,
  isCod: false,
  is4P: false,
}

const datesOf = (one: Package, settings: SandboxSettings): Json => ({
  estimatedDeliveryStartDate: one.createdAt + 3 * day,
  estimatedDeliveryEndDate: one.createdAt + 5 * day,
  agreedDeliveryDate: one.shipping?.agreedDeliveryDate ?? one.createdAt + 2 * day,
  originShipmentDate: one.createdAt,
  lastModifiedDate: one.modifiedAt + settings.rules.lastModifiedShiftMs,
})

function addressOf(buyer: Omit<Person, "commercial">, countryCode: string, id: number): Json {
  const fullName = `${buyer.firstName} ${buyer.lastName}`
  return {
    id,
    firstName: buyer.firstName,
    lastName: buyer.lastName,
    company: "",
    address1: buyer.street,
    address2: "",
    city: buyer.city,
    cityCode: 0,
    district: buyer.district,
    districtId: 0,
    countyId: 0,
    countyName: "",
    shortAddress: "",
    stateName: "",
    addressLines: { addressLine1: buyer.street, addressLine2: "" },
    postalCode: buyer.postalCode,
    countryCode,
    neighborhood: "",
    phone: buyer.phone,
    fullAddress: `${buyer.street} ${buyer.district} ${buyer.city}`,
    fullName,
  }
}

function invoiceAddressOf(one: Package, buyer: Omit<Person, "commercial">, waiting: boolean): Json {
  const commercial = "commercial" in buyer && buyer.commercial === true
  return {
    ...addressOf(buyer, one.order.storefront, waiting ? 0 : one.order.customerId + 1),
    sector: "",
    latitude: "0.000000",
    longitude: "0.000000",
    ...(commercial && { company: `${buyer.lastName} Ltd.`, taxOffice: "Örnek", taxNumber: "1111111111" }),
  }
}

/** Sixteen digits that begin with Trendyol Express's 733, as a number on the wire; a new package has a new one. */
const trackingNumberOf = (one: Package): number => 7_330_000_000_000_000 + one.id

function shippingOf(one: Package, waiting: boolean): Json {
  if (waiting) return { sellerDeliveryMethod: "", sellerOtpCode: "" }
  const number = one.shipping?.trackingNumber ?? trackingNumberOf(one)
  return {
    cargoTrackingNumber: number,
    cargoTrackingLink: `https://tracking.example.com/?id=${number}`,
    cargoSenderNumber: String(210_000_000_000 + one.id),
    sellerDeliveryMethod: "",
    sellerOtpCode: "",
    cargoProviderName: one.shipping?.provider ?? "Trendyol Express",
  }
}

function sumsOf(lines: OrderLine[]): Json {
  const sum = (ofPiece: (line: OrderLine) => number) =>
    lines.reduce((total, line) => total + ofPiece(line) * line.quantity, 0)
  const discount = sum((line) => line.discountCents)
  const total = sum((line) => line.unitCents)
  return {
    packageGrossAmount: wireMoney(total + discount),
    packageSellerDiscount: wireMoney(discount),
    packageTyDiscount: wireMoney(0),
    packageTotalDiscount: wireMoney(discount),
    packageTotalPrice: wireMoney(total),
  }
}

/** All amounts of a line are per piece (docs "discount representations"). */
function lineOnWire(line: OrderLine, one: Package, currencyCode: string, settings: SandboxSettings): Json {
  const { product } = line
  const hidden = one.status === "Awaiting" && settings.rules.waitingLineIds === "zero"
  const { by, reason, code } = one.cancellation ?? { by: "", reason: "", code: 0 }
  return {
    quantity: line.quantity,
    salesCampaignId: 11,
    productSize: "Tek Ebat",
    stockCode: product.stockCode,
    productName: product.title,
    contentId: product.contentId,
    productOrigin: "TR",
    sellerId: one.order.seller.id,
    lineGrossAmount: wireMoney(line.unitCents + line.discountCents),
    lineTotalDiscount: wireMoney(line.discountCents),
    lineSellerDiscount: wireMoney(line.discountCents),
    lineTyDiscount: wireMoney(0),
    discountDetails: Array.from({ length: Math.min(line.quantity, mostDetailRows) }, (_, piece) => ({
      lineItemId: String(line.id * 100 + piece),
      lineItemPrice: wireMoney(line.unitCents),
      lineItemSellerDiscount: wireMoney(line.discountCents),
      lineItemTyDiscount: wireMoney(0),
    })),
    currencyCode,
    productColor: "",
    lineId: hidden ? 0 : line.id,
    vatRate: wireMoney(Math.round(product.vatRate * 100)),
    barcode: product.barcode,
    orderLineItemStatusName: one.status,
    lineUnitPrice: wireMoney(line.unitCents),
    fastDeliveryOptions: [],
    productCategoryId: 2710,
    commission: 13,
    businessUnit: "Home",
    cancelledBy: by,
    cancelReason: reason,
    cancelReasonCode: code,
  }
}

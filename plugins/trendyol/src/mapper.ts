import { createHash } from "node:crypto"
import {
  canonicalJson,
  ChannelError,
  parseJson,
  parseWith,
  sumDecimals,
  type InboxFact,
  type RemoteAddress,
  type RemoteBuyer,
  type RemoteOrder,
  type RemoteOrderLine,
  type RemotePackage,
} from "@serai/channels/contract"
import { packageHeader, shipmentPackage, type WireAddress, type WireLine, type WirePackage } from "./schemas"
import { packageState } from "./states"

/**
 * One package as a fact. The body is the package's JSON in one canonical spelling, so that a webhook and a poll that carry the
 * same package make the same fact. A package too odd to read still becomes a fact: reading it later says what is wrong.
 */
export function packageFact(raw: unknown): InboxFact {
  const body = canonicalJson(raw)
  const header = packageHeader.parse(raw)
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 16)
  const status = header.status ?? header.shipmentPackageStatus
  const time = header.lastModifiedDate?.getTime()
  return {
    key: `${header.shipmentPackageId ?? "?"}:${status ?? "?"}:${time ?? "?"}:${digest}`,
    topic: "order",
    externalId: header.orderNumber,
    occurredAt: header.lastModifiedDate,
    body,
  }
}

/** The body of one fact as an order that knows one of its packages. */
export function readOrder(body: string): RemoteOrder {
  const wire = parseWith(shipmentPackage, "A Trendyol package", parseJson("A Trendyol package", body))
  return {
    externalId: wire.orderNumber,
    placedAt: placedAt(wire),
    currency: orderCurrency(wire),
    buyer: buyerOf(wire),
    shippingAddress: addressOf(wire.shipmentAddress),
    billingAddress: addressOf(wire.invoiceAddress),
    packages: [packageOf(wire)],
    url: null,
  }
}

const threeHoursMs = 3 * 60 * 60 * 1000

/** `orderDate` alone is delivered shifted to GMT+3 (developers.trendyol.com/docs/sipariş-paketlerini-akış-ile-çekme). */
const placedAt = (wire: WirePackage) => new Date(wire.orderDate.getTime() - threeHoursMs)

function orderCurrency(wire: WirePackage): string {
  const [currency, ...others] = new Set(
    [wire.currencyCode, ...wire.lines.map((line) => line.currencyCode)].filter((code) => code != null),
  )
  if (currency !== undefined && others.length === 0) return currency
  const found = currency === undefined ? "names no currency" : "names several currencies"
  throw new ChannelError("contract", `A Trendyol package: ${found}; expected the one its amounts are in`)
}

function packageOf(wire: WirePackage): RemotePackage {
  return {
    externalId: wire.shipmentPackageId,
    ...packageState(wire),
    modifiedAt: wire.lastModifiedDate,
    originIds: wire.originPackageIds,
    lines: wire.lines.map(lineOf),
    tracking: {
      number: wire.cargoTrackingNumber === "0" ? null : wire.cargoTrackingNumber,
      url: wire.cargoTrackingLink,
      carrier: wire.cargoProviderName,
    },
  }
}

function lineOf(wire: WireLine): RemoteOrderLine {
  return {
    // Waiting orders have zero ids; the barcode keeps their lines apart until the real ones arrive.
    externalId: wire.lineId === "0" ? wire.barcode : wire.lineId,
    listingExternalId: wire.barcode,
    barcode: wire.barcode,
    sku: wire.stockCode,
    title: wire.productName ?? wire.barcode,
    quantity: wire.quantity,
    unitPrice: wire.lineUnitPrice,
    unitDiscount: sumDecimals([wire.lineSellerDiscount, wire.lineTyDiscount]),
    taxRate: wire.vatRate ?? null,
  }
}

const isMasked = (...texts: (string | null)[]) => texts.some((text) => text?.includes("***"))

function buyerOf(wire: WirePackage): RemoteBuyer | null {
  const { customerId, customerFirstName, customerLastName, customerEmail } = wire
  if (isMasked(customerFirstName, customerLastName, customerEmail)) return null
  if (!customerId && !customerFirstName && !customerLastName) return null
  return {
    externalId: customerId,
    firstName: customerFirstName ?? "",
    lastName: customerLastName ?? "",
    email: customerEmail,
  }
}

/** Waiting orders mask the address; micro-export, intermediated and Gulf orders may send it empty and fill it later. */
function addressOf(wire: WireAddress): RemoteAddress | null {
  if (!wire) return null
  const address1 = wire.address1 ?? wire.fullAddress
  if (!address1 || !wire.city) return null
  if (isMasked(wire.firstName, wire.lastName, address1, wire.city)) return null
  return {
    firstName: wire.firstName ?? "",
    lastName: wire.lastName ?? "",
    company: wire.company,
    address1,
    address2: wire.address2,
    city: wire.city,
    province: wire.district ?? wire.stateName ?? wire.countyName,
    postalCode: wire.postalCode,
    countryCode: countryOf(wire.countryCode),
    phone: wire.phone,
  }
}

const countryOf = (code: string | null) => (code && /^[A-Za-z]{2}$/.test(code) ? code.toLowerCase() : null)

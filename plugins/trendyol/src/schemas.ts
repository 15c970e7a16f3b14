import {
  currencyCode,
  decimal,
  literalOf,
  sumDecimals,
  wireId,
  wireInteger,
  wireQuantity,
  wireTime,
  type Decimal,
} from "@serai/channels/contract"
import { z } from "zod"

/**
 * What Trendyol really sends: tolerant where a field only informs (extra, absent, null, a number for a text), strict where a
 * wrong value would corrupt money or stock. Read over a lossless parse: tracking numbers outgrow 2^53.
 */

/** A field that only informs: text or number as text, anything else as absent. Never a reason to refuse an order. */
const info = z.unknown().transform((value): string | null => {
  const text = literalOf(value) ?? (typeof value === "string" ? value.trim() : undefined)
  return text === undefined || text === "" ? null : text
})

/** An id that may be absent; zero is how masked and unknown ids look. */
const optionalId = info.transform((id) => (id === "0" ? null : id))

const money = decimal
  .transform((value) => sumDecimals([value]))
  .refine((value) => !value.startsWith("-"), "an amount must not be negative")

const zero = sumDecimals([])

const optionalMoney = money.nullish().transform((value): Decimal => value ?? zero)

/**
 * Removed from production on 6 Apr 2026, still in the OpenAPI and now and then on the wire: a new name wins over the old.
 * developers.trendyol.com/changelog/changelog.
 */
const renamed = (names: Record<string, string>) => (raw: unknown) => {
  if (typeof raw !== "object" || raw === null) return raw
  const values: Record<string, unknown> = { ...raw }
  for (const [oldName, newName] of Object.entries(names)) values[newName] ??= values[oldName]
  return values
}

const packageRenames = { id: "shipmentPackageId" }

const lineRenames = {
  id: "lineId",
  merchantSku: "stockCode",
  discount: "lineSellerDiscount",
  tyDiscount: "lineTyDiscount",
  price: "lineUnitPrice",
  vatBaseAmount: "vatRate",
}

const address = z
  .object({
    firstName: info,
    lastName: info,
    company: info,
    address1: info,
    address2: info,
    fullAddress: info,
    city: info,
    district: info,
    countyName: info,
    stateName: info,
    postalCode: info,
    countryCode: info,
    phone: info,
  })
  .nullish()
  .catch(null)

export type WireAddress = z.infer<typeof address>

/** All amounts of a line are per unit (reference page "discount representations"). */
const line = z.preprocess(
  renamed(lineRenames),
  z.object({
    lineId: wireId,
    quantity: wireQuantity,
    barcode: wireId,
    stockCode: info,
    productName: info,
    lineUnitPrice: money,
    lineSellerDiscount: optionalMoney,
    lineTyDiscount: optionalMoney,
    vatRate: money.nullish(),
    currencyCode: currencyCode.nullish(),
  }),
)

export type WireLine = z.infer<typeof line>

/** Null, one id, or several. */
const originIds = z
  .union([z.array(optionalId), optionalId.transform((id) => [id])])
  .transform((ids) => ids.filter((id) => id !== null))

export const shipmentPackage = z.preprocess(
  renamed(packageRenames),
  z.object({
    shipmentPackageId: wireId,
    orderNumber: wireId,
    status: info,
    shipmentPackageStatus: info,
    lastModifiedDate: wireTime,
    orderDate: wireTime,
    currencyCode: currencyCode.nullish(),
    customerId: optionalId,
    customerFirstName: info,
    customerLastName: info,
    customerEmail: info,
    shipmentAddress: address,
    invoiceAddress: address,
    cargoTrackingNumber: info,
    cargoTrackingLink: info,
    cargoProviderName: info,
    originPackageIds: originIds,
    lines: z.array(line),
  }),
)

export type WirePackage = z.infer<typeof shipmentPackage>

/** As much of a package as a fact is filed under; a package without any of it is still a fact. */
export const packageHeader = z
  .preprocess(
    renamed(packageRenames),
    z.object({
      shipmentPackageId: optionalId,
      orderNumber: optionalId,
      status: info,
      shipmentPackageStatus: info,
      lastModifiedDate: wireTime.nullable().catch(null),
    }),
  )
  .catch({
    shipmentPackageId: null,
    orderNumber: null,
    status: null,
    shipmentPackageStatus: null,
    lastModifiedDate: null,
  })

/** Packages stay unread here: one that does not fit must not hide the others. */
export const packagePage = z.object({ content: z.array(z.unknown()) })

export const streamPage = z
  .object({
    content: z.array(z.unknown()),
    hasMore: z.boolean().nullish(),
    nextCursor: info,
  })
  .refine(
    (page) => page.hasMore !== true || page.nextCursor !== null,
    "hasMore is true, but nextCursor is missing",
  )

export const batchReceipt = z.object({ batchRequestId: wireId })

/** Inventory batches carry no status of their own (toplu-işlem-kontrolü page). */
export const batchResult = z.object({
  status: info,
  itemCount: wireInteger.nullish(),
  items: z.array(
    z.object({
      requestItem: z.object({ barcode: wireId }),
      status: info,
      failureReasons: z.array(info).nullish().catch(null),
    }),
  ),
})

export type WireBatchResult = z.infer<typeof batchResult>

const shownQuantity = wireInteger.refine((quantity) => quantity >= 0, "a stock figure must not be negative")

const shownVariant = z.object({
  barcode: wireId,
  quantity: shownQuantity.nullish(),
  // Unreadable prices take no stock figure with them: they count as not told.
  salePrice: decimal.nullish().catch(null),
  listPrice: decimal.nullish().catch(null),
})

export const inventoryPage = z.object({ content: z.array(z.object({ variants: z.array(shownVariant) })) })

const image = z.object({ url: info })
const flag = z
  .boolean()
  .nullish()
  .catch(null)
  .transform((value) => value === true)

export const productPage = z.object({
  totalElements: wireInteger.nullish(),
  nextPageToken: info,
  content: z.array(z.unknown()),
})

export const approvedProduct = z.object({
  contentId: wireId,
  title: info,
  images: z.array(image).nullish().catch(null),
  variants: z.array(
    z.object({
      barcode: wireId,
      stockCode: info,
      productUrl: info,
      onSale: flag,
      archived: flag,
      locked: flag,
      blacklisted: flag,
      stock: z.object({ quantity: shownQuantity.nullish() }).nullish(),
      price: z.object({ salePrice: money.nullish() }).nullish(),
    }),
  ),
})

export type WireApprovedProduct = z.infer<typeof approvedProduct>

export const unapprovedProduct = z.object({
  barcode: wireId,
  productMainId: info,
  title: info,
  status: info,
  stockCode: info,
  quantity: shownQuantity.nullish(),
  salePrice: money.nullish(),
  media: z.array(image).nullish().catch(null),
})

export type WireUnapprovedProduct = z.infer<typeof unapprovedProduct>

export const createdWebhook = z.object({ id: wireId })

export const webhookList = z.array(z.object({ id: wireId, url: z.string(), status: info }))

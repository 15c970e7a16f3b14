import type { CreateOrderDTO, CreateOrderLineItemDTO } from "@medusajs/framework/types"
import type { RemoteAddress, RemoteOrder, RemoteOrderLine } from "../../contract"
import type { VariantFacts } from "../../ledger/orders"
import type { ChannelRecord } from "../../modules/channel/service"
import { orderIdOf } from "./ids"
import type { OrderLine } from "./order-lines"

/** What every Medusa order of ours says about where it came from, under `metadata.serai`. */
export interface OrderOrigin {
  channel_id: string
  marketplace: string
  external_id: string
  url: string | null
}

/** Medusa takes ids on creation, though its types do not say so. */
type WithId<T> = T & { id: string }

export function toMedusaOrder(
  channel: ChannelRecord,
  order: RemoteOrder,
  lines: WithId<CreateOrderLineItemDTO>[],
): WithId<CreateOrderDTO> {
  const origin: OrderOrigin = {
    channel_id: channel.id,
    marketplace: channel.marketplace,
    external_id: order.externalId,
    url: order.url,
  }
  return {
    id: orderIdOf(channel.id, order.externalId),
    status: "pending",
    currency_code: order.currency.toLowerCase(),
    sales_channel_id: channel.sales_channel_id,
    ...(order.buyer?.email && { email: order.buyer.email }),
    ...(order.shippingAddress && { shipping_address: toAddress(order.shippingAddress) }),
    ...(order.billingAddress && { billing_address: toAddress(order.billingAddress) }),
    metadata: { serai: origin },
    items: lines,
  }
}

/** Where a line came from, under `metadata.serai` of the Medusa line. */
export const lineOrigin = (line: RemoteOrderLine) => ({
  serai: { external_line_id: line.externalId, listing: line.listingExternalId },
})

export function toLineItem(
  { line, lineItemId, ordered }: OrderLine,
  variant: VariantFacts | undefined,
): WithId<CreateOrderLineItemDTO> {
  return {
    id: lineItemId,
    title: line.title,
    quantity: ordered,
    unit_price: line.unitPrice,
    // What the marketplace tells is what the buyer paid.
    is_tax_inclusive: true,
    requires_shipping: true,
    metadata: lineOrigin(line),
    subtitle: line.sku ?? line.barcode ?? line.listingExternalId,
    variant_sku: line.sku ?? undefined,
    ...(variant && soldAs(variant)),
  }
}

/** What a Medusa line says of the variant it was sold as; fulfilment finds the stock to take through it. */
export const soldAs = (variant: VariantFacts) => ({
  title: variant.product_title,
  subtitle: variant.title,
  variant_id: variant.id,
  product_id: variant.product_id,
  product_title: variant.product_title,
  variant_title: variant.title,
  variant_sku: variant.sku ?? undefined,
  variant_barcode: variant.barcode ?? undefined,
  thumbnail: variant.thumbnail ?? undefined,
})

function toAddress(address: RemoteAddress) {
  return {
    first_name: address.firstName,
    last_name: address.lastName,
    company: address.company ?? undefined,
    address_1: address.address1,
    address_2: address.address2 ?? undefined,
    city: address.city,
    province: address.province ?? undefined,
    postal_code: address.postalCode ?? undefined,
    country_code: address.countryCode ?? undefined,
    phone: address.phone ?? undefined,
  }
}

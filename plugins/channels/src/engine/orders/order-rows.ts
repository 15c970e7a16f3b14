import type { LineRow, LineState, VariantFacts } from "../../ledger/orders"
import type { ChannelRecord } from "../../modules/channel/service"
import { wasOlderSale, type OrderLine } from "./order-lines"
import { isOlderSale, variantOf, type OrderWork, type Variants } from "./order-work"
import { orderState } from "./package-facts"

export const packageRows = (work: OrderWork) =>
  [...work.packages.values()].map((pack) => ({ orderExternalId: work.order.externalId, pack }))

export const orderRow = (work: OrderWork) => ({
  external_id: work.order.externalId,
  order_id: work.orderId,
  currency: work.order.currency,
  placed_at: work.order.placedAt,
  state: orderState(work.packages.values()),
  url: work.order.url,
})

export function lineRow(
  channel: ChannelRecord,
  work: OrderWork,
  { line, variants, unplaced }: { line: OrderLine; variants: Variants; unplaced: Set<string> },
): LineRow {
  const { lineItemId, line: told, owed, ordered } = line
  const variant = variantOf(line, variants)
  const older = isOlderSale(channel, work) || wasOlderSale(line)
  return {
    order_external_id: work.order.externalId,
    external_id: told.externalId,
    line_item_id: lineItemId,
    listing_external_id: told.listingExternalId,
    barcode: told.barcode,
    sku: told.sku,
    title: told.title,
    ordered,
    owed,
    variant_id: variant?.id ?? line.known?.variant_id ?? null,
    state: owed === 0 || older ? "closed" : lineState(variant, unplaced.has(lineItemId)),
  }
}

export function lineState(variant: VariantFacts | undefined, unplaced: boolean): LineState {
  if (!variant) return "unmapped"
  if (variant.components.length === 0) return "unmanaged"
  return unplaced ? "unplaced" : "reserved"
}

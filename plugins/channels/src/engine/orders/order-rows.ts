import type { LineRow, LineState, VariantFacts } from "../../ledger/orders"
import type { ChannelRecord } from "../../modules/channel/service"
import { lineItemIdOf } from "./ids"
import { isOlderSale, variantOf, type OrderWork, type Variants } from "./order-work"
import { orderState, type OwedLine } from "./package-facts"

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
  { owed, variants, unplaced }: { owed: OwedLine; variants: Variants; unplaced: Set<string> },
): LineRow {
  const { line } = owed
  const variant = variantOf(work, owed, variants)
  const lineItemId = lineItemIdOf(channel.id, work.order.externalId, line.externalId)
  return {
    order_external_id: work.order.externalId,
    external_id: line.externalId,
    line_item_id: lineItemId,
    listing_external_id: line.listingExternalId,
    barcode: line.barcode,
    sku: line.sku,
    title: line.title,
    ordered: owed.ordered,
    owed: owed.owed,
    variant_id: variant?.id ?? null,
    state: lineState(owed, {
      variant,
      unplaced: unplaced.has(lineItemId),
      older: isOlderSale(channel, work),
    }),
  }
}

function lineState(
  { owed }: OwedLine,
  { variant, unplaced, older }: { variant: VariantFacts | undefined; unplaced: boolean; older: boolean },
): LineState {
  if (owed === 0 || older) return "closed"
  if (!variant) return "unmapped"
  if (variant.components.length === 0) return "unmanaged"
  return unplaced ? "unplaced" : "reserved"
}

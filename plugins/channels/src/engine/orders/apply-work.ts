import type { Sql } from "../../ledger/data-source"
import { existingIds } from "../../ledger/orders"
import type { ChannelRecord } from "../../modules/channel/service"
import type { Medusa } from "../medusa"
import { lineItemIdOf } from "./ids"
import { toLineItem, toMedusaOrder } from "./medusa-order"
import { isOlderSale, variantOf, type OrderWork, type Variants } from "./order-work"
import type { OwedLine } from "./package-facts"
import { reserveLines, type OwedPieces } from "./reserve"

/** What one round does in Medusa; every step can be repeated after a crash. */
export interface ApplyDependencies {
  sql: Sql
  medusa: Medusa
}

export async function createMissingOrders(
  { sql, medusa }: ApplyDependencies,
  channel: ChannelRecord,
  { works, variants }: { works: OrderWork[]; variants: Variants },
): Promise<void> {
  const fresh = works.filter((work) => work.isNew)
  // A crash after creation and before the ledger's commit leaves orders we do not know yet: their ids tell.
  const existing = await existingIds(
    sql,
    "order",
    fresh.map((work) => work.orderId),
  )
  const lineItem = (work: OrderWork, owed: OwedLine) =>
    toLineItem(channel, work.order.externalId, { owed, variant: variantOf(work, owed, variants) })
  const missing = fresh.filter((work) => !existing.has(work.orderId))
  if (missing.length > 0) {
    await medusa.createOrders(
      missing.map((work) =>
        toMedusaOrder(
          channel,
          work.order,
          work.owed.map((owed) => lineItem(work, owed)),
        ),
      ),
    )
  }
  const grown = works.filter((work) => !missing.includes(work))
  for (const work of grown) {
    const added = work.owed
      .filter(({ line }) => !work.known.has(line.externalId))
      .map((owed) => lineItem(work, owed))
    const there = await existingIds(
      sql,
      "order_line_item",
      added.map((line) => line.id),
    )
    const lacking = added.filter((line) => !there.has(line.id))
    if (lacking.length > 0) await medusa.addLines(work.orderId, lacking)
  }
}

/** Only lines whose owed pieces changed are touched: a fulfilment that is being made right now is not raced. */
export async function alignReservations(
  dependencies: ApplyDependencies,
  channel: ChannelRecord,
  { works, variants }: { works: OrderWork[]; variants: Variants },
): Promise<Set<string>> {
  const lines = works.flatMap((work) =>
    work.owed.flatMap((owed): OwedPieces[] => {
      const known = work.known.get(owed.line.externalId)
      const variant = variantOf(work, owed, variants)
      if (!variant || known?.owed === owed.owed || isOlderSale(channel, work)) return []
      return [
        {
          lineItemId: lineItemIdOf(channel.id, work.order.externalId, owed.line.externalId),
          owed: owed.owed,
          variant,
        },
      ]
    }),
  )
  return reserveLines(dependencies, channel.sales_channel_id, {
    lines,
    description: `${channel.name} (${channel.marketplace})`,
  })
}

export async function cancelEmptied(medusa: Medusa, works: OrderWork[]): Promise<void> {
  const emptied = works.filter((work) => {
    const owes = work.owed.some(({ owed }) => owed > 0)
    const owedBefore = work.isNew || [...work.known.values()].some((line) => line.owed > 0)
    return !owes && owedBefore
  })
  if (emptied.length > 0) await medusa.cancelOrders(emptied.map((work) => work.orderId))
}

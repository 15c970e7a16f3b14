import type { Sql } from "../../ledger/data-source"
import type { ChannelRecord } from "../../modules/channel/service"
import type { LineChange, Medusa } from "../medusa"
import { lineOrigin, toLineItem, toMedusaOrder } from "./medusa-order"
import { wasOlderSale, type OrderLine } from "./order-lines"
import { isOlderSale, variantOf, type OrderWork, type Variants } from "./order-work"
import { reserveLines, type OwedPieces } from "./reserve"

/** What one round does in Medusa; every step can be repeated after a crash. */
export interface ApplyDependencies {
  sql: Sql
  medusa: Medusa
}

/** Medusa has every order, every line, and of every line as many pieces as were ordered. */
export async function createMissingOrders(
  { medusa }: ApplyDependencies,
  channel: ChannelRecord,
  { works, variants }: { works: OrderWork[]; variants: Variants },
): Promise<void> {
  const lineItems = (lines: OrderLine[]) => lines.map((line) => toLineItem(line, variantOf(line, variants)))
  const missing = works.filter((work) => !work.isCreated)
  if (missing.length > 0) {
    const orders = missing.map((work) => toMedusaOrder(channel, work.order, lineItems(work.lines)))
    await medusa.createOrders(orders)
  }
  for (const work of works.filter((one) => one.isCreated)) {
    const added = work.lines.filter(({ known }) => !known)
    if (added.length > 0) await medusa.addLines(work.orderId, lineItems(added))
    const changes = work.lines.flatMap((line) => lineChange(line) ?? [])
    if (changes.length > 0) await medusa.changeLines(changes)
  }
}

function lineChange({ line, known, lineItemId, ordered }: OrderLine): LineChange | undefined {
  if (!known || (known.ordered === ordered && known.external_id === line.externalId)) return undefined
  return { id: lineItemId, quantity: ordered, metadata: lineOrigin(line) }
}

/** Only lines whose owed pieces changed are touched: a fulfilment that is being made right now is not raced. */
export async function alignReservations(
  dependencies: ApplyDependencies,
  channel: ChannelRecord,
  { works, variants }: { works: OrderWork[]; variants: Variants },
): Promise<Set<string>> {
  const lines = works
    .filter((work) => !isOlderSale(channel, work))
    .flatMap((work) => [
      ...work.lines.flatMap((line) => owedPieces(line, variants) ?? []),
      ...work.vanished
        .filter(({ owed }) => owed !== 0)
        .map(({ line_item_id }) => ({ lineItemId: line_item_id, owed: 0, components: [] })),
    ])
  return reserveLines(dependencies, channel.sales_channel_id, {
    lines,
    description: `${channel.name} (${channel.marketplace})`,
  })
}

/** Undefined when nothing changed, or when nobody knows what to reserve. */
function owedPieces(line: OrderLine, variants: Variants): OwedPieces | undefined {
  const { known, lineItemId, owed } = line
  if (known?.owed === owed || wasOlderSale(line)) return undefined
  const variant = variantOf(line, variants)
  // What a deleted variant had reserved is still there to be given back.
  if (!variant && owed > 0) return undefined
  return { lineItemId, owed, components: variant?.components ?? [] }
}

/** A Medusa order is cancelled when nothing of it is owed any more, and opened again when something is after all. */
export async function alignOrderStates(medusa: Medusa, works: OrderWork[]): Promise<void> {
  const owes = (work: OrderWork) => work.lines.some(({ owed }) => owed > 0)
  const owedBefore = (work: OrderWork) =>
    [...work.lines.flatMap(({ known }) => known ?? []), ...work.vanished].some(({ owed }) => owed !== 0)
  const emptied = works.filter((work) => !owes(work) && (work.isNew || owedBefore(work)))
  if (emptied.length > 0) await medusa.cancelOrders(emptied.map((work) => work.orderId))
  // Owed before and cancelled all the same: that was an operator.
  const reopened = works.filter((work) => owes(work) && work.isCanceled && !owedBefore(work))
  if (reopened.length > 0) await medusa.reopenOrders(reopened.map((work) => work.orderId))
}

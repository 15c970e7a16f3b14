import type { Db } from "../../stage/db"
import type { Check } from "../checks/check"
import { examplesShown } from "../checks/check"
import { judgeOversales, oversalesOf, type OversoldUnits, type StockEvent, type Trouble } from "./oversold"

/**
 * What happened to each SKU where it happened: deliveries in the warehouse, sales on the marketplace's pages, pieces that
 * buyers gave back.
 */
const stockEvents = `
  select i.sku, extract(epoch from m.occurred_at) * 1000 as at, m.stocked_delta as pieces
  from ledger.stock_movement m join public.inventory_item i on i.id = m.inventory_item_id
  where m.kind = 'level' and m.stocked_delta <> 0
  union all
  select l.sku, extract(epoch from o.placed_at) * 1000, -l.pieces
  from replay.sale_line l join replay.sale s using (order_number)
  join ledger.channel_order o on o.channel_id = s.channel_id and o.external_id = s.order_number
  where s.refused is null
  union all
  select sku, extract(epoch from at) * 1000, pieces from replay.taken_back`

export async function countOversold(
  db: Db,
  excuses: { windowMs: number; troubles: Trouble[] },
): Promise<OversoldUnits> {
  const { rows } = await db.query<{ sku: string; at: string; pieces: string }>(stockEvents)
  const bySku = new Map<string, StockEvent[]>()
  for (const { sku, at, pieces } of rows) {
    const events = bySku.get(sku) ?? []
    events.push({ at: Number(at), pieces: Number(pieces) })
    bySku.set(sku, events)
  }
  const oversales = [...bySku.values()].flatMap((events) => oversalesOf(0, events))
  return judgeOversales(oversales, excuses)
}

export const checkOversold = (units: OversoldUnits, windowMs: number): Check => ({
  promise:
    "No unit was sold twice outside the residual window, unless the news of the first sale could not travel",
  kept: units.outside === 0,
  found: `oversold units: ${units.insideWindow} within ${(windowMs / 1000).toFixed(1)} s, ${units.inTrouble} while a blow kept the news, ${units.outside} otherwise; the latest ${(units.longestMs / 1000).toFixed(1)} s after there was enough`,
  examples: units.outsideExamples.slice(0, examplesShown),
})

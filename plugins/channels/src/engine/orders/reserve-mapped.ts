import type { DataSource } from "typeorm"
import { linesMappedSince, setLineStates, variantFacts, type LineState } from "../../ledger/orders"
import type { ChannelRecord } from "../../modules/channel/service"
import type { Medusa } from "../medusa"
import { reserveLines } from "./reserve"

const batchSize = 200

/** Orders came before their listing was mapped: now that it is, their pieces are reserved. Returns the lines handled. */
export async function reserveMappedLines(
  { ledger, medusa }: { ledger: DataSource; medusa: Medusa },
  channel: ChannelRecord,
): Promise<number> {
  const lines = await linesMappedSince(ledger, channel.id, batchSize)
  const facts = await variantFacts(ledger, [...new Set(lines.flatMap((line) => line.variant_id ?? []))])
  const mapped = lines.flatMap((line) => {
    const variant = line.variant_id === null ? undefined : facts.get(line.variant_id)
    return variant ? [{ lineItemId: line.line_item_id, owed: line.owed, variant }] : []
  })
  const unplaced = await reserveLines({ sql: ledger, medusa }, channel.sales_channel_id, {
    lines: mapped,
    description: `${channel.name} (${channel.marketplace})`,
  })
  const states = mapped.map(({ lineItemId, variant }) => ({
    line_item_id: lineItemId,
    variant_id: variant.id,
    state: stateOf(variant.components.length > 0, unplaced.has(lineItemId)),
  }))
  await setLineStates(ledger, states)
  return states.filter((line) => line.state !== "unplaced").length
}

const stateOf = (managed: boolean, unplaced: boolean): LineState => {
  if (!managed) return "unmanaged"
  return unplaced ? "unplaced" : "reserved"
}

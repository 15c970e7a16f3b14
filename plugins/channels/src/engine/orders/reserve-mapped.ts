import type { DataSource } from "typeorm"
import { linesMappedSince, setLineStates, variantFacts } from "../../ledger/orders"
import type { ChannelRecord } from "../../modules/channel/service"
import type { Medusa } from "../medusa"
import { soldAs } from "./medusa-order"
import { lineState } from "./order-rows"
import { reserveLines } from "./reserve"

const batchSize = 200

/** Orders came before their listing was mapped: now that it is, their pieces are reserved. Returns the lines handled. */
export async function reserveMappedLines(
  { ledger, medusa }: { ledger: DataSource; medusa: Medusa },
  channel: ChannelRecord,
): Promise<number> {
  const lines = await linesMappedSince(ledger, channel.id, batchSize)
  const facts = await variantFacts(ledger, [...new Set(lines.map((line) => line.variant_id))])
  const mapped = lines.flatMap(({ line_item_id: lineItemId, variant_id, owed }) => {
    const variant = facts.get(variant_id)
    return variant ? [{ lineItemId, owed, variant, components: variant.components }] : []
  })
  if (mapped.length === 0) return 0
  await medusa.changeLines(mapped.map(({ lineItemId, variant }) => ({ id: lineItemId, ...soldAs(variant) })))
  const unplaced = await reserveLines({ sql: ledger, medusa }, channel.sales_channel_id, {
    lines: mapped,
    description: `${channel.name} (${channel.marketplace})`,
  })
  const states = mapped.map(({ lineItemId, variant }) => ({
    line_item_id: lineItemId,
    variant_id: variant.id,
    state: lineState(variant, unplaced.has(lineItemId)),
  }))
  await setLineStates(ledger, states)
  return states.filter((line) => line.state !== "unplaced").length
}

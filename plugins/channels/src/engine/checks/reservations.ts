import {
  lineToAlign,
  linesHoldingTooMuch,
  linesLacking,
  orphans,
  type OrphanRow,
} from "../../ledger/checks/reservations"
import { variantFacts } from "../../ledger/orders"
import { reserveLines } from "../orders/reserve"
import { counted, inWords, type Check, type CheckContext } from "./check"

export const lackingReservations: Check = {
  id: "lacking-reservations",
  title: "Channel orders hold all the pieces they owe",
  every: "quarter hour",
  run: ({ sql }) =>
    inWords(linesLacking(sql), ({ subject, channel, order, title, pieces }) => ({
      subject,
      severity: "error",
      message: `Order ${order} of ${channel}, "${title}": ${counted(pieces, "piece")} owed but not reserved.`,
      remedy: "Let them be reserved: npm run doctor -- --fix.",
      fixable: true,
    })),
  fix: alignLine,
}

export const surplusReservations: Check = {
  id: "surplus-reservations",
  title: "Channel orders hold no piece they do not owe",
  every: "quarter hour",
  run: ({ sql }) =>
    inWords(linesHoldingTooMuch(sql), ({ subject, channel, order, title, pieces }) => ({
      subject,
      severity: "error",
      message: `Order ${order} of ${channel}, "${title}": ${counted(pieces, "piece")} reserved but not owed.`,
      remedy: "Let them be given back: npm run doctor -- --fix.",
      fixable: true,
    })),
  fix: alignLine,
}

/** The engine's own way to give a line exactly what it is owed, whichever way it is off. */
async function alignLine({ sql, medusa }: CheckContext, lineItemId: string): Promise<void> {
  const line = await lineToAlign(sql, lineItemId)
  if (!line) return
  const variant =
    line.variant_id === null ? undefined : (await variantFacts(sql, [line.variant_id])).get(line.variant_id)
  if (!variant && line.owed > 0) throw new Error("its variant is gone, so nobody knows what it should hold")
  await reserveLines({ sql, medusa }, line.sales_channel_id, {
    lines: [{ lineItemId, owed: line.owed, components: variant?.components ?? [] }],
    description: `${line.channel} (${line.marketplace})`,
  })
}

const reasons: Record<OrphanRow["reason"], (order: string) => string> = {
  no_line: () => "for an order line that does not exist",
  no_order: () => "for a line of no order",
  order_deleted: (order) => `for the deleted order ${order}`,
  order_canceled: (order) => `for the cancelled order ${order}`,
}

export const orphanReservations: Check = {
  id: "orphan-reservations",
  title: "Every reservation belongs to a living order",
  every: "quarter hour",
  run: ({ sql }) =>
    inWords(orphans(sql), ({ subject, item, location, pieces, line, reason, order }) => ({
      subject,
      severity: "warning",
      message: `${item} at ${location}: ${counted(pieces, "piece")} held ${reasons[reason](order ?? line)}.`,
      remedy:
        "If nobody waits for the goods, delete the reservation under Inventory → Reservations in Medusa; if the marketplace still does, cancel the order there, too.",
      // Made by somebody else, or for an order that the marketplace still wants: not ours to judge.
      fixable: false,
    })),
}

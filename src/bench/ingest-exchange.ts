import { z } from "zod"

const delivery = z.object({ headers: z.record(z.string(), z.string()), body: z.string() })

/** What the benchmark hands to the script that runs inside Medusa. */
export const inputSchema = z.object({
  channelId: z.string(),
  /** Each goes through Medusa's workflows and then through the inbox; the first only warms up. */
  rounds: z.array(z.array(delivery)),
  /** Go through the inbox one at a time, as on a quiet day. */
  singles: z.array(delivery),
})

export type IngestInput = z.infer<typeof inputSchema>

const spans = z.array(z.object({ orders: z.number(), ms: z.number() }))

/** What comes back. */
export const timesSchema = z.object({ medusa: spans, batched: spans, single: spans })

export type IngestTimes = z.infer<typeof timesSchema>

/** Orders per second over all spans together. */
export function ordersPerSecond(times: IngestTimes["medusa"]): number {
  const orders = times.reduce((sum, span) => sum + span.orders, 0)
  const ms = times.reduce((sum, span) => sum + span.ms, 0)
  return orders / (ms / 1000)
}

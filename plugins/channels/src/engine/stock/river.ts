import type { Logger } from "../../contract"
import { pullOrders, type FactLedger } from "../orders/pull"
import type { OpenChannel } from "../sessions"
import { pushLane } from "./push"
import { settlePushes } from "./settle"
import { stockLanes, type StockLane, type StockLedger } from "./stock-ledger"

/** The jobs through which stock flows out, and orders flow in as far as stock depends on them. */
export type RiverTask = "pull-orders" | "ingest" | "push-lowered" | "push-raised" | "settle"

export interface RiverDependencies {
  stock: StockLedger
  facts: FactLedger
  log: Logger
  enqueue: (task: RiverTask, channelId: string) => Promise<void>
  /** Adds a job unless there is one, also one that waits for its time. */
  ensure: (task: RiverTask, channelId: string) => Promise<void>
  /** Adds a push of all that a channel has to send. */
  pushOn: (channelId: string) => Promise<void>
  /** Turns everything that waits in the inbox into orders and reservations. */
  ingest: (open: OpenChannel) => Promise<void>
}

export const pushTaskOf = { lowered: "push-lowered", raised: "push-raised" } as const satisfies Record<
  StockLane,
  RiverTask
>

/** Adds a push for every lane in which something is due. */
export async function pushOn(
  { stock, enqueue }: Pick<RiverDependencies, "stock" | "enqueue">,
  channelId: string,
): Promise<void> {
  for (const lane of stockLanes) {
    if (await stock.hasDue(channelId, lane)) await enqueue(pushTaskOf[lane], channelId)
  }
}

/**
 * What each job does, and what it sets off. Nobody waits for another job: a push that finds the gate shut asks for the orders
 * to be read and ends; the reading, or the ingestion of what it brought, sets off the push again.
 */
export function riverJobs(
  dependencies: RiverDependencies,
): Record<RiverTask, (open: OpenChannel) => Promise<void>> {
  const { enqueue, ensure, facts, ingest, pushOn } = dependencies

  async function push(open: OpenChannel, lane: StockLane): Promise<void> {
    const end = await pushLane(dependencies, open, {
      lane,
      onSent: () => enqueue("settle", open.channel.id),
      onAgeing: () => enqueue("pull-orders", open.channel.id),
      onChanged: async (channelIds) => {
        for (const id of channelIds) await pushOn(id)
      },
    })
    if (end === "unread" || end === "lagging") await enqueue("pull-orders", open.channel.id)
    // An ingestion that waits for a fact's next try would find nothing to do, and set off this push again.
    if (end === "uningested" || end === "lagging") await ensure("ingest", open.channel.id)
  }

  return {
    "pull-orders": async (open) => {
      const stored = await pullOrders(facts, open, { sweep: false })
      await (stored > 0 ? enqueue("ingest", open.channel.id) : pushOn(open.channel.id))
    },
    ingest: async (open) => {
      try {
        await ingest(open)
      } finally {
        await pushOn(open.channel.id)
      }
    },
    "push-lowered": (open) => push(open, "lowered"),
    "push-raised": (open) => push(open, "raised"),
    settle: (open) => settlePushes(dependencies, open, () => pushOn(open.channel.id)),
  }
}

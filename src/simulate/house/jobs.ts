import { ChannelError } from "@serai/channels/contract"
import { pullOrders, type FactLedger } from "@serai/channels/engine/orders/pull"
import { reactions } from "@serai/channels/engine/retry-policy"
import type { OpenChannel } from "@serai/channels/engine/sessions"
import { pushOn, riverJobs, type RiverTask } from "@serai/channels/engine/stock/river"
import { factLedgerOf, stockLedgerOf } from "../ledger/memory-ledger"
import type { Wiring } from "../strategies"
import { cronPush } from "./cron-push"
import { ingestInMemory, type IngestHouse } from "./ingest"
import type { Job, Queue } from "./queue"
import { witnessed } from "./witness"
import type { Worker } from "./worker"
import type { World } from "./world"

type Run = (job: Job) => Promise<void>

/** What each task does in one process: the engine's own river, on the ledger in memory. */
export function jobsOf(
  world: World,
  queue: Queue,
  { worker, wiring }: { worker: Worker; wiring: Wiring },
): Run {
  const { step } = worker
  const enqueue = (task: RiverTask, channelId: string) => step(() => queue.add(task, channelId))
  const ensure = (task: RiverTask, channelId: string) => step(() => queue.ensure(task, channelId))
  const plainStock = stockLedgerOf(witnessed(world), step)
  const plainFacts = readingsNoted(world, worker)
  const stock = wiring.stock?.(plainStock, enqueue) ?? plainStock
  const facts = wiring.facts?.(plainFacts) ?? plainFacts
  const targets = wiring.targets ?? ((all) => all)
  const house = ingestHouse(world)
  const onward = (channelId: string) => pushOn({ stock, enqueue }, channelId)
  const process = { step, targets, onSettled: onward }
  const ingest = (open: OpenChannel) => ingestInMemory(house, process, open)
  const river = riverJobs({ stock, facts, log: worker.log, enqueue, ensure, pushOn: onward, ingest })
  const open = (channelId: string) => wiring.open?.(worker.open(channelId)) ?? worker.open(channelId)

  const sweep = async (channel: OpenChannel) => {
    if ((await pullOrders(facts, channel, { sweep: true })) > 0) await enqueue("ingest", channel.channel.id)
  }

  return async ({ task, channelId }) => {
    switch (task) {
      case "reconcile":
        for (const changed of await stock.recompute()) await onward(changed)
        return
      case "sweep-orders":
        return byPolicy(sweep(open(channelId)))
      case "compare-stock":
        await step(() => world.ledger.recomputeChannel(channelId))
        return onward(channelId)
      case "cron-push":
        return cronPush(world, worker, { open: open(channelId), figure: wiring.cron?.figure ?? "available" })
      case "pull-orders":
      case "ingest":
      case "push-lowered":
      case "push-raised":
      case "settle":
        return byPolicy(river[task](open(channelId)))
    }
  }
}

/** What the policy would not repeat ends here; the next schedule tries again. */
async function byPolicy(work: Promise<void>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof ChannelError) || reactions[error.kind] === "retry") throw error
  }
}

function readingsNoted(world: World, worker: Worker): FactLedger {
  const { ledger, scheduler } = world
  return {
    ...factLedgerOf(ledger, () => scheduler.now, worker.step),
    recordReading: (channel, began) =>
      worker.step(() => {
        ledger.recordReading(channel, began)
        const requested = worker.providers.get(channel)?.listRequestedAt ?? 0
        world.log({ at: scheduler.now, kind: "reading", channel, began: began.getTime(), requested })
      }),
  }
}

const ingestHouse = (world: World): IngestHouse => ({
  ledger: world.ledger,
  shelves: world.shelves,
  books: world.books,
  locks: world.locks,
  recipeOf: (_channelId, listing) => world.recipe(listing),
  locationsOf: (channelId) => world.plan(channelId).locations,
  noteSettled: (channel, began) => world.log({ at: world.scheduler.now, kind: "settled", channel, began }),
  onReserved: (channel, orders) => {
    for (const order of orders) world.log({ at: world.scheduler.now, kind: "reserved", channel, order })
  },
})

import { recomputeChannel } from "@serai/channels/engine/stock/recompute"
import type { Stage } from "../stage/medusa"
import { channelId, openLedgerStage, type LedgerStage } from "./ledger-stage"
import { heapGrowth } from "./memory"
import type { Bench, BenchResult, Measure } from "./result"
import { percentile } from "./statistics"

export const sizes = [1_000, 10_000, 100_000]
const large = 1_000_000
const repeats = 5
/** Seconds, for the sizes that have a bound. */
const most = new Map([
  [100_000, 2],
  [large, 20],
])
const maxByMarketplace = { trendyol: 20_000 }
const megabyte = 1024 ** 2

/** The full comparison of one channel, as its schedule runs it, at growing sizes. */
export const compareBench: Bench = { about: 60, run: compare }

async function compare(stage: Stage, options: { large: boolean }): Promise<BenchResult> {
  const stageOfLedger = await openLedgerStage(stage)
  try {
    const measures: Measure[] = []
    for (const size of options.large ? [...sizes, large] : sizes)
      measures.push(...(await compareAt(stageOfLedger, size)))
    return {
      title: "Every listing of a channel compared with the stock behind it, in the engine's slices",
      measures,
    }
  } finally {
    await stageOfLedger.close()
  }
}

async function compareAt({ db, ledger, growTo }: LedgerStage, size: number): Promise<Measure[]> {
  await growTo(size)
  const run = () => recomputeChannel({ ledger, maxByMarketplace }, channelId)
  const first = await timed(run)
  await db.query(`vacuum analyze ledger.aspect`)
  const same: number[] = []
  const growth = await heapGrowth(async () => {
    for (let repeat = 0; repeat < repeats; repeat += 1) same.push(await timed(run))
  })
  const some: number[] = []
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    await moveOneInHundred(db)
    some.push(await timed(run))
  }
  const atMost = most.get(size)
  const bound = atMost === undefined ? {} : { bound: { atMost } }
  const count = size.toLocaleString("en")
  return [
    {
      name: `${count} listings, nothing differs (median)`,
      value: percentile(same, 50) / 1000,
      unit: "s",
      ...bound,
    },
    {
      name: `${count} listings, 1 % differ (median)`,
      value: percentile(some, 50) / 1000,
      unit: "s",
      ...bound,
    },
    { name: `${count} listings, figures made or renewed`, value: first / 1000, unit: "s" },
    {
      name: `${count} listings, memory of the process grows by`,
      value: growth / megabyte,
      unit: "MB",
      ...(atMost !== undefined && { bound: { atMost: 16 } }),
    },
  ]
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

async function moveOneInHundred(db: LedgerStage["db"]): Promise<void> {
  await db.query(
    `update inventory_level set stocked_quantity = stocked_quantity - 1 where id like 'ilev_stage_%00'`,
  )
  await db.query(`truncate ledger.dirty`)
}

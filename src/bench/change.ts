import { recomputeChannel, recomputeDirty } from "@serai/channels/engine/stock/recompute"
import { setStock } from "../stage/catalogue"
import type { Stage } from "../stage/medusa"
import { sizes } from "./compare"
import { channelId, openLedgerStage, type LedgerStage } from "./ledger-stage"
import { seededRandom } from "./random"
import type { Bench, BenchResult, Measure } from "./result"
import { percentile } from "./statistics"

const changes = 200
const warmUps = 20
const maxByMarketplace = { trendyol: 20_000 }

/** What one changed item costs the database, at growing numbers of listings it has nothing to do with. */
export const changeBench: Bench = { about: 60, run: change }

async function change(stage: Stage): Promise<BenchResult> {
  const stageOfLedger = await openLedgerStage(stage)
  try {
    const medians: number[] = []
    const measures: Measure[] = []
    for (const size of sizes) {
      const times = await changeAt(stageOfLedger, size)
      medians.push(percentile(times, 50))
      const count = size.toLocaleString("en")
      measures.push({ name: `among ${count} listings (median)`, value: percentile(times, 50), unit: "ms" })
      measures.push({ name: `among ${count} listings (p99)`, value: percentile(times, 99), unit: "ms" })
    }
    const [least = 0, ...rest] = medians
    const most = rest.at(-1) ?? least
    measures.push({
      name: "100,000 ÷ 1,000 listings",
      value: most / least,
      unit: "×",
      bound: { atMost: 1.5 },
    })
    return {
      title: `One item's stock changes: from its dirty mark to the figure to show, ${changes} times each`,
      measures,
    }
  } finally {
    await stageOfLedger.close()
  }
}

async function changeAt({ db, ledger, growTo }: LedgerStage, size: number): Promise<number[]> {
  await growTo(size)
  await recomputeChannel({ ledger, maxByMarketplace }, channelId)
  await db.query(`vacuum analyze ledger.aspect`)
  const random = seededRandom(size)
  const times: number[] = []
  for (let index = 0; index < warmUps + changes; index += 1) {
    await setStock(db, 1 + Math.floor(random() * size), 500 + index)
    const began = performance.now()
    await recomputeDirty({ ledger, maxByMarketplace })
    if (index >= warmUps) times.push(performance.now() - began)
  }
  return times
}

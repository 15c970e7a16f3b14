import type { SimulateOptions } from "../arguments"
import { createBar } from "../bar"
import { openPool } from "../pool"
import type { Errand } from "../thread"
import { addMeasures, noMeasures, type Measures } from "./measure"
import { comparisonMarkdown, writeComparison, type Comparison } from "./report"
import { strategyNames, type StrategyName } from "./strategies"

interface Output {
  isTTY?: boolean
  write(text: string): unknown
}

/** How many times fewer pieces than the usual polling may be oversold at most. */
const fewerThanPolling = 20

/** Every strategy on every seed; answers with 1 when ours does not keep what it promises. */
export async function compare(
  { from, seeds, threads, report }: SimulateOptions,
  command: string,
  output: Output,
): Promise<number> {
  const errands = strategyNames.flatMap((strategy) =>
    Array.from({ length: seeds }, (_, index): Errand => ({ kind: "baseline", seed: from + index, strategy })),
  )
  const measures = Object.fromEntries(strategyNames.map((name) => [name, noMeasures()])) as Record<
    StrategyName,
    Measures
  >
  const pool = openPool(threads)
  const bar = createBar(output, errands.length, "afternoons")
  try {
    await pool.run<Measures>(errands, (result, errand) => {
      if (errand.kind === "baseline")
        measures[errand.strategy] = addMeasures(measures[errand.strategy], result)
      bar.step()
    })
  } finally {
    await pool.close()
  }
  bar.end()
  const comparison: Comparison = { command, seeds, measures, fewerThanPolling }
  output.write(`\n${comparisonMarkdown(comparison)}\n`)
  if (report !== undefined) output.write(`Written: ${writeComparison(comparison, report).join(", ")}\n`)
  return keepsPromise(measures) ? 0 : 1
}

export function keepsPromise({ ours, net }: Record<StrategyName, Measures>): boolean {
  const share = ({ oversold, orders }: Measures) => (oversold.inside + oversold.outside) / Math.max(1, orders)
  return ours.oversold.outside === 0 && share(ours) * fewerThanPolling <= share(net)
}

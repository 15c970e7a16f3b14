import { mkdirSync, writeFileSync } from "node:fs"
import path from "node:path"
import { chart, type Figures } from "./chart"
import type { Measures } from "./measure"
import { strategies, strategyNames, type StrategyName } from "./strategies"
import { quantile } from "./wrong-for"

export interface Comparison {
  command: string
  seeds: number
  measures: Record<StrategyName, Measures>
  fewerThanPolling: number
}

export function figuresOf({ measures }: Pick<Comparison, "measures">): Figures[] {
  return strategyNames.map((name) => {
    const { orders, oversold, spoiltOrders, calls, wrongFor } = measures[name]
    const per100k = (count: number) => Math.round((count / Math.max(1, orders)) * 100_000)
    return {
      name,
      title: strategies[name].title,
      orders,
      inside: per100k(oversold.inside),
      outside: per100k(oversold.outside),
      spoilt: per100k(spoiltOrders),
      callsPerOrder: Math.round((calls / Math.max(1, orders)) * 10) / 10,
      p50Seconds: rounded(quantile(wrongFor, 0.5) / 1000),
      p99Seconds: rounded(quantile(wrongFor, 0.99) / 1000),
    }
  })
}

/** Two digits that count. */
const rounded = (value: number) => (value >= 10 ? Math.round(value) : Number(value.toPrecision(2)))

export function writeComparison(comparison: Comparison, place: string): string[] {
  mkdirSync(path.dirname(place), { recursive: true })
  const { command, seeds } = comparison
  const figures = figuresOf(comparison)
  const files = [`${place}.json`, `${place}.md`, `${place}.svg`] as const
  writeFileSync(files[0], `${JSON.stringify({ command, seeds, figures }, null, 2)}\n`)
  writeFileSync(
    files[1],
    `${comparisonMarkdown(comparison)}\n![Oversold pieces](${path.basename(place)}.svg)\n`,
  )
  writeFileSync(files[2], chart(figures))
  return [...files]
}

export function comparisonMarkdown(comparison: Comparison): string {
  const figures = figuresOf(comparison)
  return [
    "# Baselines",
    "",
    "```",
    comparison.command,
    "```",
    "",
    `${comparison.seeds} scarce afternoons of four hours, the same for every strategy: four marketplaces with webhooks, goods that`,
    "come in ones, twos and threes, answers that get lost, one outage of a few minutes. Per 100,000 orders:",
    "",
    "| strategy | oversold inside the window | outside | orders to cancel | API calls per order | wrong figure for: p50 | p99 | orders |",
    "|---|--:|--:|--:|--:|--:|--:|--:|",
    ...figures.map(
      ({ title, inside, outside, spoilt, callsPerOrder, p50Seconds, p99Seconds, orders }) =>
        `| ${title} | ${inside} | ${outside} | ${spoilt} | ${callsPerOrder} | ${p50Seconds} s | ${p99Seconds} s | ${orders} |`,
    ),
    "",
    sentence(comparison, figures),
    "",
    "A figure is wrong from the moment something changes what may be sold (a sale elsewhere, goods that came) until the",
    "marketplace shows the right one again. The residual window is defined in [simulation.md](../simulation.md). Stock that is",
    "pushed raw (a) counts a piece until its parcel is picked, 15 to 60 minutes after the order.",
    "",
  ].join("\n")
}

function sentence({ fewerThanPolling }: Comparison, figures: Figures[]): string {
  const total = (name: StrategyName) => {
    const one = figures.find((figure) => figure.name === name)
    return (one?.inside ?? 0) + (one?.outside ?? 0)
  }
  const [ours, net] = [total("ours"), total("net")]
  const times = ours === 0 ? "infinitely many" : Math.floor(net / ours)
  return `Serai oversells ${times} times fewer pieces than polling (b); promised are ${fewerThanPolling} times, and none outside the window.`
}

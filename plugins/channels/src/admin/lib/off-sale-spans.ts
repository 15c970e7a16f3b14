import type { HistorySeries } from "./wire"

/** Pure: the times at which a listing was off sale. It was so from one point on until the next that says otherwise. */
export function offSaleSpans(series: Pick<HistorySeries["series"][number], "at" | "on_sale">[]) {
  const spans: { from: number; to: number }[] = []
  for (const [index, { at, on_sale }] of series.entries()) {
    if (on_sale !== false) continue
    const from = Date.parse(at)
    const to = Date.parse(series[index + 1]?.at ?? at)
    const last = spans.at(-1)
    if (last?.to === from) last.to = to
    else spans.push({ from, to })
  }
  return spans
}

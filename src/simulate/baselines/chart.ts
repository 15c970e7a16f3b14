import type { StrategyName } from "./strategies"

/** What the table and the chart show of one strategy. */
export interface Figures {
  name: StrategyName
  title: string
  orders: number
  inside: number
  outside: number
  spoilt: number
  callsPerOrder: number
  p50Seconds: number
  p99Seconds: number
}

const width = 760
const rowHeight = 46
const left = 20
const room = width - 220

/** Oversold pieces per 100,000 orders as bars, on a logarithmic scale: linear, ours would not be seen. */
export function chart(figures: Figures[]): string {
  const most = Math.max(...figures.map(({ inside, outside }) => inside + outside), 1)
  const height = 70 + figures.length * rowHeight
  const length = (value: number) =>
    value <= 0 ? 0 : Math.max(2, (Math.log10(value + 1) / Math.log10(most + 1)) * room)
  const rows = figures.map(({ title, inside, outside, name }, index) => {
    const y = 60 + index * rowHeight
    const total = inside + outside
    return [
      `<text x="${left}" y="${y}" class="title">${title}</text>`,
      `<rect x="${left}" y="${y + 7}" width="${length(total).toFixed(1)}" height="16" rx="3" class="${name === "ours" ? "ours" : "other"}"/>`,
      `<text x="${(left + length(total) + 8).toFixed(1)}" y="${y + 20}" class="figure">${total.toLocaleString("en")}${outside > 0 ? `, ${outside.toLocaleString("en")} outside the window` : ""}</text>`,
    ].join("\n  ")
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" role="img" aria-label="Oversold pieces per 100,000 orders by strategy">
  <style>.head{font-size:16px;font-weight:600;fill:#1f2937}.title{font-size:13px;fill:#374151}.figure{font-size:13px;font-weight:600;fill:#111827}.other{fill:#9ca3af}.ours{fill:#0f766e}</style>
  <rect width="${width}" height="${height}" fill="#ffffff"/>
  <text x="${left}" y="28" class="head">Oversold pieces per 100,000 orders (logarithmic)</text>
  ${rows.join("\n  ")}
</svg>
`
}

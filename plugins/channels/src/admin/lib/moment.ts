const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Moments people ask about most, as a distance from now. */
export const lookBacks: [words: string, ms: number][] = [
  ["1 h ago", hour],
  ["Yesterday", day],
  ["7 days ago", 7 * day],
]

/** How much time a chart shows. */
export const spans = ["1h", "24h", "7d", "30d", "1y"] as const
export type Span = (typeof spans)[number]

export const spanWords: Record<Span, string> = {
  "1h": "1 h",
  "24h": "24 h",
  "7d": "7 days",
  "30d": "30 days",
  "1y": "1 year",
}

const spanLengths: Record<Span, number> = {
  "1h": hour,
  "24h": day,
  "7d": 7 * day,
  "30d": 30 * day,
  "1y": 365 * day,
}

/** Where a chart that ends at `end` begins. */
export const spanBegin = (span: Span, end: number) => new Date(end - spanLengths[span]).toISOString()

const pad = (part: number) => String(part).padStart(2, "0")

/** Pure: what a field of type `datetime-local` holds, in the reader's own time. */
export function toLocalInput(at: string): string {
  const date = new Date(at)
  const calendar = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-")
  return `${calendar}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(":")}`
}

/** Undefined while the field is empty or half filled. */
export function fromLocalInput(text: string): string | undefined {
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" })

/** "1 Mar 2026, 14:05:03", as the reader's language has it. */
export const exactly = (at: string | number) => exact.format(new Date(at))

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" })
const dayAndClock = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
})

/** "14:05" today, "2 Mar, 14:05" on another day: short enough for a badge. */
export function soon(at: string, now = new Date()): string {
  const date = new Date(at)
  return (date.toDateString() === now.toDateString() ? clock : dayAndClock).format(date)
}

/** Moments until which things are held most. Pure. */
export function holdEnds(now: Date): [words: string, at: Date][] {
  const tomorrow = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8)
  return [
    ["1 h", new Date(now.getTime() + hour)],
    ["Tomorrow 08:00", tomorrow],
    ["7 days", new Date(now.getTime() + 7 * day)],
  ]
}

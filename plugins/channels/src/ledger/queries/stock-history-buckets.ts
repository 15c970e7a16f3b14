const second = 1
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** What a person can read off an axis. */
const sizes = [
  second,
  5 * second,
  15 * second,
  minute,
  2 * minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
]

export const mostPoints = 300

/** A chart's points: how things stood at the beginning, and at the end of every bucket. */
export interface Buckets {
  from: Date
  sizeSeconds: number
  /** The first is `from`, the last is the end; never more than `mostPoints`. */
  points: Date[]
}

/** Pure: the finest readable buckets that fit. */
export function bucketsOf(from: Date, to: Date): Buckets {
  const span = Math.max(1, (to.getTime() - from.getTime()) / 1000)
  const widest = sizes[sizes.length - 1] ?? day
  const sizeSeconds =
    sizes.find((size) => Math.ceil(span / size) < mostPoints) ??
    Math.ceil(span / mostPoints / widest) * widest
  const count = Math.ceil(span / sizeSeconds)
  const points = Array.from(
    { length: count + 1 },
    (_, index) => new Date(Math.min(to.getTime(), from.getTime() + index * sizeSeconds * 1000)),
  )
  return { from, sizeSeconds, points }
}

export interface Summary {
  count: number
  min: number
  p50: number
  p95: number
  p99: number
  max: number
  mean: number
}

/** The smallest value that at least `percent` of all values do not exceed (nearest rank): always one that was measured. */
export function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length))
  const value = sorted[rank - 1]
  if (value === undefined) throw new Error("There is no percentile of nothing: no value was measured.")
  return value
}

export function summarise(values: number[]): Summary {
  return {
    count: values.length,
    min: percentile(values, 0),
    p50: percentile(values, 50),
    p95: percentile(values, 95),
    p99: percentile(values, 99),
    max: percentile(values, 100),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
  }
}

export interface Change {
  /** What is pushed together: the channel. */
  lane: string
  listing: string
  atMs: number
}

/**
 * The fewest writes with which these changes can be told when those of one window travel together: per lane and window,
 * the distinct listings that changed, divided by what a request takes. A window begins with the first change that no earlier window
 * covers, as a sender's does.
 */
export function leastWrites(
  changes: Change[],
  { windowMs, batch }: { windowMs: number; batch: number },
): number {
  const lanes = new Map<string, Change[]>()
  for (const change of changes) lanes.set(change.lane, [...(lanes.get(change.lane) ?? []), change])
  return [...lanes.values()].reduce((sum, lane) => sum + leastInLane(lane, windowMs, batch), 0)
}

function leastInLane(changes: Change[], windowMs: number, batch: number): number {
  const inTime = [...changes].sort((a, b) => a.atMs - b.atMs)
  let writes = 0
  let listings = new Set<string>()
  let began = -Infinity
  for (const { atMs, listing } of inTime) {
    if (atMs - began >= windowMs) {
      writes += Math.ceil(listings.size / batch)
      listings = new Set()
      began = atMs
    }
    listings.add(listing)
  }
  return writes + Math.ceil(listings.size / batch)
}

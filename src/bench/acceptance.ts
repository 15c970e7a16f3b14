/** A sale took pieces of an item; figures only fall while nothing but sales happens. */
export interface Movement {
  item: string
  atMs: number
  quantity: number
}

/** A channel accepted a figure for an item. */
export interface Acceptance {
  item: string
  lane: string
  atMs: number
  figure: number
}

export interface Accepted {
  /** From each movement to the moment when the last lane had accepted a figure that knows of it. */
  latencies: number[]
  /** Movements that some lane never heard of. */
  unheard: number
}

/**
 * As only sales happen, the figure after a movement is the opening figure less everything sold so far, and a lane knows of
 * the movement as soon as it accepted that figure or a lower one.
 */
export function acceptanceTimes(
  movements: Movement[],
  acceptances: Acceptance[],
  { opening, lanes }: { opening: number; lanes: string[] },
): Accepted {
  const sold = new Map<string, number>()
  const result: Accepted = { latencies: [], unheard: 0 }
  for (const movement of [...movements].sort((a, b) => a.atMs - b.atMs)) {
    const total = (sold.get(movement.item) ?? 0) + movement.quantity
    sold.set(movement.item, total)
    const heard = lanes.map((lane) =>
      firstKnowing(acceptances, { lane, item: movement.item, atMost: opening - total }),
    )
    const last = Math.max(...heard)
    if (Number.isFinite(last)) result.latencies.push(last - movement.atMs)
    else result.unheard += 1
  }
  return result
}

function firstKnowing(
  acceptances: Acceptance[],
  { lane, item, atMost }: { lane: string; item: string; atMost: number },
): number {
  const knowing = acceptances.filter((one) => one.lane === lane && one.item === item && one.figure <= atMost)
  return Math.min(...knowing.map(({ atMs }) => atMs))
}

/** Something that changed how many pieces there are to sell; times in epoch milliseconds. */
export interface StockEvent {
  at: number
  /** Negative for a sale. */
  pieces: number
}

/** A sale of pieces that were not there. */
export interface Oversale {
  at: number
  pieces: number
  /** When there were last enough for it. */
  enoughUntil: number
}

/**
 * Goes through what happened to one SKU, in the order of its happening: on the marketplace's pages and in the warehouse,
 * whenever the house came to know. `opening` is what there was before.
 */
export function oversalesOf(opening: number, events: StockEvent[]): Oversale[] {
  const ordered = [...events].sort((a, b) => a.at - b.at)
  const found: Oversale[] = []
  let available = opening
  // What was available from when on, newest last.
  const levels: { from: number; available: number }[] = [{ from: -Infinity, available: opening }]
  for (const { at, pieces } of ordered) {
    const sold = -pieces
    if (sold > 0 && sold > available) {
      found.push({ at, pieces: sold - Math.max(0, available), enoughUntil: lastEnough(levels, sold) })
    }
    available += pieces
    levels.push({ from: at, available })
  }
  return found
}

/** When the last level that had so many ended. */
function lastEnough(levels: { from: number; available: number }[], wanted: number): number {
  for (let index = levels.length - 2; index >= 0; index -= 1) {
    if ((levels[index]?.available ?? 0) >= wanted) return levels[index + 1]?.from ?? -Infinity
  }
  return -Infinity
}

/** A blow, from its fall until the house was back at work. */
export interface Trouble {
  from: number
  until: number
}

export interface OversoldUnits {
  /** Sold out a shorter time ago than the residual window. */
  insideWindow: number
  /** Sold out longer ago, but a blow lay in between: the news could not travel. */
  inTrouble: number
  /** What nothing excuses. */
  outside: number
  /** The longest time between the last moment when there was enough and such a sale. */
  longestMs: number
  outsideExamples: Oversale[]
}

export function judgeOversales(
  oversales: Oversale[],
  { windowMs, troubles }: { windowMs: number; troubles: Trouble[] },
): OversoldUnits {
  const judged: OversoldUnits = {
    insideWindow: 0,
    inTrouble: 0,
    outside: 0,
    longestMs: 0,
    outsideExamples: [],
  }
  for (const one of oversales) {
    judged.longestMs = Math.max(judged.longestMs, one.at - one.enoughUntil)
    if (one.at - one.enoughUntil <= windowMs) judged.insideWindow += one.pieces
    else if (troubles.some(({ from, until }) => from <= one.at && until + windowMs >= one.enoughUntil))
      judged.inTrouble += one.pieces
    else {
      judged.outside += one.pieces
      judged.outsideExamples.push(one)
    }
  }
  return judged
}

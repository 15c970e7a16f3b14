/** However long it took: a reading that began longer ago says nothing about now. It covers a backlog, not a process that stood still. */
export const oldestReadingMs = 10 * 60_000

/** A complete reading of orders, and when the last of what it told was ingested. */
export interface SettledReading {
  began: number
  settled: number
}

/**
 * Until when a reading lets figures above zero pass: as long as the channel's freshness after it began; where reading and
 * ingesting took long, half of that after both were done. Without the second no figure could ever follow where they take
 * longer than the freshness. All in milliseconds; `ledger/gate.ts` says the same in SQL.
 */
export const countsUntil = ({ began, settled }: SettledReading, freshnessMs: number) =>
  began + Math.max(freshnessMs, Math.min(settled - began + freshnessMs / 2, oldestReadingMs))

/** However long it took: a reading that began longer ago than so many times the channel's freshness says nothing about now. */
export const longestReading = 6

/**
 * Until when a complete reading of orders lets figures above zero pass: as long as the channel's freshness after it began, and
 * where it took long, half of that after it ended. Without the second no figure could ever follow a reading that takes
 * longer than the freshness. All in milliseconds; `ledger/gate.ts` says the same in SQL.
 */
export const countsUntil = ({ began, ended }: { began: number; ended: number }, freshnessMs: number) =>
  began + Math.max(freshnessMs, Math.min(ended - began + freshnessMs / 2, longestReading * freshnessMs))

/** How often each endpoint answered with each status: counters only, so it stays small for ever. */
export class CallLog {
  readonly #counts = new Map<string, Map<string, number>>()

  /** `status` is the HTTP status, or "lost" and "reset" when the caller saw none. */
  record(endpoint: string, status: number | "lost" | "reset"): void {
    const counts = this.#counts.get(endpoint) ?? new Map<string, number>()
    this.#counts.set(endpoint, counts)
    counts.set(String(status), (counts.get(String(status)) ?? 0) + 1)
  }

  /** Calls of an endpoint, all together or with one status. */
  count(endpoint: string, status?: number | "lost" | "reset"): number {
    const counts = this.#counts.get(endpoint)
    if (!counts) return 0
    if (status !== undefined) return counts.get(String(status)) ?? 0
    return [...counts.values()].reduce((total, count) => total + count, 0)
  }

  summary(): Record<string, Record<string, number>> {
    return Object.fromEntries(
      [...this.#counts].map(([endpoint, counts]) => [endpoint, Object.fromEntries(counts)]),
    )
  }
}

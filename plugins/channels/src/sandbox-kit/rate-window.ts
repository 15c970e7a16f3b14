/** A rule a sandbox enforces: at most `max` in any window of `windowMs`. */
export interface RateRule {
  max: number
  windowMs: number
}

/** Exact sliding windows: remembers when each counted request came, and forgets it when it no longer matters. */
export class RateWindows {
  readonly #times = new Map<string, number[]>()

  /** Counts one request under `key` when the rule allows it; a refused one does not count. */
  admit(key: string, rule: RateRule, now: number): boolean {
    return this.admitAll([{ key, rule }], now)
  }

  /** Counts one request under all keys, or under none when one of them is full. */
  admitAll(claims: { key: string; rule: RateRule }[], now: number): boolean {
    const windows = claims.map(({ key, rule }) => ({ rule, times: this.#recent(key, now - rule.windowMs) }))
    if (windows.some(({ rule, times }) => times.length >= rule.max)) return false
    for (const { times } of windows) times.push(now)
    return true
  }

  /** Drops keys that nobody used since `before`. */
  forget(before: number): void {
    for (const [key, times] of this.#times) {
      if ((times.at(-1) ?? 0) <= before) this.#times.delete(key)
    }
  }

  #recent(key: string, after: number): number[] {
    const times = this.#times.get(key) ?? []
    this.#times.set(key, times)
    const first = times.findIndex((time) => time > after)
    times.splice(0, first === -1 ? times.length : first)
    return times
  }
}

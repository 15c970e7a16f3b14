/** Tells what is there at every look for some time, and not only in passing. */
export interface Sightings {
  /** Takes what is there now; returns what was there at every look since `ms` ago. */
  lasting(keys: Iterable<string>): string[]
}

export function createSightings(ms: number, now: () => number): Sightings {
  let since = new Map<string, number>()
  return {
    lasting(keys) {
      const at = now()
      since = new Map([...keys].map((key) => [key, since.get(key) ?? at]))
      return [...since].filter(([, first]) => at - first >= ms).map(([key]) => key)
    },
  }
}

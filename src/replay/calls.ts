/** Calls by endpoint and answer. */
export type Calls = Record<string, Record<string, number>>

export function difference(after: Calls, before: Calls): Calls {
  const endpoints = Object.entries(after).map(([endpoint, counts]): [string, Record<string, number>] => [
    endpoint,
    Object.fromEntries(
      Object.entries(counts).flatMap(([status, count]): [string, number][] => {
        const more = count - (before[endpoint]?.[status] ?? 0)
        return more > 0 ? [[status, more]] : []
      }),
    ),
  ])
  return Object.fromEntries(endpoints.filter(([, counts]) => Object.keys(counts).length > 0))
}

export const callsOf = (calls: Calls, endpoint: string) =>
  Object.values(calls[endpoint] ?? {}).reduce((sum, count) => sum + count, 0)

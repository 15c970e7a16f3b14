/** "12 s", "4 min", "3 h", "2 days": in the largest whole unit. */
export function inWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 2 * 86_400) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} days`
}

/** "1 listing", "2 listings". */
export const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** A length of time in its largest whole unit: "12 s", "4 min", "3 h", "2 days". */
export function duration(ms: number): string {
  const length = Math.max(0, ms)
  if (length < minute) return `${Math.floor(length / second)} s`
  if (length < hour) return `${Math.floor(length / minute)} min`
  if (length < 2 * day) return `${Math.floor(length / hour)} h`
  return `${Math.floor(length / day)} days`
}

/** "12 s ago" or "in 4 min". A moment within the last second is "just now". */
export function relative(at: string, now: number): string {
  const distance = now - Date.parse(at)
  if (distance < 0) return distance > -second ? "just now" : `in ${duration(-distance)}`
  return distance < second ? "just now" : `${duration(distance)} ago`
}

/** "1 240": digits grouped by thin spaces, the same in every locale. */
export const grouped = (value: number) => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, "\u202f")

/** "1 listing", "2 listings". */
export const counted = (count: number, noun: string) => `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`

export const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** How far a channel is: listings whose figure is settled, of those that have one. */
export function progress({
  mapped,
  due,
  sent,
  unknown,
}: Record<"mapped" | "due" | "sent" | "unknown", number>) {
  const waiting = due + sent + unknown
  const done = Math.max(0, mapped - waiting)
  return { waiting, done, percent: mapped === 0 ? 100 : Math.floor((done / mapped) * 100) }
}

import { useEffect, useState } from "react"

/** How often a page that shows moving figures asks again. */
export const liveMs = 2_500

/** The current time, every second: so that "12 s ago" counts on without another request. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** Follows a text once nobody has changed it for a moment: a search that does not ask at every key. */
export function useSettled(text: string, afterMs = 300): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), afterMs)
    return () => clearTimeout(timer)
  }, [text, afterMs])
  return settled
}

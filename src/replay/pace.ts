/** How many milliseconds an event of this time still has to wait. Asked once per event, in their order. */
export type Pace = (at: string) => number

/** As in the file, `speed` times as fast; the first event happens now. */
export function filePace(speed: number, now: () => number): Pace {
  let origin: { file: number; real: number } | undefined
  return (at) => {
    const file = Date.parse(`${at.replace(" ", "T")}Z`)
    origin ??= { file, real: now() }
    return Math.max(0, origin.real + (file - origin.file) / speed - now())
  }
}

/** One after the other at equal distances, whatever the file's times. */
export function evenPace(everyMs: number, now: () => number): Pace {
  let next: number | undefined
  return () => {
    next = next === undefined ? now() : next + everyMs
    return Math.max(0, next - now())
  }
}

/** How many milliseconds an event of this time still has to wait; the first one happens now. */
export function pacer(speed: number | "max", now: () => number): (at: string) => number {
  let origin: { file: number; real: number } | undefined
  return (at) => {
    if (speed === "max") return 0
    const file = Date.parse(`${at.replace(" ", "T")}Z`)
    origin ??= { file, real: now() }
    return Math.max(0, origin.real + (file - origin.file) / speed - now())
  }
}

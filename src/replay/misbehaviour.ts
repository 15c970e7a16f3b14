/** Uniform in [0, 1). */
type Random = () => number

/** What the marketplace does wrong all the time while orders are placed (the sandbox's `PUT /__sandbox/faults`). */
export const constantFaults = {
  lostAnswer: 0.01,
  lateRefusal: 0.002,
  duplicateWebhook: 0.05,
  reorderWebhook: 0.05,
  storm429: { probability: 0.002, burst: 5 },
} as const

export const noFaults = {
  lostAnswer: 0,
  lateRefusal: 0,
  duplicateWebhook: 0,
  reorderWebhook: 0,
  storm429: null,
} as const

/** Something that happens once, when this share of the orders is placed. */
export type Mishap =
  { at: number; what: "crash" } | { at: number; what: "outage"; answer: "503" | "reset"; forMs: number }

const outages = 5
const shortestOutageMs = 2_000
const longestOutageMs = 15_000

/** When the marketplace goes away and when the server dies, in the order of their coming: a function of the seed alone. */
export function planMishaps(
  random: Random,
  { faults, crashes }: { faults: boolean; crashes: number },
): Mishap[] {
  const out = Array.from({ length: faults ? outages : 0 }, (_, index): Mishap => ({
    at: random(),
    what: "outage",
    answer: index % 2 === 0 ? "503" : "reset",
    forMs: Math.round(shortestOutageMs + random() * (longestOutageMs - shortestOutageMs)),
  }))
  const dead = Array.from({ length: crashes }, (): Mishap => ({ at: random(), what: "crash" }))
  return [...out, ...dead].sort((a, b) => a.at - b.at)
}

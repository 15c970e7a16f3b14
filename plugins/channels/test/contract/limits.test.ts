import fc from "fast-check"
import { sliced, type Limit } from "../../src/contract"

const limitOf = (max: number, windowMs: number): Limit => ({
  group: "g",
  max,
  windowMs,
  asOf: "2026-01-01",
  source: "https://example.com",
})

/** Most requests in any window of `windowMs`, when each is let through as soon as a fixed-window counter allows. */
function mostInAnyWindow(times: number[], windowMs: number): number {
  let most = 0
  let first = 0
  for (const [index, time] of times.entries()) {
    while ((times[first] ?? 0) <= time - windowMs) first += 1
    most = Math.max(most, index - first + 1)
  }
  return most
}

/** A counter whose windows are aligned to the clock, the worst case: arrivals that find it full are turned away. */
function alignedCounter(arrivals: number[], points: number, durationMs: number): number[] {
  const used = new Map<number, number>()
  return arrivals.filter((time) => {
    const slot = Math.floor(time / durationMs)
    const count = used.get(slot) ?? 0
    used.set(slot, count + 1)
    return count < points
  })
}

/** A counter whose window begins with its first request. */
function startedCounter(arrivals: number[], points: number, durationMs: number): number[] {
  let start = Number.NEGATIVE_INFINITY
  let used = 0
  return arrivals.filter((time) => {
    if (time >= start + durationMs) {
      start = time
      used = 0
    }
    used += 1
    return used <= points
  })
}

const arrivalsIn = (windowMs: number) =>
  fc
    .array(fc.integer({ min: 0, max: windowMs * 4 }), { maxLength: 300 })
    .map((times) => times.sort((a, b) => a - b))

const scenario = fc
  .record({ max: fc.integer({ min: 1, max: 60 }), windowMs: fc.integer({ min: 4, max: 200 }) })
  .chain(({ max, windowMs }) => arrivalsIn(windowMs).map((arrivals) => ({ max, windowMs, arrivals })))

describe("a limit cut into slices", () => {
  it("holds in every sliding window, for a counter aligned to the clock", () => {
    fc.assert(
      fc.property(scenario, ({ max, windowMs, arrivals }) => {
        fc.pre(max > 1)
        const { points, durationMs } = sliced(limitOf(max, windowMs))
        const passed = alignedCounter(arrivals, points, durationMs)
        expect(mostInAnyWindow(passed, windowMs)).toBeLessThanOrEqual(max)
      }),
    )
  })

  it("holds for a counter that starts with its first request, even a maximum of one", () => {
    fc.assert(
      fc.property(scenario, ({ max, windowMs, arrivals }) => {
        const { points, durationMs } = sliced(limitOf(max, windowMs))
        const passed = startedCounter(arrivals, points, durationMs)
        expect(mostInAnyWindow(passed, windowMs)).toBeLessThanOrEqual(max)
      }),
    )
  })

  it.each([
    [50, 10_000, { points: 2, durationMs: 417 }],
    [1000, 60_000, { points: 40, durationMs: 2_500 }],
    [40, 10_000, { points: 2, durationMs: 527 }],
    [2, 10_000, { points: 1, durationMs: 10_000 }],
    [1, 5_000, { points: 1, durationMs: 5_000 }],
  ])("of %d in %d ms", (max, windowMs, expected) => {
    expect(sliced(limitOf(max, windowMs))).toEqual(expected)
  })

  it("lets nine tenths of a real limit through, in steps shorter than a second per ten seconds", () => {
    for (const max of [30, 50, 100, 300, 350, 1000]) {
      const { points, durationMs } = sliced(limitOf(max, 10_000))
      expect((points * 10_000) / durationMs).toBeGreaterThanOrEqual(max * 0.9)
      expect(durationMs).toBeLessThan(1_000)
    }
  })

  it("still lets through at least two fifths of the maximum", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (max) => {
        const windowMs = 60_000
        const { points, durationMs } = sliced(limitOf(max, windowMs))
        expect((points * windowMs) / durationMs).toBeGreaterThanOrEqual(max * 0.4)
      }),
    )
  })
})

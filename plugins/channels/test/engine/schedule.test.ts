import fc from "fast-check"
import { defaultSchedules, isDue, nextRun, scheduledJobs, type Schedule } from "../../src/engine/schedule"

const noon = Date.parse("2026-11-20T12:00:00Z")
const everyFour: Schedule = { intervalSeconds: 240, offsetSeconds: 30 }

const schedules = fc.record({
  intervalSeconds: fc.integer({ min: 30, max: 7 * 86_400 }),
  offsetSeconds: fc.integer({ min: 0, max: 7 * 86_400 }),
})
const moments = fc.integer({ min: noon - 1e10, max: noon + 1e10 })

describe("a schedule", () => {
  it("is due at once when it never ran", () => {
    expect(isDue(everyFour, noon, null)).toBe(true)
  })

  it("is due once per slot", () => {
    const slot = noon + 30_000
    expect(isDue(everyFour, slot, slot - 1)).toBe(true)
    expect(isDue(everyFour, slot + 239_999, slot)).toBe(false)
    expect(isDue(everyFour, slot + 240_000, slot)).toBe(true)
  })

  it("is due once after a standstill, however many slots were missed", () => {
    const restart = noon + 86_400_000
    expect(isDue(everyFour, restart, noon)).toBe(true)
    expect(isDue(everyFour, restart + 1, restart)).toBe(false)
  })

  it("is due at the moment it announces, and not before", () => {
    fc.assert(
      fc.property(schedules, moments, (schedule, ranAt) => {
        const next = nextRun(schedule, ranAt)
        expect(next).toBeGreaterThan(ranAt)
        expect(next - ranAt).toBeLessThanOrEqual(schedule.intervalSeconds * 1000)
        expect(isDue(schedule, next, ranAt)).toBe(true)
        expect(isDue(schedule, next - 1, ranAt)).toBe(false)
      }),
    )
  })

  it("keeps its pace: looked at every minute, it runs as often as its interval says", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 3600 }),
        fc.integer({ min: 0, max: 3600 }),
        (interval, offset) => {
          const schedule = { intervalSeconds: interval, offsetSeconds: offset }
          let last: number | null = noon
          let runs = 0
          for (let now = noon; now < noon + 86_400_000; now += 60_000) {
            if (!isDue(schedule, now, last)) continue
            last = now
            runs += 1
          }
          const expected = 86_400 / interval
          expect(Math.abs(runs - expected)).toBeLessThanOrEqual(2)
        },
      ),
      { numRuns: 20 },
    )
  })

  it("puts neighbouring channels at different moments", () => {
    for (const job of scheduledJobs) {
      const offsets = Array.from(
        { length: 18 },
        (_, position) => defaultSchedules(position)[job].offsetSeconds,
      )
      expect(new Set(offsets).size).toBe(offsets.length)
    }
  })
})

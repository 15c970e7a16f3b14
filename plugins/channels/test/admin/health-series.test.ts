import { chartRows, houseLine, milliseconds, seconds } from "../../src/admin/lib/health-series"

const minute = 60_000
const start = Date.parse("2026-03-01T12:00:00.000Z")

const point = (minutes: number, channel_id: string | null, queue_age_s: number) => ({
  at: new Date(start + minutes * minute).toISOString(),
  channel_id,
  read_mark_age_s: null,
  queue_age_s,
  divergence: 0,
  due: 0,
  p99_ms: null,
})

const rows = (...points: ReturnType<typeof point>[]) =>
  chartRows({ points, step_seconds: 60 }, "queue_age_s").map(({ at, values }) => [
    (at - start) / minute,
    values,
  ])

describe("the rows of a chart", () => {
  it("hold one moment each, with a value per channel and one for the house", () => {
    expect(rows(point(0, null, 1), point(0, "tr", 2), point(0, "ro", 3), point(1, "tr", 4))).toEqual([
      [0, { [houseLine]: 1, tr: 2, ro: 3 }],
      [1, { tr: 4 }],
    ])
  })

  it("are in order, however the points come", () => {
    expect(rows(point(2, "tr", 3), point(1, "tr", 2)).map(([at]) => at)).toEqual([1, 2])
  })

  it("break where nobody took samples, so that silence does not look like calm", () => {
    expect(rows(point(0, "tr", 1), point(60, "tr", 2))).toEqual([
      [0, { tr: 1 }],
      [1, {}],
      [60, { tr: 2 }],
    ])
    expect(rows(point(0, "tr", 1), point(2, "tr", 2))).toHaveLength(2)
  })
})

describe("the words of an axis", () => {
  it("tell neighbouring values apart", () => {
    expect([25, 75, 150, 900, 7200, 9000].map(seconds)).toEqual([
      "25 s",
      "75 s",
      "2.5 min",
      "15 min",
      "2 h",
      "2.5 h",
    ])
    expect([100, 1000, 2500, 150_000].map(milliseconds)).toEqual(["100 ms", "1 s", "2.5 s", "2.5 min"])
  })
})

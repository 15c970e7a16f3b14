import { healthView, stepOf, viewPoint } from "../../src/api/health-view"
import { healthAnswer } from "../../src/api/schemas/health"
import { defaultBounds } from "../../src/engine/health/bounds"
import { endlessMs } from "../../src/ledger/queries/health-delays"
import { ago, channelHealth, houseOf, now } from "../engine/health/channel-health"

const view = (
  snapshot: Parameters<typeof healthView>[0]["snapshot"],
  more: Partial<Parameters<typeof healthView>[0]> = {},
) => healthView({ snapshot, alerts: [], delays: [], tallies: [], bounds: defaultBounds, ...more })

describe("what the Health page is told", () => {
  it("is what its schema promises", () => {
    expect(() => healthAnswer.encode(view(houseOf([channelHealth()])))).not.toThrow()
  })

  it("calls a channel late before it calls it stuck", () => {
    const pace = (seconds: number) => {
      const [channel] = view(houseOf([channelHealth({ pulse: { read_at: ago(seconds) } })])).channels
      return channel?.read_mark.pace
    }
    expect([pace(240), pace(500), pace(800)]).toEqual(["ok", "late", "stuck"])
  })

  it("does not call stuck what a person holds back", () => {
    const waiting = { pulse: { oldest_due_at: ago(9_000) } }
    const brakes = [{ id: "1", channel_id: "chan_1", kind: "zero" as const, listings: 9, of_listings: 9 }]
    const pace = (channel: ReturnType<typeof channelHealth>) =>
      view(houseOf([channel])).channels[0]?.queue.pace
    expect(pace(channelHealth(waiting))).toBe("stuck")
    expect(pace(channelHealth({ ...waiting, paused: true }))).toBe("ok")
    expect(pace(channelHealth({ ...waiting, brakes }))).toBe("ok")
  })

  it("counts a shut gate only while something waits behind it", () => {
    const shut = (due: number) => {
      const listings = { total: 9, mapped: 9, unmapped: 0, due, sent: 0, refused: 0, unknown: 0, drifting: 0 }
      const channel = channelHealth({ figures: { gate_shut_since: ago(30), listings } })
      return view(houseOf([channel])).channels[0]?.gate_shut_seconds
    }
    expect([shut(1), shut(0)]).toEqual([30, 0])
  })

  it("names the oldest work of the house, and the jobs that gave up", () => {
    const { house } = view(
      houseOf([], {
        house: {
          at: now,
          oldest_mark_at: ago(70),
          jobs: [
            { task: "ingest", ready: 1, failed: 0, oldest_ready_at: ago(20) },
            { task: "settle", ready: 0, failed: 2, oldest_ready_at: null },
          ],
        },
      }),
    )
    expect(house).toEqual({
      queue: { seconds: 70, pace: "late" },
      failed_jobs: [{ task: "settle", failed: 2 }],
    })
  })

  it("gives each channel its own delays and refusals, the most frequent first", () => {
    const bucket = { channel_id: "chan_1", sum_ms: 0 }
    const refusal = { name: "items" as const, channel_id: "chan_1", label: "rejected" }
    const [channel] = view(houseOf([channelHealth()]), {
      delays: [
        { ...bucket, le_ms: 500, changes: 98 },
        { ...bucket, le_ms: 1000, changes: 1 },
        { ...bucket, le_ms: endlessMs, changes: 1 },
        { ...bucket, channel_id: "other", le_ms: 5000, changes: 50 },
      ],
      tallies: [
        { ...refusal, detail: "LOCKED", total: 2 },
        { ...refusal, detail: "TOO_MANY", total: 7 },
        { ...refusal, label: "accepted", detail: "", total: 90 },
        { ...refusal, channel_id: "other", detail: "LOCKED", total: 9 },
        { name: "oversold", channel_id: "chan_1", label: "units", detail: "", total: 3 },
      ],
    }).channels
    expect(channel?.delays).toMatchObject({ changes: 100, p50_ms: 500, p95_ms: 500, p99_ms: 1000 })
    expect(channel?.delays.buckets.at(-1)).toEqual({ le_ms: null, changes: 1 })
    expect(channel?.rejects).toEqual([
      { code: "TOO_MANY", count: 7 },
      { code: "LOCKED", count: 2 },
    ])
    expect(channel?.oversold_units).toBe(3)
  })
})

describe("points over time", () => {
  const span = (minutes: number) => ({ from: new Date(now.getTime() - minutes * 60_000), to: now })

  it("are at most 300, of whole minutes", () => {
    expect(stepOf(span(60))).toBe(60)
    expect(stepOf(span(300))).toBe(60)
    expect(stepOf(span(301))).toBe(120)
    expect(stepOf(span(8 * 1440))).toBe(39 * 60)
  })

  it("are the house's where they are no channel's", () => {
    const point = { at: now, read_mark_age_s: null, queue_age_s: 1, divergence: 0, due: 0, p99_ms: null }
    expect(viewPoint({ ...point, channel_id: "" }).channel_id).toBeNull()
    expect(viewPoint({ ...point, channel_id: "tr" }).channel_id).toBe("tr")
  })
})

import { ChannelError, defaultRetry, errorKinds, retryDecision } from "../../src/contract"

const options = { attempts: 4, baseMs: 250, capMs: 8_000 }
const unavailable = new ChannelError("unavailable", "down")

describe("whether one request is repeated", () => {
  it("is decided by what certainly did not happen", () => {
    const repeated = errorKinds.filter(
      (kind) => retryDecision(new ChannelError(kind, "x"), 1, options, 0).retry,
    )
    expect(repeated).toEqual(["rate_limited", "unavailable"])
  })

  it("waits twice as long each time, up to the cap, with at most half of it left to chance", () => {
    const waits = (random: number) =>
      [1, 2, 3, 4, 5, 6, 7].map((attempt) => retryDecision(unavailable, attempt, options, random).waitMs)
    expect(waits(1)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000])
    expect(waits(0)).toEqual([125, 250, 500, 1_000, 2_000, 4_000, 4_000])
  })

  it("gives up after its attempts", () => {
    expect([3, 4].map((attempt) => retryDecision(unavailable, attempt, options, 0).retry)).toEqual([
      true,
      false,
    ])
  })

  it("never waits less than the marketplace asks", () => {
    const told = new ChannelError("rate_limited", "slow", { retryAfterMs: 5_000 })
    expect(retryDecision(told, 1, options, 0)).toMatchObject({ retry: true, waitMs: 5_000 })
  })

  it("leaves a wait longer than one request may take to the job, and says how long", () => {
    const told = new ChannelError("rate_limited", "slow", { retryAfterMs: 60_000 })
    const decision = retryDecision(told, 1, options, 0)
    expect(decision).toMatchObject({ retry: false, waitMs: 60_000 })
    expect(decision.reason).toContain("60000 ms")
  })

  it("has defaults within which four attempts fit a request", () => {
    expect(retryDecision(unavailable, 1, defaultRetry, 0.5).retry).toBe(true)
  })
})

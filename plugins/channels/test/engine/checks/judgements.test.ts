import type { ChannelTraits, Limit } from "../../../src/contract"
import type { Check, CheckContext, CheckedChannel } from "../../../src/engine/checks/check"
import { clockSkew, skewFinding } from "../../../src/engine/checks/clock"
import { connectors, encryptionKey, oldLimits } from "../../../src/engine/checks/connectors"
import { isCheckDue } from "../../../src/engine/checks/doctor"
import { lockProvider } from "../../../src/engine/checks/locks"
import { checks } from "../../../src/engine/checks/registry"
import { lateByMs, scheduleFault, slowestPaceSeconds } from "../../../src/engine/checks/schedules"

const limit = (asOf: string, source = "https://example.com/limits"): Limit => ({
  ...{ group: "orders", max: 1, windowMs: 5_000, asOf, source },
})

const traits = (limits: Limit[]): ChannelTraits => ({
  stock: {
    batch: { max: 100, per: "account" },
    answer: "sync",
    write: "absolute",
    ownDecrement: "yes",
    max: 1_000,
    identicalWriteWindowMs: 0,
    settleWithinMs: 0,
    landsWithinMs: 0,
  },
  orders: { overlapMs: 0, reachMs: 60_000 },
  webhooks: "none",
  limits,
})

const channel = (id: string, more: Partial<CheckedChannel> = {}): CheckedChannel => ({
  id,
  name: `Shop ${id}`,
  marketplace: "testing",
  account: id,
  state: "active",
  schedules: {},
  created_at: new Date(0),
  provider: { traits: traits([limit("2026-01-01")]) },
  openSecrets: () => undefined,
  ...more,
})

const subjects = async (check: Check, context: Partial<CheckContext>) => {
  // These checks look at nothing but what they are given here.
  const { found } = await check.run(context as CheckContext)
  return found.map(({ subject }) => subject)
}

describe("a schedule", () => {
  const fault = (intervalSeconds: number, offsetSeconds: number, pace = 5) =>
    scheduleFault({ intervalSeconds, offsetSeconds }, "pull-orders", pace)

  it("can be kept when its offset lies within its interval, and the marketplace is as fast", () => {
    expect([fault(240, 0), fault(240, 239), fault(5, 0)]).toEqual([undefined, undefined, undefined])
  })

  it.each([
    [0, 0, "interval of 0"],
    [-5, 0, "interval of -5"],
    [Number.NaN, 0, "interval of NaN"],
    [60, -1, "offset of -1"],
    [60, 60, "not within its interval of 60"],
    [4, 0, "one request in 5"],
  ])("cannot be kept every %s seconds from second %s", (interval, offset, why) => {
    expect(fault(interval, offset)).toContain(why)
  })

  it("that sends nothing while nothing differs may be as fast as it likes", () => {
    expect(scheduleFault({ intervalSeconds: 4, offsetSeconds: 0 }, "push-stock", 5)).toBeUndefined()
  })

  it("must be readable", () => {
    expect(scheduleFault(undefined, "pull-orders", 0)).toBe("has a schedule that cannot be read")
  })

  it("is as slow as the slowest limit", () => {
    expect(slowestPaceSeconds(channel("1"))).toBe(5)
    expect(slowestPaceSeconds(channel("1", { provider: undefined }))).toBe(0)
  })

  it("is late after two periods and a little", () => {
    const every4 = { intervalSeconds: 240, offsetSeconds: 0 }
    expect(lateByMs(every4, 0, 600_000)).toBeUndefined()
    expect(lateByMs(every4, 0, 600_001)).toBe(600_001)
  })
})

describe("clocks", () => {
  it.each([
    [30, undefined],
    [-30, undefined],
    [31, "warning"],
    [-31, "warning"],
    [120, "warning"],
    [121, "error"],
    [-3600, "error"],
  ])("%s seconds apart are %s", (seconds, severity) => {
    expect(skewFinding("testing", seconds)?.severity).toBe(severity)
  })

  it("are told apart by who is behind", () => {
    expect(skewFinding("testing", 60)?.message).toContain("60 seconds behind that of testing")
    expect(skewFinding("testing", -60)?.message).toContain("60 seconds ahead of that of testing")
  })

  it("are asked once per marketplace", async () => {
    const asked: string[] = []
    const askClock = async (id: string) => {
      asked.push(id)
      return { theirs: 200_000, ours: 0 }
    }
    const channels = [channel("1"), channel("2"), channel("3", { marketplace: "other" })]
    expect(await subjects(clockSkew, { channels, askClock })).toEqual(["other", "testing"])
    expect(asked).toEqual(["1", "3"])
  })

  it("that cannot be asked fail the check, unless another one showed something", async () => {
    const askClock = async (id: string) => {
      if (id === "1") throw new Error("no answer")
      return { theirs: 200_000, ours: 0 }
    }
    const down = channel("1")
    await expect(subjects(clockSkew, { channels: [down], askClock })).rejects.toThrow("no answer")
    const other = channel("2", { marketplace: "other" })
    expect(await subjects(clockSkew, { channels: [down, other], askClock })).toEqual(["other"])
  })
})

describe("limits", () => {
  const at = (now: string, ...limits: Limit[]) =>
    oldLimits([channel("1", { provider: { traits: traits(limits) } })], Date.parse(now))

  it("are old a year after they were read", () => {
    expect(at("2026-12-31", limit("2026-01-01"))).toEqual([])
    expect(at("2027-01-02", limit("2026-01-01"))).toMatchObject([
      { subject: "testing https://example.com/limits", severity: "warning" },
    ])
  })

  it("of one page are one finding, and those without a date are old", () => {
    expect(at("2026-02-01", limit("2026-01-01"), limit("2024-01-01"), limit("2023-01-01"))).toHaveLength(1)
    expect(at("2026-02-01", limit("some day"))).toHaveLength(1)
  })
})

describe("a channel", () => {
  it("without its connector is one finding, not three", async () => {
    const channels = [
      channel("1", {
        provider: undefined,
        openSecrets: () => {
          throw new Error("no connector")
        },
      }),
    ]
    expect(await subjects(connectors, { channels })).toEqual(["1"])
    expect(await subjects(encryptionKey, { channels })).toEqual([])
  })

  it("whose secrets do not open is told without a word of them", async () => {
    const channels = [
      channel("1", {
        openSecrets: () => {
          throw new Error("cannot read key-4711")
        },
      }),
      channel("2"),
    ]
    const { found } = await encryptionKey.run({ channels } as unknown as CheckContext)
    expect(found.map(({ subject }) => subject)).toEqual(["1"])
    expect(JSON.stringify(found)).not.toContain("4711")
  })
})

describe("the locking provider", () => {
  it.each([
    ["in-memory", ["in-memory"]],
    ["locking-postgres", []],
    ["locking-redis", []],
  ])("%s", async (id, expected) => {
    expect(await subjects(lockProvider, { lockProvider: () => id })).toEqual(expected)
  })
})

describe("the list of checks", () => {
  it("has every id once, and a title that says what is so", () => {
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length)
    for (const { title } of checks) expect(title).toMatch(/^[A-Z].*[^.]$/)
  })

  it("comes due by each check's own period", () => {
    const due = (check: Check, minutes: number) => isCheckDue(check, 0, minutes * 60_000)
    const [quarterly] = checks.filter(({ every }) => every === "quarter hour")
    expect(isCheckDue(quarterly!, undefined, 0)).toBe(true)
    expect([due(quarterly!, 12), due(quarterly!, 14)]).toEqual([false, true])
    expect([due(clockSkew, 23 * 60), due(clockSkew, 24 * 60 - 1)]).toEqual([false, true])
  })
})

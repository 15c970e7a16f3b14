import { counted, duration, grouped, progress, relative } from "../../src/admin/lib/format"
import { rowInWords } from "../../src/admin/lib/history-words"
import { exactly } from "../../src/admin/lib/moment"
import { offSaleSpans } from "../../src/admin/lib/off-sale-spans"
import { ruleExample } from "../../src/admin/lib/rule-example"
import { rungsOf } from "../../src/admin/lib/rungs"
import { publishRules, type RulesInForce } from "../../src/ledger/queries/decided"
import { noRules, sumUp } from "../../src/ledger/queries/publishable"

const second = 1000
const now = Date.parse("2026-03-01T12:00:00.000Z")
const before = (ms: number) => new Date(now - ms).toISOString()

describe("times in words", () => {
  it("name the largest whole unit", () => {
    expect(duration(12 * second)).toBe("12 s")
    expect(duration(4 * 60 * second)).toBe("4 min")
    expect(duration(26 * 3600 * second)).toBe("26 h")
    expect(duration(50 * 3600 * second)).toBe("2 days")
  })

  it("say how long ago something was, or how long it still takes", () => {
    expect(relative(before(12 * second), now)).toBe("12 s ago")
    expect(relative(before(-90 * second), now)).toBe("in 1 min")
    expect(relative(before(0), now)).toBe("just now")
  })

  it("call a moment that clocks disagree about just now, not the future", () => {
    expect(relative(before(-0.4 * second), now)).toBe("just now")
  })
})

describe("numbers in words", () => {
  it("group digits and agree with their noun", () => {
    expect(grouped(1_234_567).split("\u202f")).toEqual(["1", "234", "567"])
    expect(counted(1, "listing")).toBe("1 listing")
    expect(counted(2, "listing")).toBe("2 listings")
  })

  it("tell how far a mass change has come, and never more than all", () => {
    expect(progress({ mapped: 200, due: 40, sent: 10, unknown: 0 })).toEqual({
      waiting: 50,
      done: 150,
      percent: 75,
    })
    expect(progress({ mapped: 0, due: 0, sent: 0, unknown: 0 }).percent).toBe(100)
    expect(progress({ mapped: 1, due: 5, sent: 0, unknown: 0 }).percent).toBe(0)
  })
})

describe("what goes off sale, in words", () => {
  const at = "2026-03-01T12:00:00.000Z"
  const push = { kind: "offer", at, push_id: "7", cause: "change", batch: null, code: null } as const
  const drift = { kind: "drift", at, drift: "put_back", expected: null, shown: null } as const

  it("says what became of it, and what the marketplace said", () => {
    const sent = { ...push, on_sale: false, answered_at: null, message: null }
    const answered = { ...sent, batch: "b-1", answered_at: at, message: "archived" }
    expect(rowInWords({ ...sent, outcome: "pending" })).toMatchObject({ what: "Going off sale", note: null })
    expect(rowInWords({ ...answered, outcome: "accepted" })).toMatchObject({
      what: "Taken off sale: sold out",
      note: `archived · batch b-1 · answered ${exactly(at)}`,
    })
    expect(rowInWords({ ...answered, on_sale: true, outcome: "accepted" }).what).toBe("Back on sale")
    expect(rowInWords({ ...sent, code: "LOCKED", outcome: "rejected" })).toMatchObject({
      what: "Not taken off sale",
      note: "LOCKED",
    })
  })

  it("tells a person's doing from the rule's", () => {
    const row = rowInWords({ ...drift, repair: "pushed" })
    expect(row).toMatchObject({ what: "Put back on sale at the marketplace", change: "" })
    expect(row.note).toContain("goes off sale again")
    expect(rowInWords({ ...drift, repair: "reported" }).note).toBe("It stays there.")
  })

  it("is drawn from each point to the next, and as one where nothing lies between", () => {
    const minute = 60 * second
    const points = [true, false, false, true, false].map((on_sale, index) => ({
      at: before(-index * minute),
      on_sale,
    }))
    expect(offSaleSpans(points)).toEqual([
      { from: now + minute, to: now + 3 * minute },
      { from: now + 4 * minute, to: now + 4 * minute },
    ])
    expect(offSaleSpans([{ at }])).toEqual([])
  })
})

describe("rules in words", () => {
  it("are worked through on 100 pieces", () => {
    const rules = {
      share_percent: 50,
      buffer: 4,
      buffer_percent: 0,
      buffer_mode: "fixed" as const,
      minimum: 0,
      cap: null,
      marketplace_max: 20_000,
    }
    expect(ruleExample(rules)).toBe("Of 100 available pieces this channel offers 46.")
    expect(ruleExample({ ...rules, buffer_percent: 10 })).toContain("offers 36")
    expect(ruleExample({ ...rules, minimum: 47 })).toContain("offers 0")
    expect(ruleExample({ ...rules, buffer_mode: "measured" })).toContain("of what has not sold yet")
    expect(ruleExample({ ...rules, cap: 10 })).toContain("offers 10")
    expect(ruleExample({ ...rules, buffer: 80 })).toContain("offers 0")
  })
})

describe("a figure's sum, line by line", () => {
  const linesOf = (
    stocked: number,
    changed: Partial<Omit<RulesInForce, "hold">>,
    withheld: string | null = null,
  ) => {
    const rules = {
      ...noRules,
      hold: null,
      buffer_mode: "fixed" as const,
      measured: null,
      when_sold_out: "zero" as const,
      paused: false,
      own: [],
      marketplace_max: 20_000,
      ...changed,
    }
    const sum = sumUp([[{ stocked, reserved: 2, required_quantity: 1 }]], publishRules(rules))
    return rungsOf({ sum, rules, withheld }).map(({ sign, label, value }) =>
      `${sign} ${label} ${value}`.trim(),
    )
  }

  it("publishes nothing where something withholds it", () => {
    expect(linesOf(102, {}).at(-1)).toBe("= Publishes 100")
    expect(linesOf(102, {}, "not_pushable").at(-1)).toBe("= Would publish 100")
  })

  it("names every rule that changes it", () => {
    expect(linesOf(102, { share_percent: 50, buffer: 5, cap: 20 })).toEqual([
      "On hand 102",
      "− Reserved 2",
      "= Available 100",
      "→ Share of 50 % 50",
      "− Buffer 5",
      "→ Cap 20",
      "= Publishes 20",
    ])
  })

  it("leaves out rules that change nothing", () => {
    expect(linesOf(10, { share_percent: 100, buffer: 0, cap: 50 })).toEqual([
      "On hand 10",
      "− Reserved 2",
      "= Available 8",
      "= Publishes 8",
    ])
  })

  it("says why it is zero rather than negative", () => {
    expect(linesOf(4, { share_percent: 100, buffer: 5, cap: null })).toContain("→ Never below 0")
  })

  it("says that too few are shown as none", () => {
    expect(linesOf(6, { minimum: 5 })).toContain("→ Fewer than the minimum of 5 0")
  })

  it("blames the marketplace when its own limit is the smaller one", () => {
    expect(linesOf(30_002, { share_percent: 100, buffer: 0, cap: null })).toContain(
      "→ Marketplace's own limit 20000",
    )
  })
})

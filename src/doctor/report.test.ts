import type { Examined, StandingFinding } from "@serai/channels/engine/checks/examine"
import { parseDoctor } from "./options"
import { examinedSchema, exitCode, jsonReport, textReport } from "./report"

const examined = (id: string, more: Partial<Examined> = {}): Examined => ({
  id,
  title: `All is well with ${id}`,
  outcome: "in_order",
  ...{ findings: [], count: 0, fixed: [], fixed_count: 0, problem: null },
  ...more,
})

const standing = (subject: string, more: Partial<StandingFinding> = {}): StandingFinding => ({
  subject,
  severity: "error",
  message: `${subject} is broken.`,
  remedy: "Mend it.",
  fixable: false,
  note: null,
  ...more,
})

const found = (id: string, findings: StandingFinding[], more: Partial<Examined> = {}) =>
  examined(id, { outcome: "found", findings, count: findings.length, ...more })

const report = (results: Examined[], fix = false) => textReport(results, { name: "serai", fix }).split("\n")

describe("the doctor's report", () => {
  it("is one line per check and a summary where all is well", () => {
    expect(report([examined("stock"), examined("locks")])).toEqual([
      "The doctor looked at serai.",
      "",
      "✔ All is well with stock",
      "✔ All is well with locks",
      "",
      "2 checks: 2 in order.",
    ])
  })

  it("names what is wrong, and says what to do once for those that share it", () => {
    const lines = report([found("stock", [standing("a"), standing("b"), standing("c", { remedy: "Ask." })])])
    expect(lines.slice(2, 8)).toEqual([
      "✘ All is well with stock: 3 findings",
      "    a: a is broken.",
      "    b: b is broken.",
      "      → Mend it.",
      "    c: c is broken.",
      "      → Ask.",
    ])
  })

  it("tells a warning from an error", () => {
    const [warning] = report([found("stock", [standing("a", { severity: "warning" })])]).slice(2)
    expect(warning).toBe("! All is well with stock: 1 finding")
  })

  it("says what was mended, what could not be, and how many more there are", () => {
    const left = standing("a", { fixable: true, note: "could not be mended: no" })
    const fixed = {
      subject: "b",
      severity: "error",
      message: "b is broken.",
      remedy: "Mend it.",
      fixable: true,
    } as const
    const lines = report([found("stock", [left], { count: 3, fixed: [fixed], fixed_count: 2 })], true)
    expect(lines.slice(2)).toEqual([
      "✘ All is well with stock: 3 findings (2 mended)",
      "    mended: b: b is broken.",
      "    … and 1 more",
      "    a: a is broken.",
      "      could not be mended: no",
      "      → Mend it.",
      "    … and 2 more",
      "",
      "1 check: 0 in order, 1 with 3 findings, 2 mended.",
    ])
  })

  it("says how to mend what can be mended, unless that was just tried", () => {
    const results = [found("stock", [standing("a", { fixable: true })])]
    expect(report(results).at(-1)).toBe("Mend what is safe to mend: npm run doctor -- --fix")
    expect(report(results, true).at(-1)).toContain("1 check:")
  })

  it("says what was not looked at, and why it could not be", () => {
    const lines = report([
      examined("work", { outcome: "skipped", problem: "Serai is stopped" }),
      examined("clock", { outcome: "failed", problem: "no answer" }),
    ])
    expect(lines.slice(2, 4)).toEqual([
      "– All is well with work (not looked at: Serai is stopped)",
      "? All is well with clock: could not be looked at: no answer",
    ])
  })

  it("is complete for programs", () => {
    const results = [found("stock", [standing("a")])]
    const read = JSON.parse(jsonReport(results, { name: "serai", fix: false })) as { checks: unknown }
    expect(read).toMatchObject({ database: "serai", healthy: false })
    expect(examinedSchema.parse(read.checks)).toEqual(results)
  })
})

describe("its exit code", () => {
  const failed = examined("clock", { outcome: "failed" })
  it.each([
    ["nothing is wrong", [examined("a"), examined("b", { outcome: "skipped" })], 0],
    ["something is wrong", [examined("a"), found("b", [standing("x")])], 1],
    ["something is wrong, and more may be", [failed, found("b", [standing("x")])], 1],
    ["a check could not be made", [examined("a"), failed], 2],
    ["all was mended", [examined("a", { fixed_count: 2 })], 0],
  ])("when %s", (_, results, code) => {
    expect(exitCode(results)).toBe(code)
  })
})

describe("its options", () => {
  it("are two flags", () => {
    expect(parseDoctor([])).toEqual({ fix: false, json: false })
    expect(parseDoctor(["--json", "--fix"])).toEqual({ fix: true, json: true })
  })

  it.each([["--now"], ["fix"]])("are no others: %s", (word) => {
    expect(() => parseDoctor([word])).toThrow(`it was given: ${word}`)
  })
})

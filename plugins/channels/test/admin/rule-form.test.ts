import {
  asChannelRules,
  changedRules,
  readRules,
  textsOf,
  type RuleTexts,
} from "../../src/admin/lib/rule-form"
import { bufferInWords, ruleInWords } from "../../src/admin/lib/rule-words"

const channel = {
  share_percent: 100,
  buffer: 2,
  buffer_percent: 0,
  buffer_mode: "fixed" as const,
  oversell_chance: 0.001,
  minimum: 0,
  cap: null,
  when_sold_out: "zero" as const,
}
const none = textsOf({
  share_percent: null,
  buffer: null,
  buffer_percent: null,
  buffer_mode: null,
  oversell_chance: null,
  minimum: null,
  cap: null,
  when_sold_out: null,
})
const typed = (changes: Partial<RuleTexts>) => ({ ...textsOf(channel), ...changes })

describe("a form of rules", () => {
  it("reads what it shows back as the same rules", () => {
    expect(readRules(textsOf(channel))).toEqual({ rules: channel, errors: {} })
    expect(textsOf(channel).oversell_chance).toBe("1000")
  })

  it("leaves a listing's empty fields to the channel, and a channel only its cap", () => {
    expect(readRules(none, channel).rules).toMatchObject({ share_percent: null, buffer: null, cap: null })
    expect(Object.keys(readRules(none).errors)).toEqual([
      "share_percent",
      "buffer",
      "buffer_percent",
      "oversell_chance",
      "minimum",
    ])
  })

  it.each<[keyof RuleTexts, string]>([
    ["share_percent", "101"],
    ["share_percent", "half"],
    ["buffer", "-1"],
    ["buffer", "1.5"],
    ["buffer_percent", "1000"],
    ["oversell_chance", "1"],
    ["oversell_chance", "1000001"],
    ["minimum", "2000000001"],
    ["cap", "0x10"],
  ])("refuses a %s of %j at its field", (name, text) => {
    const { rules, errors } = readRules(typed({ [name]: text }))
    expect(rules).toBeUndefined()
    expect(Object.keys(errors)).toEqual([name])
    expect(errors[name]).toMatch(/^A whole number/)
  })

  it("says a contradiction at the field that mends it, with the channel's rules where there are no own ones", () => {
    expect(readRules(typed({ cap: "3", minimum: "5" })).errors.cap).toContain("below the minimum of 5")
    expect(readRules({ ...none, cap: "3" }, { ...channel, minimum: 5 }).errors.cap).toContain("minimum of 5")
    expect(readRules(typed({ share_percent: "0", minimum: "1" })).errors.share_percent).toContain(
      "A share of 0 % never reaches the minimum",
    )
  })

  it("sends only what was typed anew, so that nothing else is rounded or written over", () => {
    const before = textsOf({ ...channel, oversell_chance: 0.003 })
    const after = { ...before, buffer: "7", cap: "" }
    const { rules } = readRules(after)
    expect(changedRules(before, after, rules!)).toEqual({ buffer: 7 })
    expect(changedRules(before, { ...before, buffer: " 2 " }, rules!)).toBeUndefined()
  })

  it("can take a channel's cap away, and nothing else", () => {
    expect(asChannelRules({ cap: null, buffer: 3 })).toEqual({ cap: null, buffer: 3 })
    expect(asChannelRules({ buffer: 3 })).toEqual({ buffer: 3 })
  })
})

describe("rules in words", () => {
  it("tell everything that is held back", () => {
    expect(bufferInWords({ ...channel, buffer: 0 })).toBe("none")
    expect(bufferInWords({ ...channel, buffer_percent: 5 })).toBe(
      "2 pieces and 5 % of what is available held back",
    )
    expect(bufferInWords({ ...channel, buffer_mode: "measured" })).toContain("1 in 1\u202f000 changes")
  })

  it("tell what is not set from what is zero", () => {
    expect(ruleInWords("minimum", { minimum: null })).toBeNull()
    expect(ruleInWords("minimum", { minimum: 0 })).toBe("none")
    expect(ruleInWords("cap", channel)).toBeNull()
  })
})

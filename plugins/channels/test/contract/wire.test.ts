import fc from "fast-check"
import { z } from "zod"
import {
  canonicalJson,
  ChannelError,
  parseJson,
  parseWith,
  wireId,
  wireInteger,
  wireQuantity,
  wireText,
  wireTime,
} from "../../src/contract"

const read = <T>(schema: z.ZodType<T>, json: string) => schema.safeParse(parseJson("a test", json))

describe("ids", () => {
  it.each(["72602420957047272632", "9007199254740993", "1"])("keep every digit of %s", (digits) => {
    expect(read(wireId, digits)).toMatchObject({ success: true, data: digits })
    expect(read(wireId, `"${digits}"`)).toMatchObject({ success: true, data: digits })
  })

  it.each(["null", '""', "{}", "[1]", "true"])("are not %s", (json) => {
    expect(read(wireId, json).success).toBe(false)
  })
})

describe("whole numbers", () => {
  it.each(["1.5", '"3"', "9007199254740993", "null", "1e400"])("are not %s", (json) => {
    expect(read(wireInteger, json).success).toBe(false)
  })

  it.each(["0", "-1", "1.5", "1000001", '"2"', "null"])("as quantities are not %s", (json) => {
    expect(read(wireQuantity, json).success).toBe(false)
  })

  it("as quantities are at least one", () => {
    expect(read(wireQuantity, "1")).toMatchObject({ success: true, data: 1 })
    expect(read(wireQuantity, "20.0")).toMatchObject({ success: true, data: 20 })
  })
})

describe("times", () => {
  it("are epoch milliseconds", () => {
    expect(read(wireTime, "1790000000000")).toMatchObject({ data: new Date(1_790_000_000_000) })
  })

  it.each(["8640000000000001", "-1", '"2026-01-01"', "null"])("never become an invalid date: %s", (json) => {
    expect(read(wireTime, json).success).toBe(false)
  })
})

describe("texts", () => {
  it("are null when absent, null or empty", () => {
    expect([undefined, null, "", " a"].map((value) => wireText.parse(value))).toEqual([
      null,
      null,
      null,
      " a",
    ])
  })
})

describe("errors about their answers", () => {
  it("say what was read and how it began", () => {
    expect(() => parseJson("batch-result", "<html>")).toThrow(
      'batch-result is not JSON: it begins with "<html>"',
    )
  })

  it("name the field and never its value", () => {
    const schema = z.object({ lines: z.array(z.object({ phone: z.number() })) })
    const act = () => parseWith(schema, "orders", { lines: [{ phone: "555-secret" }] })
    expect(act).toThrow(/^orders: lines\.0\.phone: /)
    expect(act).not.toThrow(/secret/)
    expect(act).toThrow(ChannelError)
  })

  it("speak of the body when it is not even an object", () => {
    expect(() => parseWith(z.object({}), "orders", null)).toThrow(/^orders: the body: /)
  })
})

describe("the canonical spelling of JSON", () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled)
    if (typeof value !== "object" || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, shuffled(inner)]),
    )
  }

  it("is the same for equal values, whatever the order of keys and the spacing", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = parseJson("a test", JSON.stringify(value))
        const other = parseJson("a test", JSON.stringify(shuffled(value), null, 3))
        expect(canonicalJson(other)).toBe(canonicalJson(plain))
      }),
    )
  })

  it("reads as the same value again, so that writing it twice changes nothing", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = canonicalJson(parseJson("a test", JSON.stringify(value)))
        expect(canonicalJson(parseJson("a test", once))).toBe(once)
      }),
    )
  })

  it("is another for other values", () => {
    expect(canonicalJson(parseJson("a test", '{"a":1}'))).not.toBe(
      canonicalJson(parseJson("a test", '{"a":"1"}')),
    )
    expect(canonicalJson(["a", "b"])).not.toBe(canonicalJson(["b", "a"]))
  })

  it("keeps numbers as they were written", () => {
    expect(canonicalJson(parseJson("a test", '{"b":72602420957047272632,"a":20.00}'))).toBe(
      '{"a":20.00,"b":72602420957047272632}',
    )
  })
})

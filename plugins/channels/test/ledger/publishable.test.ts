import fc from "fast-check"
import { applyRules, noRules, sumUp } from "../../src/ledger/queries/publishable"

const rules = { ...noRules, marketplace_max: 20_000 }
const piece = (stocked: number, reserved: number, required_quantity = 1) => ({
  stocked,
  reserved,
  required_quantity,
})

describe("what a listing may show", () => {
  it("is what all locations have, less what is reserved there", () => {
    expect(sumUp([[piece(10, 3)], [piece(5, 0)]], rules)).toMatchObject({
      on_hand: 15,
      reserved: 3,
      available: 12,
      publishable: 12,
    })
  })

  it("applies share, then buffer, then the smaller of cap and marketplace limit", () => {
    const sum = sumUp([[piece(101, 0)]], {
      ...rules,
      share_percent: 50,
      buffer: 4,
      cap: 30,
      marketplace_max: 40,
    })
    expect(sum).toMatchObject({ after_share: 50, after_buffer: 46, limit: 30, publishable: 30 })
  })

  it("is limited by a kit's scarcest component, location by location", () => {
    const kit = [piece(9, 1, 2), piece(100, 0)]
    expect(sumUp([kit, [piece(1, 0, 2), piece(50, 0)]], rules)).toMatchObject({ on_hand: 4, available: 4 })
  })

  it("lowers the sum by what a location owes beyond its stock", () => {
    expect(sumUp([[piece(2, 5)], [piece(10, 0)]], rules)).toMatchObject({ available: 7, publishable: 7 })
  })

  it("is zero rather than negative, also without any location", () => {
    expect(sumUp([[piece(0, 5)]], { ...rules, buffer: 3 }).publishable).toBe(0)
    expect(sumUp([], rules)).toMatchObject({ on_hand: 0, available: 0, publishable: 0 })
  })

  it("takes a hold off first, so many pieces or all there are", () => {
    const half = { ...rules, share_percent: 50 }
    expect(applyRules(10, { ...half, hold: { units: 3 } })).toMatchObject({ after_hold: 7, after_share: 3 })
    expect(applyRules(10, { ...rules, hold: { units: null } })).toMatchObject({
      after_hold: 0,
      publishable: 0,
    })
    expect(applyRules(-2, { ...rules, hold: { units: null } }).after_hold).toBe(-2)
  })

  it("holds back pieces and a percentage of what is available, rounded up, or what was measured instead", () => {
    const buffered = { ...rules, share_percent: 50, buffer: 2, buffer_percent: 10 }
    expect(applyRules(31, buffered)).toMatchObject({ after_share: 15, buffer: 6, publishable: 9 })
    expect(applyRules(31, { ...buffered, measured_buffer: 0 })).toMatchObject({ buffer: 0, publishable: 15 })
    expect(applyRules(-31, buffered).buffer).toBe(2)
  })

  it("shows none where fewer than the minimum would be left, before any cap", () => {
    expect(applyRules(5, { ...rules, minimum: 5 }).publishable).toBe(5)
    expect(applyRules(4, { ...rules, minimum: 5 })).toMatchObject({ after_minimum: 0, publishable: 0 })
    expect(applyRules(9, { ...rules, minimum: 5, cap: 6 }).publishable).toBe(6)
  })

  it("is what the best location can send alone, when one must, and never what is owed elsewhere", () => {
    const single = { ...rules, location_mode: "single" as const }
    expect(sumUp([[piece(3, 0)], [piece(9, 1)]], single)).toMatchObject({ in_all: 11, available: 8 })
    expect(sumUp([[piece(0, 6)], [piece(9, 0)]], single)).toMatchObject({ in_all: 3, available: 3 })
    expect(sumUp([[piece(0, 2)], [piece(3, 0)], [piece(4, 0)]], single).available).toBe(4)
    expect(sumUp([], single).publishable).toBe(0)
  })

  it("never exceeds what is available nor any rule, for any stock", () => {
    const stock = fc.record({
      stocked: fc.integer({ min: 0, max: 5000 }),
      reserved: fc.integer({ min: 0, max: 5000 }),
      required_quantity: fc.integer({ min: 1, max: 5 }),
    })
    const anyRules = fc.record({
      location_mode: fc.constantFrom("split" as const, "single" as const),
      hold: fc.option(fc.record({ units: fc.option(fc.nat(500)) })),
      share_percent: fc.integer({ min: 0, max: 100 }),
      buffer: fc.nat(50),
      buffer_percent: fc.integer({ min: 0, max: 100 }),
      measured_buffer: fc.option(fc.nat(20)),
      minimum: fc.nat(30),
      cap: fc.option(fc.nat(1000)),
      marketplace_max: fc.constant(800),
    })
    fc.assert(
      fc.property(
        fc.array(fc.array(stock, { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
        anyRules,
        (locations, any) => {
          const sum = sumUp(locations, any)
          expect(sum.on_hand - sum.reserved).toBe(sum.in_all)
          expect(sum.available).toBeLessThanOrEqual(sum.in_all)
          expect(sum.publishable).toBeGreaterThanOrEqual(0)
          expect(sum.publishable).toBeLessThanOrEqual(Math.max(0, sum.after_hold))
          expect(sum.publishable).toBeLessThanOrEqual(Math.min(any.cap ?? 800, 800))
          if (sum.publishable > 0) expect(sum.after_buffer).toBeGreaterThanOrEqual(any.minimum)
        },
      ),
    )
  })
})

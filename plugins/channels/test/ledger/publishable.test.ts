import fc from "fast-check"
import { sumUp } from "../../src/ledger/queries/publishable"

const rules = { share_percent: 100, buffer: 0, cap: null, marketplace_max: 20_000 }
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
    const sum = sumUp([[piece(101, 0)]], { share_percent: 50, buffer: 4, cap: 30, marketplace_max: 40 })
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

  it("never exceeds what is available nor any rule, for any stock", () => {
    const stock = fc.record({
      stocked: fc.integer({ min: 0, max: 5000 }),
      reserved: fc.integer({ min: 0, max: 5000 }),
      required_quantity: fc.integer({ min: 1, max: 5 }),
    })
    fc.assert(
      fc.property(
        fc.array(fc.array(stock, { minLength: 1, maxLength: 3 }), { maxLength: 4 }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 50 }),
        fc.option(fc.integer({ min: 0, max: 1000 })),
        (locations, share_percent, buffer, cap) => {
          const sum = sumUp(locations, { share_percent, buffer, cap, marketplace_max: 800 })
          expect(sum.on_hand - sum.reserved).toBe(sum.available)
          expect(sum.publishable).toBeGreaterThanOrEqual(0)
          expect(sum.publishable).toBeLessThanOrEqual(Math.max(0, sum.available))
          expect(sum.publishable).toBeLessThanOrEqual(Math.min(cap ?? 800, 800))
        },
      ),
    )
  })
})

import fc from "fast-check"
import { errorKinds } from "../../src/contract"
import { lineItemIdOf, orderIdOf, reservationIdOf } from "../../src/engine/orders/ids"
import { reactions } from "../../src/engine/retry-policy"
import { fingerprintOf } from "../../src/engine/stock/fingerprint"
import { nextLook } from "../../src/engine/pushes/follow"

describe("the retry policy", () => {
  it("has a reaction for every kind of error, and repeats only what may pass by itself", () => {
    expect(Object.keys(reactions).sort()).toEqual([...errorKinds].sort())
    const repeated = errorKinds.filter((kind) => reactions[kind] === "retry")
    expect(repeated).toEqual(["rate_limited", "conflict", "unavailable", "unknown_outcome"])
    expect(reactions.auth).toBe("stop")
  })
})

describe("the fingerprint of a push", () => {
  const writes = fc.uniqueArray(
    fc.record({ externalId: fc.string({ minLength: 1 }), quantity: fc.nat(20_000) }),
    { selector: (write) => write.externalId, maxLength: 8 },
  )

  it("is the same for the same figures in any order", () => {
    fc.assert(
      fc.property(
        writes.chain((one) =>
          fc.tuple(fc.constant(one), fc.shuffledSubarray(one, { minLength: one.length })),
        ),
        ([one, other]) => {
          expect(fingerprintOf(other)).toBe(fingerprintOf(one))
        },
      ),
    )
  })

  it("is another when a listing or a figure is another", () => {
    const one = [{ externalId: "A", quantity: 1 }]
    const others = [
      [],
      [{ externalId: "A", quantity: 2 }],
      [{ externalId: "B", quantity: 1 }],
      [...one, { externalId: "B", quantity: 1 }],
      [{ externalId: "A=1\nB", quantity: 1 }],
    ]
    expect(new Set([one, ...others].map(fingerprintOf)).size).toBe(6)
  })
})

describe("the next look at a batch", () => {
  it("comes soon at first and seldom later, never further apart than half a minute", () => {
    expect(nextLook(0)).toBe(250)
    expect(nextLook(10_000)).toBe(5_000)
    expect(nextLook(3_600_000)).toBe(30_000)
  })

  it("asks a batch of any age a bounded number of times", () => {
    let looks = 0
    for (let age = 0; age < 4 * 3_600_000; age += nextLook(age)) looks += 1
    expect(looks).toBeLessThan(520)
  })
})

describe("ids of what is created in Medusa", () => {
  it("are the same for the same order, line and reservation", () => {
    expect(orderIdOf("chan_1", "1001")).toBe(orderIdOf("chan_1", "1001"))
    expect(orderIdOf("chan_1", "1001")).toMatch(/^order_[0-9A-F]{26}$/)
    expect(lineItemIdOf("chan_1", "1001", "7")).toMatch(/^ordli_[0-9A-F]{26}$/)
    expect(reservationIdOf("ordli_1", "iitem_1", 0)).toMatch(/^resitem_[0-9A-F]{26}$/)
  })

  it("differ whenever one part differs, also where parts run into each other", () => {
    const ids = [
      lineItemIdOf("chan_1", "1001", "7"),
      lineItemIdOf("chan_1", "100", "17"),
      lineItemIdOf("chan_11", "001", "7"),
      lineItemIdOf("chan_2", "1001", "7"),
      reservationIdOf("L", "I", 1),
      reservationIdOf("L", "I", 11),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })
})

import fc from "fast-check"
import type { RemoteOrder } from "../../src/contract"
import { packageStates } from "../../src/contract"
import {
  applyFact,
  hasLeft,
  orderState,
  owedLines,
  type KnownPackage,
} from "../../src/engine/orders/package-facts"
import { histories, lineOf, orderWith, packageOf } from "./order-history"

function heard(facts: RemoteOrder[]): Map<string, KnownPackage> {
  const known = new Map<string, KnownPackage>()
  for (const fact of facts) applyFact(known, fact)
  return known
}

const owed = (facts: RemoteOrder[]) =>
  Object.fromEntries(owedLines(heard(facts).values()).map(({ line, owed }) => [line.externalId, owed]))

const ordered = (facts: RemoteOrder[]) =>
  Object.fromEntries(owedLines(heard(facts).values()).map(({ line, ordered }) => [line.externalId, ordered]))

/** What is known, without the order in which it came to be known. */
const sorted = (known: Map<string, KnownPackage>) =>
  [...known.values()].sort((a, b) => (a.externalId < b.externalId ? -1 : 1))

describe("the pieces an order asks for", () => {
  it("follow from the set of facts, in whatever order and however often they come", () => {
    const deliveries = histories.chain((history) =>
      fc.tuple(
        fc.constant(history),
        fc.array(fc.nat(history.facts.length - 1), { maxLength: 10 }).chain((again) =>
          fc.shuffledSubarray([...history.facts.keys(), ...again], {
            minLength: history.facts.length + again.length,
          }),
        ),
      ),
    )
    fc.assert(
      fc.property(deliveries, ([history, order]) => {
        const delivered = order.map((index) => history.facts[index]!)
        expect(sorted(heard(delivered))).toEqual(sorted(heard(history.facts)))
        expect(owed(delivered)).toEqual(history.truth.at(-1))
        expect(ordered(delivered)).toEqual(history.truth[0])
      }),
      { numRuns: 500 },
    )
  })

  it("are never fewer than the buyer still wants while the news of a change comes in", () => {
    fc.assert(
      fc.property(histories, ({ facts, truth }) => {
        facts.forEach((_fact, index) => expect(owed(facts.slice(0, index + 1))).toEqual(truth[index]))
      }),
      { numRuns: 500 },
    )
  })

  it("are right in the end when the history before a connection is missing", () => {
    fc.assert(
      fc.property(histories, ({ facts, truth }) => {
        // What a first poll finds: every package as it is now.
        const now = new Map(facts.map((fact) => [fact.packages[0]!.externalId, fact]))
        expect(owed([...now.values()])).toEqual(truth.at(-1))
      }),
      { numRuns: 500 },
    )
  })

  it("go from a split package to its parts without being counted twice", () => {
    const whole = orderWith(packageOf("A", { L1: 5 }))
    const unpacked = orderWith(packageOf("A", { L1: 5 }, { state: "unpacked", at: 1 }))
    const part = (id: string, pieces: number, at: number) =>
      orderWith(packageOf(id, { L1: pieces }, { originIds: ["A"], at }))
    expect(owed([whole, unpacked])).toEqual({ L1: 5 })
    expect(owed([whole, part("B", 2, 2)])).toEqual({ L1: 5 })
    expect(owed([whole, unpacked, part("B", 2, 2)])).toEqual({ L1: 5 })
    expect(owed([whole, unpacked, part("B", 2, 2), part("C", 3, 3)])).toEqual({ L1: 5 })
  })

  it("stay owed between a partial cancellation and the package that goes on", () => {
    const whole = orderWith(packageOf("A", { L1: 5, L2: 1 }))
    const cancelled = orderWith(packageOf("A", { L1: 2 }, { state: "cancelled", at: 1 }))
    expect(owed([whole, cancelled])).toEqual({ L1: 3, L2: 1 })
    expect(orderState(heard([whole, cancelled]).values())).toBe("unknown")
    const rest = orderWith(packageOf("B", { L1: 3, L2: 1 }, { originIds: ["A"], at: 2 }))
    expect(owed([whole, cancelled, rest])).toEqual({ L1: 3, L2: 1 })
    expect(ordered([whole, cancelled, rest])).toEqual({ L1: 5, L2: 1 })
  })

  it("move from a waiting order's provisional lines to its real ones", () => {
    const waiting = orderWith(packageOf("A", { "869MUG": 2 }, { state: "awaiting" }))
    const created = orderWith(packageOf("A", { L1: 2 }, { at: 1 }))
    const cancelled = orderWith(packageOf("A", { L1: 2 }, { state: "cancelled", at: 2 }))
    expect(owed([waiting])).toEqual({ "869MUG": 2 })
    expect(owed([waiting, created])).toEqual({ L1: 2 })
    expect(owed([waiting, cancelled])).toEqual({ L1: 0 })
    expect(owed([waiting, created, cancelled])).toEqual({ L1: 0 })
  })
})

describe("a fact", () => {
  const created = orderWith(packageOf("A", { L1: 2 }))

  it("is superseded when it is told again or is older than what is known", () => {
    const picking = orderWith(packageOf("A", { L1: 2 }, { state: "picking", at: 1 }))
    const known = heard([picking])
    expect(applyFact(known, created)).toEqual({ verdict: "superseded" })
    expect(applyFact(known, picking)).toEqual({ verdict: "superseded" })
    expect(known.get("A")?.state).toBe("picking")
  })

  it("of the same moment is the later one when its state is further along", () => {
    const picking = orderWith(packageOf("A", { L1: 2 }, { state: "picking" }))
    for (const facts of [
      [created, picking],
      [picking, created],
    ]) {
      expect(heard(facts).get("A")?.state).toBe("picking")
    }
  })

  it("that tells other lines for the same moment is a conflict, and changes nothing", () => {
    const known = heard([created])
    const verdict = applyFact(known, orderWith(packageOf("A", { L1: 9 })))
    expect(verdict.verdict === "conflict" && verdict.reason).toContain("first telling was kept")
    expect(owedLines(known.values())).toMatchObject([{ owed: 2 }])
  })

  it("that tells another listing for a line is a conflict, and changes nothing", () => {
    const known = heard([created])
    const other = packageOf("B", {}, { at: 1 })
    const fact = orderWith({ ...other, lines: [{ ...lineOf("L1", 1), listingExternalId: "another" }] })
    expect(applyFact(known, fact).verdict).toBe("conflict")
    expect([...known.keys()]).toEqual(["A"])
  })

  it("with a good and a conflicting package is not applied by half", () => {
    const known = heard([created])
    const fact = orderWith(packageOf("B", { L2: 1 }), packageOf("A", { L1: 9 }))
    expect(applyFact(known, fact).verdict).toBe("conflict")
    expect([...known.keys()]).toEqual(["A"])
  })
})

describe("the state of an order", () => {
  it("is that of its least advanced living package", () => {
    const facts = [
      orderWith(packageOf("A", { L1: 1 }, { state: "shipped" })),
      orderWith(packageOf("B", { L2: 1 }, { state: "picking" })),
      orderWith(packageOf("C", { L3: 1 }, { state: "cancelled" })),
    ]
    expect(orderState(heard(facts).values())).toBe("picking")
  })

  it("is cancelled once nothing is owed any more", () => {
    const facts = [
      orderWith(packageOf("A", { L1: 2 }, { state: "unpacked" })),
      orderWith(packageOf("B", { L1: 2 }, { state: "cancelled", originIds: ["A"] })),
    ]
    expect(orderState(heard(facts).values())).toBe("cancelled")
  })

  it("keeps every state of one package", () => {
    for (const state of packageStates.filter((one) => one !== "unpacked")) {
      expect(orderState(heard([orderWith(packageOf("A", { L1: 1 }, { state }))]).values())).toBe(state)
    }
  })
})

describe("an order has left the house", () => {
  const at = (state: KnownPackage["state"], id: string, originIds: string[] = []) =>
    orderWith(packageOf(id, { L1: 1 }, { state, originIds }))

  it("when all that lives of it was sent", () => {
    expect(hasLeft(heard([at("shipped", "A"), at("cancelled", "B")]).values())).toBe(true)
    expect(hasLeft(heard([at("unpacked", "A"), at("delivered", "B", ["A"])]).values())).toBe(true)
    expect(hasLeft(heard([at("cancelled", "A")]).values())).toBe(true)
  })

  it("not while a package is here, unknown or divided without a successor", () => {
    for (const state of ["awaiting", "created", "picking", "invoiced", "unpacked", "unknown"] as const) {
      expect(hasLeft(heard([at(state, "A")]).values())).toBe(false)
    }
  })
})

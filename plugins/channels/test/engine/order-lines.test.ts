import { matchLines, wasOlderSale } from "../../src/engine/orders/order-lines"
import type { OwedLine } from "../../src/engine/orders/package-facts"
import type { KnownLine } from "../../src/ledger/orders"
import { lineOf } from "./order-history"

const owed = (externalId: string, listing: string): OwedLine => ({
  line: { ...lineOf(externalId, 2), listingExternalId: listing },
  ordered: 2,
  owed: 2,
})

const known = (externalId: string, listing: string, more: Partial<KnownLine> = {}): KnownLine => ({
  order_external_id: "1001",
  external_id: externalId,
  line_item_id: `medusa ${externalId}`,
  listing_external_id: listing,
  variant_id: null,
  ordered: 2,
  owed: 2,
  state: "reserved",
  ...more,
})

const match = (owedLines: OwedLine[], knownLines: KnownLine[]) => {
  const { lines, vanished } = matchLines(owedLines, knownLines, (id) => `new ${id}`)
  return {
    lines: lines.map(({ line, lineItemId }) => [line.externalId, lineItemId]),
    vanished: vanished.map((line) => line.external_id),
  }
}

describe("matching an order's lines with Medusa's", () => {
  it("keeps known lines where they are and gives new ones a new place", () => {
    expect(match([owed("L1", "MUG"), owed("L2", "CUP")], [known("L1", "MUG")])).toEqual({
      lines: [
        ["L1", "medusa L1"],
        ["L2", "new L2"],
      ],
      vanished: [],
    })
  })

  it("lets a line with its real id take over the provisional line of its listing", () => {
    expect(match([owed("L1", "MUG"), owed("L2", "CUP")], [known("CUP", "CUP"), known("MUG", "MUG")])).toEqual(
      {
        lines: [
          ["L1", "medusa MUG"],
          ["L2", "medusa CUP"],
        ],
        vanished: [],
      },
    )
  })

  it("lets only one of two lines take a provisional line over", () => {
    expect(match([owed("L1", "MUG"), owed("L2", "MUG")], [known("MUG", "MUG")])).toEqual({
      lines: [
        ["L1", "medusa MUG"],
        ["L2", "new L2"],
      ],
      vanished: [],
    })
  })

  it("names the lines that are told no more", () => {
    expect(match([owed("L1", "MUG")], [known("L1", "MUG"), known("L9", "CUP")])).toEqual({
      lines: [["L1", "medusa L1"]],
      vanished: ["L9"],
    })
  })

  it("knows a sale from before the connection again by what it owes and does not hold", () => {
    const older = (more: Partial<KnownLine>) =>
      matchLines([owed("L1", "MUG")], [known("L1", "MUG", more)], String).lines.map(wasOlderSale)
    expect(older({ state: "closed" })).toEqual([true])
    expect(older({ state: "closed", owed: 0 })).toEqual([false])
    expect(older({ state: "reserved" })).toEqual([false])
  })
})

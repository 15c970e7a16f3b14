import { seededRandom } from "@serai/channels/sandbox-kit"
import { nextArrivalMs, nextHappening, packAfterMs, type Happening, type Market } from "./happenings"

const shelf = (quantities: Record<string, number>) =>
  Object.entries(quantities).map(([barcode, quantity]) => ({ barcode, quantity, onSale: quantity > 0 }))

const market = (change: Partial<Market> = {}): Market => ({
  now: 1_000_000,
  shelves: { TR: shelf({ mug: 9, bowl: 2, kit: 1, gone: 0 }), RO: shelf({ mug: 20, bowl: 2 }) },
  open: [],
  receivable: new Set(["mug", "bowl", "gone"]),
  ...change,
})

const many = (world: Market, count = 3_000): Happening[] => {
  const random = seededRandom("happenings")
  return Array.from({ length: count }, () => nextHappening(world, random))
}

const of = <K extends Happening["kind"]>(kind: K, happenings: Happening[]) =>
  happenings.filter((one): one is Extract<Happening, { kind: K }> => one.kind === kind)

describe("what happens in the demo", () => {
  it("arrives at random, on average as often as asked", () => {
    const random = seededRandom("arrivals")
    const waits = Array.from({ length: 20_000 }, () => nextArrivalMs(random, 3_000))
    expect(waits.reduce((sum, wait) => sum + wait, 0) / waits.length).toBeCloseTo(3_000, -2)
    expect(waits.every((wait) => wait >= 0 && Number.isFinite(wait))).toBe(true)
  })

  it("is the same for the same chance", () => {
    expect(many(market(), 50)).toEqual(many(market(), 50))
  })

  it("orders one to three different things, never more than the shelf shows", () => {
    for (const { wishes } of of("order", many(market()))) {
      for (const { storefront, lines } of wishes) {
        const shown = new Map(market().shelves[storefront].map((item) => [item.barcode, item.quantity]))
        expect(lines.length).toBeGreaterThanOrEqual(1)
        expect(lines.length).toBeLessThanOrEqual(3)
        expect(new Set(lines.map((line) => line.barcode)).size).toBe(lines.length)
        for (const line of lines) {
          expect(line.quantity).toBeGreaterThanOrEqual(1)
          expect(line.quantity).toBeLessThanOrEqual(shown.get(line.barcode) ?? 0)
        }
      }
    }
  })

  it("lets both storefronts fight for the last pieces now and then", () => {
    const races = of("order", many(market())).filter(({ wishes }) => wishes.length === 2)
    expect(races.length).toBeGreaterThan(50)
    for (const { wishes } of races) {
      expect(wishes.map((wish) => wish.storefront)).toEqual(["TR", "RO"])
      expect(wishes.map((wish) => wish.lines)).toEqual([
        [{ barcode: "bowl", quantity: 2 }],
        [{ barcode: "bowl", quantity: 2 }],
      ])
    }
  })

  it("cancels only what is open", () => {
    expect(of("cancel", many(market()))).toEqual([])
    const cancelled = of("cancel", many(market({ open: [{ orderNumber: "7", placedAt: 0 }] })))
    expect(new Set(cancelled.map((one) => one.orderNumber))).toEqual(new Set(["7"]))
  })

  it("receives whole cartons of what can be received", () => {
    const received = of("receive", many(market()))
    expect(new Set(received.map((one) => one.barcode))).toEqual(new Set(["mug", "bowl", "gone"]))
    for (const { pieces } of received) expect(pieces % 12).toBe(0)
  })

  it("packs orders that have waited, the oldest first, and leaves the young", () => {
    const now = 1_000_000
    const open = [
      { orderNumber: "old", placedAt: now - packAfterMs },
      { orderNumber: "young", placedAt: now - packAfterMs + 1 },
    ]
    const packed = of("pack", many(market({ now, open })))
    expect(packed.length).toBeGreaterThan(0)
    for (const { orderNumbers } of packed) expect(orderNumbers).toEqual(["old"])
  })

  it("raises fewer things in ten minutes than a brake lets through", () => {
    const world = market({ open: [{ orderNumber: "7", placedAt: 0 }] })
    const inTenMinutes = 150
    const [cancelled, received] = [of("cancel", many(world)).length, of("receive", many(world)).length]
    // Two lines an order, and a kit with what comes in.
    const raises = ((cancelled + received) * 2 * inTenMinutes) / 3_000
    expect(raises).toBeLessThan(0.3 * 106 * 0.8)
  })

  it("does nothing in an empty shop", () => {
    const empty = market({ shelves: { TR: [], RO: [] }, receivable: new Set() })
    expect(new Set(many(empty).map((one) => one.kind))).toEqual(new Set(["nothing"]))
  })
})

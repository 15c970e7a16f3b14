import fc from "fast-check"
import { actorOfRequest } from "../../src/engine/acting"
import {
  describeActor,
  orderOfRequest,
  parseActor,
  type OrderLink,
} from "../../src/ledger/queries/stock-history-actor"
import { bucketsOf, mostPoints } from "../../src/ledger/queries/stock-history-buckets"
import { csvCell, csvHead, csvLine } from "../../src/ledger/queries/stock-history-csv"
import { mergePage, readCursor, writeCursor, type Cursor } from "../../src/ledger/queries/stock-history-merge"
import { countBack } from "../../src/ledger/queries/stock-history-series"
import { setsOfPlaces } from "../../src/ledger/queries/stock-history-sets"

describe("who changed stock", () => {
  const order: OrderLink = { id: "order_1", display_id: 12, external_id: "4711", channel_name: "Trendyol TR" }
  const names = new Map([["user_1", "Ada"]])
  const words = (actor: string, about: OrderLink | null = null) => describeActor(actor, names, about).words

  it("is an operator by name, as a request says it", () => {
    const actor = actorOfRequest(
      { actor_type: "user", actor_id: "user_1" },
      { method: "POST", path: "/admin/orders/order_1/fulfillments" },
    )
    expect(words(actor)).toBe("Ada")
    expect(words("user:user_2 POST /admin/x")).toBe("Operator user_2")
    expect(words("api-key:apk_1 POST /admin/x")).toBe("API key apk_1")
    expect(orderOfRequest(parseActor(actor).request)).toBe("order_1")
  })

  it("is the order, where only the program is known", () => {
    expect(words("medusa", order)).toBe("Order 4711 of Trendyol TR")
    expect(words("medusa", { ...order, external_id: null })).toBe("Order #12")
    expect(words("user:user_1 POST /admin/x", order)).toBe("Ada")
  })

  it("is nobody in particular, where nothing says more", () => {
    expect(words("medusa")).toBe("Medusa")
    expect(words("serai")).toBe("Serai")
    expect(words("psql", order)).toBe("Plain SQL (psql)")
    expect(words("unnamed")).toBe("Plain SQL")
    expect(orderOfRequest("POST /admin/inventory-items/iitem_1")).toBeNull()
  })
})

describe("a history's file", () => {
  it("is read by spreadsheets as text and numbers, never as a formula", () => {
    expect(csvCell("=SUM(A1)")).toBe("'=SUM(A1)")
    expect(csvCell(" @cmd")).toBe("' @cmd")
    expect(csvCell("-2+3")).toBe("'-2+3")
    expect(csvCell(-3)).toBe("-3")
    expect(csvCell('a, "b"\nc')).toBe('"a, ""b""\nc"')
    expect(csvCell('=1,"2"')).toBe(`"'=1,""2"""`)
    expect(csvCell(null)).toBe("")
  })

  it("has one line per row, under a header that says which column is which", () => {
    const at = new Date("2026-03-01T12:00:00.000Z")
    const actor = { kind: "operator" as const, words: "Ada", request: null }
    const line = csvLine({
      kind: "mapping",
      at,
      actor,
      variant_id: "v",
      variant_title: "Mug",
      mapped_by: "manual",
    })
    const columns = csvHead.trim().split(",")
    expect(line.endsWith("\r\n")).toBe(true)
    const cells = line.trimEnd().split(",")
    expect(cells).toHaveLength(columns.length)
    expect(cells.slice(0, 3)).toEqual(["2026-03-01T12:00:00.000Z", "mapping", "Ada"])
  })

  it("says what went off sale, and what the marketplace said to that", () => {
    const line = csvLine({
      kind: "offer",
      at: new Date("2026-03-01T12:00:00.000Z"),
      push_id: "7",
      cause: "change",
      batch: null,
      on_sale: false,
      outcome: "rejected",
      answered_at: null,
      code: "LOCKED",
      message: "not now",
    })
    expect(line.trimEnd().split(",").slice(-2)).toEqual(["rejected", "Off sale: push 7: LOCKED: not now"])
  })
})

describe("a history's pages", () => {
  const sourceOf = (name: string, moments: number[]) => ({
    name,
    read: (after: string | undefined, limit: number) => {
      const from = after === undefined ? 0 : Number(after) + 1
      return Promise.resolve(
        moments.slice(from, from + limit).map((at, index) => ({
          at: String(at).padStart(6, "0"),
          position: String(from + index),
          row: `${name} ${from + index}`,
        })),
      )
    },
  })

  it("hold every row of every source once, in each source's own order, whatever the size of a page", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.nat(1000), { maxLength: 20 }), { maxLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        async (lists, limit) => {
          const sources = lists.map((moments, index) => sourceOf(`s${index}`, moments))
          const seen: string[] = []
          for (let next: Cursor | null = { until: "2026-03-01T12:00:00.000Z", positions: {} }; next;) {
            const page: Awaited<ReturnType<typeof mergePage<string>>> = await mergePage(sources, next, limit)
            if (page.next) expect(page.rows).toHaveLength(limit)
            seen.push(...page.rows)
            next = page.next && (readCursor(writeCursor(page.next)) ?? null)
          }
          expect(seen).toHaveLength(lists.flat().length)
          for (const [index, moments] of lists.entries()) {
            const own = seen.filter((row) => row.startsWith(`s${index} `))
            expect(own).toEqual(moments.map((_, place) => `s${index} ${place}`))
          }
        },
      ),
    ))

  it("go on only from a cursor that was ours", () => {
    expect(readCursor("nonsense")).toBeUndefined()
    expect(readCursor(Buffer.from("{}").toString("base64url"))).toBeUndefined()
  })
})

describe("a chart's points", () => {
  it("are few enough to draw, evenly spread, and end where they should", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 * 365 * 24 * 3600 }),
        fc.date({ min: new Date("2024-01-01"), max: new Date("2027-01-01"), noInvalidDate: true }),
        (seconds, from) => {
          const to = new Date(from.getTime() + seconds * 1000)
          const { points, sizeSeconds } = bucketsOf(from, to)
          expect(points.length).toBeLessThanOrEqual(mostPoints)
          expect([points[0], points.at(-1)]).toEqual([from, to])
          for (const [index, at] of points.slice(0, -1).entries()) {
            expect(at.getTime() - from.getTime()).toBe(index * sizeSeconds * 1000)
          }
        },
      ),
    ))

  it("are counted back from what is there now", () => {
    const moved = (bucket: number | null, stocked: number, reserved = 0) => ({
      bucket,
      inventory_item_id: "cup",
      location_id: "north",
      stocked,
      reserved,
    })
    const points = [0, 1, 2].map((second) => new Date(second * 1000))
    const sum = (places: { stocked: number; reserved: number }[]) => ({
      on_hand: places[0]?.stocked ?? 0,
      reserved: places[0]?.reserved ?? 0,
      available: 0,
    })
    // 10 now; 3 came after the last point, 2 went before it, 4 were reserved before the middle one.
    const series = countBack([moved(null, 10, 4), moved(2, 3), moved(1, -2), moved(0, 0, 4)], points, sum)
    expect(series.map((point) => [point.on_hand, point.reserved])).toEqual([
      [9, 0],
      [9, 4],
      [7, 4],
    ])
  })

  it("count sets location by location, by the scarcest part", () => {
    const place = (inventory_item_id: string, location_id: string, stocked: number) => ({
      inventory_item_id,
      location_id,
      stocked,
      reserved: 0,
    })
    const required = new Map([
      ["cup", 2],
      ["lid", 1],
    ])
    const places = [place("cup", "north", 7), place("lid", "north", 9), place("cup", "south", 8)]
    expect(setsOfPlaces(places, required, ({ stocked }) => stocked)).toBe(3)
    expect(setsOfPlaces([...places, place("lid", "south", -1)], required, ({ stocked }) => stocked)).toBe(2)
  })
})

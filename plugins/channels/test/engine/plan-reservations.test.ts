import fc from "fast-check"
import {
  pairKey,
  planReservations,
  type LineTarget,
  type LiveReservation,
  type ReservationPlan,
} from "../../src/engine/orders/plan-reservations"

interface Store {
  stocked: Record<string, Record<string, number>>
  live: LiveReservation[]
  /** Every reservation ever made, deleted ones included. */
  made: LiveReservation[]
}

const freeIn = ({ stocked, live }: Store) =>
  new Map(
    Object.entries(stocked).map(([item, locations]) => [
      item,
      new Map(
        Object.entries(locations).map(([location, pieces]) => [
          location,
          live
            .filter((row) => row.inventory_item_id === item && row.location_id === location)
            .reduce((free, row) => free - row.quantity, pieces),
        ]),
      ),
    ]),
  )

/** Plans with a store as the database would give it, and does what the plan says. */
function apply(store: Store, targets: LineTarget[]): { store: Store; plan: ReservationPlan } {
  const made = new Map<string, number>()
  for (const row of store.made) {
    const key = pairKey(row.line_item_id, row.inventory_item_id)
    made.set(key, (made.get(key) ?? 0) + 1)
  }
  const plan = planReservations(targets, { free: freeIn(store), live: store.live, made })
  const live = store.live
    .filter((row) => !plan.remove.includes(row.id))
    .map((row) => ({
      ...row,
      quantity: plan.update.find(({ id }) => id === row.id)?.quantity ?? row.quantity,
    }))
  return { store: { ...store, live: [...live, ...plan.create], made: [...store.made, ...plan.create] }, plan }
}

const held = (store: Store, line: string, item: string) =>
  store.live
    .filter((row) => row.line_item_id === line && row.inventory_item_id === item)
    .reduce((sum, row) => sum + row.quantity, 0)

/** As the ledger counts it: sets per location that keeps every component, summed. */
function available(store: Store, components: LineTarget["components"]): number {
  const free = freeIn(store)
  const [one, ...others] = components.map(({ inventoryItemId }) => free.get(inventoryItemId))
  const locations = [...(one?.keys() ?? [])].filter((location) => others.every((item) => item?.has(location)))
  const sets = locations.map((location) =>
    Math.min(
      ...components.map(({ inventoryItemId, required }) =>
        Math.floor((free.get(inventoryItemId)?.get(location) ?? 0) / required),
      ),
    ),
  )
  return sets.reduce((sum, count) => sum + count, 0)
}

const items = ["cup", "lid", "box"]
const recipe = fc.subarray(items, { minLength: 1 }).chain((parts) =>
  fc.tuple(
    ...parts.map((inventoryItemId) =>
      fc.record({
        inventoryItemId: fc.constant(inventoryItemId),
        required: fc.integer({ min: 1, max: 3 }),
      }),
    ),
  ),
)
const stocked = fc.record(
  Object.fromEntries(
    items.map((item) => [
      item,
      fc.dictionary(fc.constantFrom("north", "south", "west"), fc.integer({ min: 0, max: 12 }), {
        minKeys: 1,
      }),
    ]),
  ),
)
const line = (id: string) =>
  fc.record({ lineItemId: fc.constant(id), quantity: fc.integer({ min: 0, max: 9 }), components: recipe })
/** Two lines whose targets change several times. */
const rounds = fc.array(fc.tuple(line("line one"), line("line two")), { minLength: 1, maxLength: 4 })

const opening = (stock: Store["stocked"]): Store => ({ stocked: stock, live: [], made: [] })

describe("planning reservations", () => {
  it("ends with exactly its target on every line, whatever was there before", () => {
    fc.assert(
      fc.property(stocked, rounds, (stock, wishes) => {
        let store = opening(stock)
        for (const targets of wishes) {
          store = apply(store, targets).store
          for (const { lineItemId, quantity, components } of targets) {
            for (const item of items) {
              const required = components.find((part) => part.inventoryItemId === item)?.required ?? 0
              expect(held(store, lineItemId, item)).toBe(quantity * required)
            }
          }
        }
        expect(new Set(store.made.map(({ id }) => id)).size).toBe(store.made.length)
        expect(store.live.every(({ quantity }) => quantity > 0)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it("finds nothing to do when it is done", () => {
    fc.assert(
      fc.property(stocked, rounds, (stock, wishes) => {
        let store = opening(stock)
        for (const targets of wishes) store = apply(store, targets).store
        expect(apply(store, wishes.at(-1)!).plan).toEqual({
          create: [],
          update: [],
          remove: [],
          unplaced: [],
        })
      }),
    )
  })

  it("never touches a line it was not asked about", () => {
    fc.assert(
      fc.property(stocked, line("line one"), line("line two"), (stock, one, two) => {
        const { store } = apply(opening(stock), [one])
        const theirs = store.live.map((row) => ({ ...row }))
        expect(apply(store, [two]).store.live.filter((row) => row.line_item_id === "line one")).toEqual(
          theirs,
        )
      }),
    )
  })

  it("lowers what is available by exactly the sets it reserves, also beyond stock", () => {
    fc.assert(
      fc.property(stocked, fc.tuple(line("line one"), line("line two")), (stock, targets) => {
        let store = opening(stock)
        for (const target of targets) {
          const somewhere = Object.keys(stock[target.components[0]!.inventoryItemId]!).some((location) =>
            target.components.every(({ inventoryItemId }) => stock[inventoryItemId]![location] !== undefined),
          )
          const before = available(store, target.components)
          store = apply(store, [target]).store
          if (somewhere) expect(available(store, target.components)).toBe(before - target.quantity)
        }
      }),
      { numRuns: 500 },
    )
  })

  const mug = [{ inventoryItemId: "cup", required: 1 }]

  it("takes everything from one location that has it all", () => {
    const { plan } = apply(opening({ cup: { north: 3, south: 5 } }), [
      { lineItemId: "L", quantity: 4, components: mug },
    ])
    expect(plan.create).toMatchObject([{ location_id: "south", quantity: 4 }])
  })

  it("spreads over locations when none has it all", () => {
    const { plan } = apply(opening({ cup: { north: 3, south: 5 } }), [
      { lineItemId: "L", quantity: 7, components: mug },
    ])
    expect(plan.create).toMatchObject([
      { location_id: "south", quantity: 5 },
      { location_id: "north", quantity: 2 },
    ])
  })

  it("lets one location owe what no stock covers", () => {
    const { plan } = apply(opening({ cup: { north: 1, south: 2 } }), [
      { lineItemId: "L", quantity: 9, components: mug },
    ])
    expect(plan.create).toMatchObject([
      { location_id: "south", quantity: 8 },
      { location_id: "north", quantity: 1 },
    ])
  })

  it("reserves the parts of a kit where they lie together", () => {
    const kit = [
      { inventoryItemId: "cup", required: 1 },
      { inventoryItemId: "lid", required: 2 },
    ]
    const store = opening({ cup: { north: 9, south: 1 }, lid: { north: 2, south: 9 } })
    const { plan } = apply(store, [{ lineItemId: "L", quantity: 2, components: kit }])
    const places = plan.create.map(({ inventory_item_id, location_id, quantity }) => [
      inventory_item_id,
      location_id,
      quantity,
    ])
    expect(places).toEqual([
      ["cup", "north", 1],
      ["lid", "north", 2],
      ["cup", "south", 1],
      ["lid", "south", 2],
    ])
  })

  it("holds a kit's parts apart when they lie apart, and says what lies nowhere", () => {
    const kit = [
      { inventoryItemId: "cup", required: 1 },
      { inventoryItemId: "lid", required: 1 },
    ]
    const apart = apply(opening({ cup: { north: 9 }, lid: { south: 9 } }), [
      { lineItemId: "L", quantity: 2, components: kit },
    ])
    expect(apart.plan).toMatchObject({ create: [{ quantity: 2 }, { quantity: 2 }], unplaced: [] })
    const nowhere = apply(opening({ cup: { north: 9 } }), [{ lineItemId: "L", quantity: 2, components: kit }])
    expect(nowhere.plan).toMatchObject({ create: [{ inventory_item_id: "cup" }], unplaced: ["L"] })
  })

  it("gives back what the variant is no longer made of", () => {
    const store = opening({ cup: { north: 9 }, box: { north: 9 } })
    const before = apply(store, [{ lineItemId: "L", quantity: 2, components: mug }]).store
    const after = apply(before, [
      { lineItemId: "L", quantity: 2, components: [{ inventoryItemId: "box", required: 1 }] },
    ]).store
    expect(after.live).toMatchObject([{ inventory_item_id: "box", quantity: 2 }])
  })
})

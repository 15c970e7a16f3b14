import fc from "fast-check"
import {
  pairKey,
  planReservations,
  type LineTarget,
  type LiveReservation,
  type LocationMode,
} from "../../src/engine/orders/plan-reservations"
import { noRules, sumUp, type PublishRules } from "../../src/ledger/queries/publishable"

interface Shelf {
  stocked: number
  reserved: number
}

/** Stock per item and location. */
type Shelves = Record<string, Record<string, Shelf>>

const items = ["cup", "lid", "box"]
const locations = ["north", "south", "west"]

/** Most items lie at most locations. */
const shelves = (shelf: fc.Arbitrary<Shelf>): fc.Arbitrary<Shelves> => {
  const places = fc.record(
    Object.fromEntries(locations.map((location) => [location, fc.option(shelf, { freq: 4 })])),
  )
  const kept = places.map((found) =>
    Object.fromEntries(Object.entries(found).flatMap(([place, here]) => (here ? [[place, here]] : []))),
  )
  return fc.record(Object.fromEntries(items.map((item) => [item, kept])))
}
const anyShelf = fc.record({ stocked: fc.nat(60), reserved: fc.nat(25) })
/** Nothing is owed beyond stock. */
const soundShelf = anyShelf.map(({ stocked, reserved }) => ({
  stocked,
  reserved: Math.min(stocked, reserved),
}))

const recipe = fc
  .dictionary(fc.constantFrom(...items), fc.integer({ min: 1, max: 3 }), { minKeys: 1 })
  .map((parts) => Object.entries(parts).map(([inventoryItemId, required]) => ({ inventoryItemId, required })))
const mode = fc.constantFrom<LocationMode>("split", "single")
const rules: fc.Arbitrary<Omit<PublishRules, "location_mode">> = fc.record({
  hold: fc.option(fc.record({ units: fc.option(fc.nat(10)) })),
  share_percent: fc.integer({ min: 0, max: 100 }),
  buffer: fc.nat(5),
  buffer_percent: fc.constantFrom(0, 10, 50),
  measured_buffer: fc.option(fc.nat(5)),
  minimum: fc.constantFrom(0, 3),
  cap: fc.option(fc.nat(50)),
  marketplace_max: fc.constant(1000),
})

function published(world: Shelves, components: LineTarget["components"], rules: PublishRules): number {
  const places = locations.flatMap((location) => {
    const rows = components.flatMap(({ inventoryItemId, required }) => {
      const shelf = world[inventoryItemId]?.[location]
      return shelf ? [{ ...shelf, required_quantity: required }] : []
    })
    return rows.length === components.length ? [rows] : []
  })
  return sumUp(places, rules).publishable
}

const freeIn = (world: Shelves) =>
  new Map(
    Object.entries(world).map(([item, places]) => [
      item,
      new Map(
        Object.entries(places).map(([location, { stocked, reserved }]) => [location, stocked - reserved]),
      ),
    ]),
  )

interface Sale {
  components: LineTarget["components"]
  quantity: number
  locationMode: LocationMode
}

/** Reserves one line, and tells where that takes more than there is. */
function sell(world: Shelves, { components, quantity, locationMode }: Sale) {
  const { create, unplaced } = planReservations([{ lineItemId: "line", quantity, components }], {
    locationMode,
    free: freeIn(world),
    live: [],
    made: new Map(),
  })
  const taken = (item: string, location: string) =>
    create
      .filter((row) => row.inventory_item_id === item && row.location_id === location)
      .reduce((sum, row) => sum + row.quantity, 0)
  const free = freeIn(world)
  return {
    places: new Set(create.map((row) => row.location_id)),
    unplaced,
    overdrawn: create.filter(
      ({ inventory_item_id: item, location_id: location }) =>
        taken(item, location) > (free.get(item)?.get(location) ?? 0),
    ),
    /** Locations that would send some parts of a set, and not the others. */
    incomplete: locations.filter(
      (location) =>
        new Set(
          components.map(({ inventoryItemId, required }) => taken(inventoryItemId, location) / required),
        ).size > 1,
    ),
  }
}

describe("what is published", () => {
  it("can be reserved, all of it in one order, without any location going below zero", () => {
    fc.assert(
      fc.property(shelves(anyShelf), recipe, mode, rules, (world, components, locationMode, others) => {
        const quantity = published(world, components, { ...others, location_mode: locationMode })
        fc.pre(quantity > 0)
        const { places, overdrawn, unplaced, incomplete } = sell(world, {
          components,
          quantity,
          locationMode,
        })
        expect([overdrawn, unplaced, incomplete]).toEqual([[], [], []])
        if (locationMode === "single") expect(places.size).toBe(1)
      }),
      { numRuns: 2000 },
    )
  })

  it("is all that can: with one more, a location goes below zero, sets are torn apart, or several have to send", () => {
    fc.assert(
      fc.property(shelves(soundShelf), recipe, mode, (world, components, locationMode) => {
        const most = published(world, components, { ...noRules, location_mode: locationMode })
        const sale = sell(world, { components, quantity: most + 1, locationMode })
        const several = sale.places.size > 1 && locationMode === "single"
        expect(
          sale.overdrawn.length + sale.incomplete.length + sale.unplaced.length + Number(several),
        ).not.toBe(0)
      }),
      { numRuns: 2000 },
    )
  })

  it("is never more by single locations than by all of them", () => {
    fc.assert(
      fc.property(shelves(anyShelf), recipe, (world, components) => {
        const one = published(world, components, { ...noRules, location_mode: "single" })
        expect(one).toBeLessThanOrEqual(published(world, components, noRules))
      }),
    )
  })
})

/** The shelves that a channel sends from. */
const ownOf = (world: Shelves, own: string[]): Shelves =>
  Object.fromEntries(
    Object.entries(world).map(([item, places]) => [
      item,
      Object.fromEntries(Object.entries(places).filter(([location]) => own.includes(location))),
    ]),
  )

/** Pieces that are owed beyond what lies there, over all shelves. */
const owed = (world: Shelves) =>
  Object.values(world)
    .flatMap((places) => Object.values(places))
    .reduce((sum, { stocked, reserved }) => sum + Math.max(0, reserved - stocked), 0)

describe("channels that send from different locations", () => {
  const channelSale = fc.record({
    own: fc.subarray(locations, { minLength: 1 }),
    components: recipe,
    locationMode: mode,
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  })

  it("sell what they show, one after another, and owe no piece more than before, wherever something was owed", () => {
    fc.assert(
      fc.property(shelves(anyShelf), fc.array(channelSale, { maxLength: 6 }), (world, sales) => {
        const before = owed(world)
        for (const { own, components, locationMode, part } of sales) {
          const shelf = ownOf(world, own)
          const shown = published(shelf, components, { ...noRules, location_mode: locationMode })
          const { create } = planReservations(
            [{ lineItemId: "line", quantity: Math.ceil(shown * part), components }],
            { locationMode, free: freeIn(shelf), live: [], made: new Map() },
          )
          for (const row of create) shelf[row.inventory_item_id]![row.location_id]!.reserved += row.quantity
        }
        expect(owed(world)).toBe(before)
      }),
      { numRuns: 1000 },
    )
  })

  it("do not count what is owed where they send nothing from, because nobody brings it from where they do", () => {
    const world: Shelves = { cup: { north: { stocked: 0, reserved: 2 }, south: { stocked: 3, reserved: 0 } } }
    const cup = [{ inventoryItemId: "cup", required: 1 }]
    expect(published(ownOf(world, ["south"]), cup, noRules)).toBe(3)
    expect(published(world, cup, noRules)).toBe(1)
    const owing = {
      id: "old",
      line_item_id: "line",
      inventory_item_id: "cup",
      location_id: "north",
      quantity: 2,
    }
    const again = planReservations([{ lineItemId: "line", quantity: 2, components: cup }], {
      free: freeIn(world),
      live: [owing],
      made: new Map([[pairKey("line", "cup"), 1]]),
    })
    expect(again).toEqual({ create: [], update: [], remove: [], unplaced: [] })
  })
})

describe("a line that grows", () => {
  const mug = [{ inventoryItemId: "cup", required: 1 }]
  const held: LiveReservation[] = [
    { id: "old", line_item_id: "line", inventory_item_id: "cup", location_id: "north", quantity: 2 },
  ]
  const grow = (quantity: number, places: Record<string, number>, locationMode: LocationMode) =>
    planReservations([{ lineItemId: "line", quantity, components: mug }], {
      locationMode,
      free: new Map([["cup", new Map(Object.entries(places))]]),
      live: held,
      made: new Map([[pairKey("line", "cup"), 1]]),
    })

  it("moves as a whole to where there is room for it, when one location must send it", () => {
    const plan = grow(5, { north: 1, south: 6 }, "single")
    expect(plan).toMatchObject({ remove: ["old"], create: [{ location_id: "south", quantity: 5 }] })
  })

  it("stays where it is when there is room for the rest", () => {
    const plan = grow(5, { north: 3, south: 4 }, "single")
    expect(plan.create.reduce((sum, row) => sum + row.quantity, 0)).toBe(5)
    expect(new Set(plan.create.map((row) => row.location_id))).toEqual(new Set(["north"]))
  })

  it("takes the rest from elsewhere when no location can make all of it, or several may", () => {
    expect(grow(9, { north: 1, south: 6 }, "single")).toMatchObject({
      remove: [],
      create: [
        { location_id: "south", quantity: 6 },
        { location_id: "north", quantity: 1 },
      ],
    })
    expect(grow(5, { north: 1, south: 6 }, "split")).toMatchObject({
      remove: [],
      create: [{ location_id: "south", quantity: 3 }],
    })
  })

  it("changes nothing when it lacks nothing", () => {
    expect(grow(2, { north: 0, south: 9 }, "single")).toMatchObject({ remove: [], create: [], update: [] })
    expect(grow(1, { north: 0, south: 9 }, "single")).toMatchObject({ update: [{ id: "old", quantity: 1 }] })
  })
})

import { takeDirtyMarks, recomputeDesiredStock, type Scope } from "@serai/channels/ledger/desired-stock"
import { sumUp, type ComponentStock } from "@serai/channels/ledger/queries/publishable"
import fc from "fast-check"
import { openStockroom, type Stockroom } from "./stockroom"

const locations = ["north", "south", "west"]
const items = ["cup", "lid", "box"]
const marketplaceMax = 50

interface WorldModel {
  /** Stock per item and place. */
  levels: Record<string, Record<string, number>>
  reservations: { item: string; location: string; quantity: number }[]
  variants: { recipe: Record<string, number>; managed: boolean }[]
  channels: { share_percent: number; buffer: number; cap: number | null; locations: string[] }[]
}

const worlds: fc.Arbitrary<WorldModel> = fc.record({
  levels: fc.dictionary(
    fc.constantFrom(...items),
    fc.dictionary(fc.constantFrom(...locations), fc.integer({ min: 0, max: 40 })),
  ),
  reservations: fc.array(
    fc.record({
      item: fc.constantFrom(...items),
      location: fc.constantFrom(...locations),
      quantity: fc.integer({ min: 1, max: 25 }),
    }),
    { maxLength: 8 },
  ),
  variants: fc.array(
    fc.record({
      recipe: fc.dictionary(fc.constantFrom(...items), fc.integer({ min: 1, max: 3 })),
      managed: fc.constantFrom(true, true, true, false),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  channels: fc.array(
    fc.record({
      share_percent: fc.integer({ min: 0, max: 100 }),
      buffer: fc.integer({ min: 0, max: 10 }),
      cap: fc.option(fc.integer({ min: 0, max: 60 })),
      locations: fc.subarray(locations),
    }),
    { minLength: 1, maxLength: 2 },
  ),
})

/** The formula once more, in plain TypeScript. */
function wanted(
  world: WorldModel,
  channel: WorldModel["channels"][number],
  variant: WorldModel["variants"][number],
) {
  const recipe = Object.entries(variant.recipe)
  if (!variant.managed || recipe.length === 0) return null
  const places = channel.locations.flatMap((location): ComponentStock[][] => {
    const components = recipe.flatMap(([item, required_quantity]) => {
      const stocked = world.levels[item]?.[location]
      if (stocked === undefined) return []
      const reserved = world.reservations
        .filter((row) => row.item === item && row.location === location)
        .reduce((sum, row) => sum + row.quantity, 0)
      return [{ stocked, reserved, required_quantity }]
    })
    return components.length === recipe.length ? [components] : []
  })
  return sumUp(places, { ...channel, marketplace_max: marketplaceMax }).publishable
}

describe("what listings should show", () => {
  let room: Stockroom

  beforeAll(async () => {
    room = await openStockroom()
  }, 180_000)
  afterAll(() => room.close())

  const max = { testing: marketplaceMax }
  const recompute = (scope: Scope) => recomputeDesiredStock(room.ledger, scope, max)

  async function empty() {
    await room.db.query(
      `truncate ledger.listing, ledger.aspect, ledger.dirty, ledger.stock_movement, channel, sales_channel_stock_location,
         product_variant_inventory_item, product_variant, inventory_level, reservation_item, inventory_item cascade`,
    )
  }

  async function build(world: WorldModel) {
    await empty()
    for (const item of items) await room.db.query(`insert into inventory_item (id) values ($1)`, [item])
    for (const [index, { recipe, managed }] of world.variants.entries()) {
      await room.variant(`variant ${index}`, recipe, managed)
    }
    for (const [item, places] of Object.entries(world.levels)) {
      for (const [location, stocked] of Object.entries(places)) await room.level(item, location, stocked)
    }
    for (const [index, { item, location, quantity }] of world.reservations.entries()) {
      await room.reserve(`resitem ${index}`, { itemId: item, locationId: location, quantity })
    }
    for (const [index, channel] of world.channels.entries()) {
      await room.channel(`chan ${index}`, channel)
      for (const location of channel.locations) await room.link(`chan ${index}`, location)
      for (const variant of world.variants.keys()) await room.listing(`chan ${index}`, `variant ${variant}`)
    }
  }

  const found = async () =>
    (
      await room.db.query<{ key: string; desired: number | null; reason: { rule?: string } }>(
        `select a.channel_id || ' ' || l.external_id as key, a.desired::int as desired, a.reason
         from ledger.aspect a join ledger.listing l on l.id = a.listing_id order by 1`,
      )
    ).rows

  const expected = (world: WorldModel) =>
    world.channels
      .flatMap((channel, c) =>
        world.variants.map((variant, v) => ({
          key: `chan ${c} variant ${v}`,
          desired: wanted(world, channel, variant),
        })),
      )
      .sort((a, b) => (a.key < b.key ? -1 : 1))

  it("follow the formula in any world, by full comparison and by dirty marks alike", async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        await build(world)
        const { changedAt, ...marks } = await takeDirtyMarks(room.ledger, 10_000)
        await recompute({ ...marks, changedAt: changedAt ?? new Date() })
        const byMarks = new Map((await found()).map((row) => [row.key, row.desired]))
        // Nothing marks a variant without parts, or a channel without places: the comparison finds those.
        for (const { key, desired } of expected(world))
          if (byMarks.has(key)) expect([key, byMarks.get(key)]).toEqual([key, desired])

        for (const index of world.channels.keys()) {
          await recompute({ channelId: `chan ${index}`, afterListingId: "0", limit: 100 })
        }
        const rows = await found()
        expect(rows.map(({ key, desired }) => ({ key, desired }))).toEqual(expected(world))
        for (const { desired, reason } of rows) {
          expect(reason.rule).toBe(desired === null ? "inventory_not_managed" : undefined)
        }
      }),
      { numRuns: 60 },
    )
  })

  describe("after one change", () => {
    beforeEach(async () => {
      await build({
        levels: { cup: { north: 10 }, lid: { north: 4, south: 6 } },
        reservations: [],
        variants: [
          { recipe: { cup: 1 }, managed: true },
          { recipe: { cup: 1, lid: 1 }, managed: true },
        ],
        channels: [{ share_percent: 100, buffer: 0, cap: null, locations: ["north", "south"] }],
      })
      await recompute({ channelId: "chan 0", afterListingId: "0", limit: 100 })
      await room.db.query(`truncate ledger.dirty`)
      await room.db.query(`update ledger.aspect set state = 'settled', accepted = desired, changed_at = null`)
    })

    async function recomputeMarks() {
      const { changedAt, ...marks } = await takeDirtyMarks(room.ledger, 10_000)
      return recompute({ ...marks, changedAt: changedAt ?? new Date() })
    }

    const states = async () =>
      (
        await room.db.query<{ state: string; desired: number; priority: number }>(
          `select state, desired::int as desired, priority from ledger.aspect order by listing_id`,
        )
      ).rows

    it("reach every listing of the item, kits included, and say which channel has work", async () => {
      await room.reserve("resitem_1", { itemId: "cup", locationId: "north", quantity: 9 })
      expect(await recomputeMarks()).toMatchObject([{ channel_id: "chan 0", changed: 2 }])
      expect(await states()).toMatchObject([
        { state: "due", desired: 1, priority: 1 },
        { state: "due", desired: 1, priority: 1 },
      ])
    })

    it("put what is sold out before what is lowered before what is raised", async () => {
      await room.reserve("resitem_1", { itemId: "cup", locationId: "north", quantity: 12 })
      await recomputeMarks()
      expect(await states()).toMatchObject([
        { desired: 0, priority: 0 },
        { desired: 0, priority: 0 },
      ])
      await room.db.query(`update inventory_level set stocked_quantity = 30 where inventory_item_id = 'cup'`)
      await recomputeMarks()
      expect(await states()).toMatchObject([
        { desired: 18, priority: 2 },
        { desired: 4, state: "settled" },
      ])
    })

    it("touch nothing where the figure stays", async () => {
      await room.db.query(`update inventory_level set stocked_quantity = 7 where location_id = 'south'`)
      expect(await recomputeMarks()).toMatchObject([{ changed: 0 }])
    })

    it("ask for the figure again where the marketplace has moved its own and it comes out the same", async () => {
      await room.db.query(`update ledger.aspect set moved_at = now()`)
      await room.db.query(`insert into ledger.dirty (inventory_item_id) values ('cup')`)
      expect(await recomputeMarks()).toMatchObject([{ changed: 2 }])
      expect(await states()).toMatchObject([{ state: "due" }, { state: "due" }])
    })

    it("lie in slices of one channel that can be walked to the end", async () => {
      const walked: string[] = []
      let after: string | null = "0"
      while (after !== null) {
        const [slice] = await recompute({ channelId: "chan 0", afterListingId: after, limit: 1 })
        after = slice?.last_listing_id ?? null
        if (after !== null) walked.push(after)
      }
      expect(new Set(walked).size).toBe(2)
    })
  })

  describe("among twenty thousand listings", () => {
    beforeAll(async () => {
      await empty()
      await room.db.query(`
        insert into inventory_item (id) select 'item ' || n from generate_series(1, 20000) n;
        insert into product_variant (id, title) select 'variant ' || n, '' from generate_series(1, 20000) n;
        insert into product_variant_inventory_item (id, variant_id, inventory_item_id, required_quantity)
          select 'part ' || n, 'variant ' || n, 'item ' || n, 1 from generate_series(1, 20000) n;
        insert into inventory_level (id, inventory_item_id, location_id, stocked_quantity)
          select 'level ' || n, 'item ' || n, 'north', 5 from generate_series(1, 20000) n;
        insert into reservation_item (id, inventory_item_id, location_id, quantity)
          select 'resitem ' || n, 'item ' || n, 'north', 1 from generate_series(1, 20000) n;
        insert into ledger.listing (channel_id, external_id, title, remote_state, pushable, variant_id, mapped_by)
          select 'chan_big', n, '', 'approved', true, 'variant ' || n, 'sku' from generate_series(1, 20000) n;
        analyze`)
      await room.channel("chan_big")
      await room.link("chan_big", "north")
      await recompute({ channelId: "chan_big", afterListingId: "0", limit: 20_000 })
      await room.db.query(`analyze`)
    }, 120_000)

    it("one change costs index lookups only", async () => {
      const plans: string[] = []
      const explaining = {
        query: async <Row>(sql: string, parameters?: unknown[]): Promise<Row[]> => {
          const { rows } = await room.db.query<{ "QUERY PLAN": string }>(`explain ${sql}`, parameters)
          plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"))
          return []
        },
      }
      const one = { inventoryItemIds: ["item 777"], variantIds: ["variant 778"], changedAt: new Date() }
      await recomputeDesiredStock(explaining, one, max)
      expect(plans).toHaveLength(1)
      expect(plans[0]).not.toMatch(
        /Seq Scan on (listing|aspect|inventory_level|reservation_item|product_variant)/,
      )
    })
  })
})

import { recomputeChannel } from "@serai/channels/engine/stock/recompute"
import {
  compareDesiredStock,
  recomputeDesiredStock,
  takeDirtyMarks,
  type Compared,
  type Scope,
} from "@serai/channels/ledger/desired-stock"
import { readDecided } from "@serai/channels/ledger/queries/decided"
import { explainListing } from "@serai/channels/ledger/queries/explanation"
import { sumUp, type ComponentStock } from "@serai/channels/ledger/queries/publishable"
import fc from "fast-check"
import { openStockroom, type Stockroom } from "./stockroom"

const locations = ["north", "south", "west"]
const items = ["cup", "lid", "box"]
const marketplaceMax = 50

interface Rules {
  share_percent: number
  buffer: number
  buffer_percent: number
  buffer_mode: "fixed" | "measured"
  oversell_chance: number
  minimum: number
  cap: number | null
}

interface OwnRules extends Partial<Rules> {
  hold_units?: number | null
  hold_until?: Date
  paused: boolean
}

interface WorldModel {
  /** Stock per item and place. */
  levels: Record<string, Record<string, number>>
  reservations: { item: string; location: string; quantity: number }[]
  variants: { recipe: Record<string, number>; managed: boolean }[]
  channels: (Rules & { location_mode: "split" | "single"; locations: string[] })[]
  /** By channel and variant; the rest goes by its channel's rules. */
  rules: { channel: number; variant: number; own: OwnRules }[]
  /** Units per hour. */
  rates: Record<string, number>
  /** The p99 of every channel, in milliseconds. */
  delayMs: number | null
}

const rules = {
  share_percent: fc.integer({ min: 0, max: 100 }),
  buffer: fc.integer({ min: 0, max: 10 }),
  buffer_percent: fc.constantFrom(0, 0, 10, 33, 100),
  buffer_mode: fc.constantFrom("fixed" as const, "fixed" as const, "measured" as const),
  oversell_chance: fc.constantFrom(0.001, 0.02, 0.5),
  minimum: fc.constantFrom(0, 0, 1, 5, 12),
  cap: fc.option(fc.integer({ min: 0, max: 60 })),
}
const ownRules = fc.record({ ...rules, paused: fc.boolean() }, { requiredKeys: ["paused"] })
const hold = fc.option(
  fc.record({
    hold_units: fc.option(fc.integer({ min: 0, max: 20 })),
    hold_until: fc.constantFrom(new Date(Date.now() + 86_400_000), new Date(Date.now() - 60_000)),
  }),
)

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
      ...rules,
      location_mode: fc.constantFrom("split" as const, "single" as const),
      locations: fc.subarray(locations),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  rules: fc.uniqueArray(
    fc.record({
      channel: fc.nat(1),
      variant: fc.nat(3),
      own: fc.tuple(ownRules, hold).map(([own, held]) => ({ ...own, ...held })),
    }),
    { selector: ({ channel, variant }) => `${channel} ${variant}`, maxLength: 4 },
  ),
  rates: fc.dictionary(fc.constantFrom(...items), fc.constantFrom(0.5, 20)),
  delayMs: fc.constantFrom(null, 250, 3_600_000, 2_147_483_647),
})

/** The smallest b with P(X > b) ≤ chance, added up from X = 0. */
function poissonQuantile(mean: number, chance: number): number {
  let [exactly, count] = [Math.exp(-mean), 0]
  let atMost = exactly
  while (1 - atMost > chance) {
    count += 1
    exactly *= mean / count
    atMost += exactly
  }
  return count
}

function measured(world: WorldModel, recipe: [string, number][], chance: number): number | null {
  const rates = recipe.flatMap(([item, required]) => {
    const rate = world.rates[item]
    return rate === undefined ? [] : [rate / required]
  })
  if (rates.length === 0) return null
  const delay = world.delayMs === 2_147_483_647 ? 86_400 : Math.max(1, (world.delayMs ?? 0) / 1000)
  return poissonQuantile((Math.max(...rates) / 3600) * delay, chance)
}

/** What a listing should show, and why not, once more in plain TypeScript. */
function wanted(world: WorldModel, c: number, v: number): { desired: number | null; rule?: string } {
  const channel = world.channels[c]!
  const variant = world.variants[v]!
  const recipe = Object.entries(variant.recipe)
  if (!variant.managed || recipe.length === 0) return { desired: null, rule: "inventory_not_managed" }
  if (channel.locations.length === 0) return { desired: null, rule: "no_location" }
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
  const own = world.rules.find(({ channel, variant }) => channel === c && variant === v)?.own
  const given = Object.entries(own ?? {}).filter(([, value]) => value !== null)
  const inForce = { ...channel, ...(Object.fromEntries(given) as Partial<Rules>) }
  const held = own?.hold_until !== undefined && own.hold_until > new Date()
  const { publishable } = sumUp(places, {
    ...inForce,
    hold: held ? { units: own.hold_units ?? null } : null,
    measured_buffer:
      inForce.buffer_mode === "measured" ? measured(world, recipe, inForce.oversell_chance) : null,
    marketplace_max: marketplaceMax,
  })
  return { desired: publishable }
}

const plain = {
  share_percent: 100,
  buffer: 0,
  buffer_percent: 0,
  buffer_mode: "fixed" as const,
  oversell_chance: 0.001,
  minimum: 0,
  cap: null,
  location_mode: "split" as const,
}

describe("what listings should show", () => {
  let room: Stockroom

  beforeAll(async () => {
    room = await openStockroom()
  }, 180_000)
  afterAll(() => room.close())

  const max = { testing: marketplaceMax }
  const recompute = (scope: Scope) => recomputeDesiredStock(room.ledger, scope, max)
  const compareAll = (id: string) => recomputeChannel({ ledger: room.ledger, maxByMarketplace: max }, id)

  async function empty() {
    await room.db.query(
      `truncate ledger.listing, ledger.aspect, ledger.decision, ledger.listing_rule, ledger.sales_rate, ledger.acceptance_delay, ledger.dirty, ledger.stock_movement, channel, sales_channel_stock_location,
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
    for (const [index, { locations: places, ...rules }] of world.channels.entries()) {
      await room.channel(`chan ${index}`, rules)
      for (const location of places) await room.link(`chan ${index}`, location)
      for (const variant of world.variants.keys()) {
        const id = await room.listing(`chan ${index}`, `variant ${variant}`)
        const own = world.rules.find((rule) => rule.channel === index && rule.variant === variant)?.own
        if (own) await room.rule(id, { ...own })
      }
      if (world.delayMs !== null) await room.delay(`chan ${index}`, world.delayMs)
    }
    for (const [item, rate] of Object.entries(world.rates)) await room.rate(item, rate)
  }

  const found = async () =>
    (
      await room.db.query<{ key: string; id: string; desired: number | null; reason: unknown }>(
        `select a.channel_id || ' ' || l.external_id as key, l.id, a.desired::int as desired, a.reason
         from ledger.aspect a join ledger.listing l on l.id = a.listing_id order by 1`,
      )
    ).rows

  const expected = (world: WorldModel) =>
    world.channels
      .flatMap((_channel, c) =>
        world.variants.map((_variant, v) => ({ key: `chan ${c} variant ${v}`, ...wanted(world, c, v) })),
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
          await compareAll(`chan ${index}`)
        }
        const rows = await found()
        const right = expected(world)
        expect(rows.map(({ key, desired }) => ({ key, desired }))).toEqual(
          right.map(({ key, desired }) => ({ key, desired })),
        )
        for (const [index, { id, desired, reason }] of rows.entries()) {
          // What is kept of it leads to the same figure again, as does the explanation of this moment.
          const { rule, sum } = readDecided(reason)
          expect([rule, sum?.publishable ?? null]).toEqual([right[index]!.rule ?? null, desired])
          const explained = await explainListing(room.ledger, id, () => marketplaceMax)
          expect([explained?.withheld, explained?.sum?.publishable ?? null]).toEqual([rule, desired])
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
        channels: [{ ...plain, locations: ["north", "south"] }],
        rules: [],
        rates: {},
        delayMs: null,
      })
      await compareAll("chan 0")
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
      expect(await recomputeMarks()).toEqual([])
    })

    it("ask for the figure again where the marketplace has moved its own and it comes out the same", async () => {
      await room.db.query(`update ledger.aspect set moved_at = now()`)
      await room.db.query(`insert into ledger.dirty (inventory_item_id) values ('cup')`)
      expect(await recomputeMarks()).toMatchObject([{ changed: 2 }])
      expect(await states()).toMatchObject([{ state: "due" }, { state: "due" }])
    })

    it("ask for a figure that passes for settled, and is not what was accepted", async () => {
      await room.db.query(
        `update ledger.aspect set accepted = '99' where listing_id in (select min(id) from ledger.listing)`,
      )
      await compareAll("chan 0")
      expect(await states()).toMatchObject([{ state: "due" }, { state: "settled" }])
    })

    it("lie in slices of one channel that can be walked to the end", async () => {
      await room.db.query(`update inventory_level set stocked_quantity = 1 where inventory_item_id = 'lid'`)
      const walked: string[] = []
      const differing: string[] = []
      let after: string | null = "0"
      while (after !== null) {
        const slice = { channelId: "chan 0", afterListingId: after, limit: 1 }
        const compared: Compared = await room.ledger.transaction((sql) =>
          compareDesiredStock(sql, slice, max),
        )
        after = compared.last_listing_id
        if (after !== null) walked.push(after)
        differing.push(...compared.differing)
      }
      expect(differing).toEqual([walked[1]])
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
        insert into ledger.sales_rate (inventory_item_id, units_per_hour, counted_from, refreshed_at)
          select 'item ' || n, 1, now(), now() from generate_series(1, 20000) n;
        insert into ledger.listing (channel_id, external_id, title, remote_state, pushable, variant_id, mapped_by)
          select 'chan_big', n, '', 'approved', true, 'variant ' || n, 'sku' from generate_series(1, 20000) n;
        insert into ledger.listing_rule (listing_id, minimum) select id, 1 from ledger.listing;
        analyze`)
      await room.channel("chan_big")
      await room.link("chan_big", "north")
      await compareAll("chan_big")
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

import { recomputeDirty } from "@serai/channels/engine/stock/recompute"
import { readDecided } from "@serai/channels/ledger/queries/decided"
import { refreshSalesRates } from "@serai/channels/ledger/sales-rates"
import { openStockroom, type Stockroom } from "./stockroom"

/**
 * The smallest b with P(X > b) ≤ chance for X ~ Poisson(mean), in whole numbers of any length: weights relative to the most
 * likely count, which is where they begin. Chances are one in so many.
 */
function exactQuantile(mean: bigint, oneIn: bigint): number {
  const unit = 1n << 256n
  const weights = new Map([[mean, unit]])
  for (let [k, weight] = [mean, unit]; k > 0n && weight > 0n; k -= 1n) {
    weight = (weight * k) / mean
    weights.set(k - 1n, weight)
  }
  for (let [k, weight] = [mean + 1n, unit]; weight > 0n; k += 1n) {
    weight = (weight * mean) / k
    weights.set(k, weight)
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0n)
  let above = 0n
  for (const k of [...weights.keys()].sort((a, b) => Number(b - a))) {
    above += weights.get(k)!
    if (above * oneIn > total) return Number(k)
  }
  return 0
}

describe("what a measured buffer is measured by", () => {
  let room: Stockroom

  beforeAll(async () => {
    room = await openStockroom()
    await room.channel("chan", { buffer_mode: "measured", oversell_chance: 0.01, buffer: 7 })
    await room.channel("other")
    await room.link("chan", "north")
  }, 180_000)
  afterAll(() => room.close())

  const one = async <T>(sql: string, values: unknown[] = []) =>
    (await room.db.query<{ value: T }>(`select ${sql} as value`, values)).rows[0]!.value

  describe("the Poisson quantile", () => {
    const quantile = (mean: number, chance: number) =>
      one<number>(`ledger.poisson_quantile($1, $2)`, [mean, chance])

    it.each([1n, 2n, 5n, 30n, 399n, 400n, 401n, 745n, 1000n, 12_345n, 100_000n])(
      "is exact for a mean of %s",
      async (mean) => {
        for (const oneIn of [2n, 10n, 1000n, 1_000_000n]) {
          expect([oneIn, await quantile(Number(mean), 1 / Number(oneIn))]).toEqual([
            oneIn,
            exactQuantile(mean, oneIn),
          ])
        }
      },
    )

    it("is exact for means below one, where most often nothing sells", async () => {
      // P(X > 0) = 1 − e^−mean; P(X > 1) = 1 − e^−mean · (1 + mean).
      expect(await quantile(0, 0.001)).toBe(0)
      expect(await quantile(-Math.log(0.999) - 1e-9, 0.001)).toBe(0)
      expect(await quantile(-Math.log(0.999) + 1e-9, 0.001)).toBe(1)
      expect(await quantile(0.17, 1 - Math.exp(-0.17) * 1.17 + 1e-12)).toBe(1)
      expect(await quantile(0.17, 1 - Math.exp(-0.17) * 1.17 - 1e-12)).toBe(2)
    })

    it("ends for any number, and says nothing of what is not known", async () => {
      expect(await quantile(1e12, 0.5)).toBe(100_000)
      expect(await quantile(3, 1e-300)).toBeLessThan(2000)
      expect(await one(`ledger.poisson_quantile(null, 0.1)`)).toBeNull()
    })
  })

  describe("the delay", () => {
    const p99 = () => one<number>(`ledger.acceptance_p99('chan')`)
    const changes = (leMs: number, count: number, daysAgo = 0) =>
      room.db.query(
        `insert into ledger.acceptance_delay (channel_id, day, le_ms, changes)
         values ('chan', (now() at time zone 'utc')::date - $3::int, $1, $2)`,
        [leMs, count, daysAgo],
      )
    beforeEach(() => room.db.query(`truncate ledger.acceptance_delay`))

    it("is that of the 99th of 100 changes of the last seven days, one second at least", async () => {
      expect(await p99()).toBe(1)
      await changes(250, 500)
      expect(await p99()).toBe(1)
      await changes(2_000, 494, 6)
      await changes(30_000, 6, 3)
      await changes(900_000, 5_000, 7)
      expect(await p99()).toBe(2)
      await changes(30_000, 10)
      expect(await p99()).toBe(30)
    })

    it("counts as a day when it is longer than any bucket", async () => {
      await changes(2_147_483_647, 1)
      expect(await p99()).toBe(86_400)
    })
  })

  describe("the rate", () => {
    const order = async (
      channelId: string,
      number: string,
      {
        daysAgo,
        lines,
      }: { daysAgo: number; lines: [variant: string | null, ordered: number, owed: number][] },
    ) => {
      await room.db.query(
        `insert into ledger.channel_order (channel_id, external_id, order_id, currency, placed_at, state)
         values ($1, $2, 'order ' || $2::text, 'TRY', now() - make_interval(days => $3), 'created')`,
        [channelId, number, daysAgo],
      )
      for (const [index, [variant, ordered, owed]] of lines.entries()) {
        await room.db.query(
          `insert into ledger.order_line (channel_id, order_external_id, external_id, line_item_id, listing_external_id,
             title, ordered, owed, variant_id, state)
           values ($1, $2, $3, $2 || ' ' || $3, '', '', $4, $5, $6, 'reserved')`,
          [channelId, number, String(index), ordered, owed, variant],
        )
      }
    }
    const rates = async () => {
      const { rows } = await room.db.query<{ inventory_item_id: string; units: number }>(
        `select inventory_item_id, (units_per_hour * extract(epoch from refreshed_at - counted_from) / 3600)::float8 as units
         from ledger.sales_rate order by 1`,
      )
      return Object.fromEntries(rows.map((row) => [row.inventory_item_id, Math.round(row.units * 1e6) / 1e6]))
    }
    const hoursCounted = () =>
      one<number>(
        `(select max(extract(epoch from refreshed_at - counted_from) / 3600)::float8 from ledger.sales_rate)`,
      )

    beforeAll(async () => {
      await room.variant("mug", { mug: 1 })
      await room.variant("set", { mug: 2, lid: 1 })
      await room.variant("bowl", { bowl: 1 })
    })
    beforeEach(() => room.db.query(`truncate ledger.channel_order, ledger.order_line, ledger.sales_rate`))

    it("counts what all channels sold, kits by their parts, without what was cancelled", async () => {
      await order("chan", "1", {
        daysAgo: 2,
        lines: [
          ["mug", 5, 3],
          ["bowl", 4, 0],
        ],
      })
      await order("other", "2", {
        daysAgo: 1,
        lines: [
          ["set", 2, 2],
          [null, 9, 9],
        ],
      })
      expect(await refreshSalesRates(room.ledger)).toBe(2)
      expect(await rates()).toEqual({ mug: 7, lid: 2 })
      expect(await hoursCounted()).toBeCloseTo(48, 2)
    })

    it("counts the last 28 days, and one day at least", async () => {
      await order("chan", "1", { daysAgo: 0, lines: [["mug", 24, 24]] })
      await refreshSalesRates(room.ledger)
      expect(await one<number>(`(select units_per_hour::float8 from ledger.sales_rate)`)).toBeCloseTo(1, 5)
      await order("chan", "2", {
        daysAgo: 40,
        lines: [
          ["mug", 100, 100],
          ["lid", 1, 1],
        ],
      })
      await refreshSalesRates(room.ledger)
      expect(await rates()).toEqual({ mug: 24 })
      expect(await hoursCounted()).toBeCloseTo(28 * 24, 2)
    })

    it("forgets what no longer sells", async () => {
      await order("chan", "1", { daysAgo: 2, lines: [["bowl", 1, 1]] })
      await refreshSalesRates(room.ledger)
      await room.db.query(`update ledger.order_line set owed = 0`)
      expect(await refreshSalesRates(room.ledger)).toBe(0)
      expect(await rates()).toEqual({})
    })

    it("counts Medusa's own shop, and no marketplace order twice", async () => {
      await order("chan", "1", { daysAgo: 2, lines: [["bowl", 2, 2]] })
      for (const [id, status, pieces] of [
        ["order 1", "pending", 2],
        ["shop", "pending", 5],
        ["off", "canceled", 8],
      ] as const) {
        await room.db.query(
          `insert into "order" (id, status, currency_code, version) values ($1, $2::order_status_enum, 'try', 1)`,
          [id, status],
        )
        await room.db.query(
          `insert into order_line_item (id, title, variant_id, unit_price, raw_unit_price)
           values ('line ' || $1::text, '', 'bowl', 1, '{}')`,
          [id],
        )
        await room.db.query(
          `insert into order_item (id, order_id, version, item_id, quantity, raw_quantity, fulfilled_quantity,
             raw_fulfilled_quantity, shipped_quantity, raw_shipped_quantity, return_requested_quantity,
             raw_return_requested_quantity, return_received_quantity, raw_return_received_quantity,
             return_dismissed_quantity, raw_return_dismissed_quantity, written_off_quantity, raw_written_off_quantity,
             raw_delivered_quantity)
           values ('item ' || $1::text, $1, 1, 'line ' || $1::text, $2, '{}', 0, '{}', 0, '{}', 0, '{}', 0, '{}', 0, '{}', 0, '{}', '{}')`,
          [id, pieces],
        )
      }
      await refreshSalesRates(room.ledger)
      expect(await rates()).toEqual({ bowl: 7 })
    })
  })

  it("together hold back what sells in that time, and the fixed buffer where nothing has sold", async () => {
    await room.db.query(`truncate ledger.sales_rate, ledger.acceptance_delay`)
    await room.variant("plate", { plate: 2 })
    await room.level("plate", "north", 100)
    const id = await room.listing("chan", "plate")
    await room.delay("chan", 60_000)
    const decided = async () => {
      await room.db.query(`insert into ledger.dirty (variant_id) values ('plate')`)
      await recomputeDirty({ ledger: room.ledger, maxByMarketplace: {} })
      const { rows } = await room.db.query<{ reason: unknown }>(
        `select reason from ledger.aspect where listing_id = $1`,
        [id],
      )
      return readDecided(rows[0]!.reason)
    }
    expect(await decided()).toMatchObject({
      rules: { buffer_mode: "measured", measured: null },
      sum: { available: 50, buffer: 7, publishable: 43 },
    })
    // 120 units an hour are one set a minute, and 99 of 100 changes take a minute: P(X > 4) is 0.4 %, P(X > 3) 1.9 %.
    await room.rate("plate", 120)
    expect(await decided()).toMatchObject({
      rules: { measured: { buffer: 4, sets_per_hour: 60, delay_seconds: 60, oversell_chance: 0.01 } },
      sum: { available: 50, buffer: 4, publishable: 46 },
    })
  })
})

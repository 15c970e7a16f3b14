import type { ChannelFacts } from "@serai/channels/engine/health/snapshot"
import { readHealth } from "@serai/channels/engine/health/snapshot"
import { fingerprintOf } from "@serai/channels/engine/stock/fingerprint"
import { metricsText } from "@serai/channels/engine/health/metrics"
import { markUnknown, recordAnswers, releaseUnsent } from "@serai/channels/ledger/aspects"
import {
  markTold,
  openAlerts,
  syncAlerts,
  untoldAlerts,
  type Alert,
} from "@serai/channels/ledger/queries/health-alerts"
import { acceptanceDelays, foldOldDelays } from "@serai/channels/ledger/queries/health-delays"
import { countOversold } from "@serai/channels/ledger/queries/health-oversold"
import {
  addTallies,
  foldOldTallies,
  foldTallies,
  tallyTotals,
} from "@serai/channels/ledger/queries/health-tallies"
import { eventually } from "../support/eventually"
import { openStockroom, type Stockroom } from "./stockroom"

describe("the ledger's account of the house's health", () => {
  let room: Stockroom
  const listings: Record<string, string> = {}

  beforeAll(async () => {
    room = await openStockroom()
    for (const id of ["tr", "ro"]) {
      await room.channel(id)
      await room.link(id, "here")
    }
    for (const sku of ["mug", "bowl", "cup"]) {
      await room.variant(sku, { [`${sku} item`]: 1 })
      listings[sku] = await room.listing("tr", sku)
    }
  }, 180_000)
  afterAll(() => room.close())

  const sql = async (text: string, values: unknown[] = []) => {
    await room.db.query(text, values)
  }

  const facts = (id: string): ChannelFacts => ({
    id,
    name: `Shop "${id}"`,
    marketplace: "testing",
    paused: false,
    connectedAt: new Date(),
    pullSeconds: 240,
    repeatWindowMs: 900_000,
  })

  /** Prometheus' text, read back: metric with its labels → value. */
  async function scrape(): Promise<Map<string, number>> {
    const [snapshot, tallies, delays, alerts] = await Promise.all([
      readHealth(room.ledger, [facts("tr"), facts("ro")]),
      tallyTotals(room.ledger, null),
      acceptanceDelays(room.ledger, null),
      openAlerts(room.ledger),
    ])
    const text = await metricsText({
      ...snapshot,
      tallies,
      delays,
      openAlerts: alerts,
      versions: { version: "1" },
    })
    const series = new Map<string, number>()
    for (const line of text.split("\n").filter((line) => line !== "" && !line.startsWith("#"))) {
      const [, name, labels = "", value] = /^([a-z_]+)(\{.*\})? ([-+.\deE]+|\+Inf)$/.exec(line) ?? []
      if (name === undefined) throw new Error(`not Prometheus' text: ${line}`)
      expect(series.has(name + labels)).toBe(false)
      series.set(name + labels, Number(value))
    }
    return series
  }

  const of = (id: string, more = "") =>
    `{channel="${id}",marketplace="testing",name="Shop \\"${id}\\""${more && `,${more}`}}`

  describe("in metrics", () => {
    it("tells how old what waits is, per channel and for the house", async () => {
      await sql(
        `insert into ledger.channel_state (channel_id, read_began_at, last_pull_at, gate_shut_since, webhooks_refused)
         values ('tr', now() - interval '90 s', now() - interval '90 s', now() - interval '20 s', 4)`,
      )
      await sql(
        `insert into ledger.inbox (channel_id, topic, source, key, body, occurred_at, received_at, state)
         values ('tr', 'order', 'poll', 'a', '{}', now() - interval '2 h', now() - interval '70 s', 'pending'),
           ('tr', 'order', 'poll', 'b', '{}', now(), now(), 'pending'),
           ('tr', 'order', 'poll', 'c', '{}', now(), now(), 'dead')`,
      )
      await sql(
        `update ledger.dirty set changed_at = now() - interval '40 s' where id = (select min(id) from ledger.dirty)`,
      )
      const series = await scrape()
      expect(series.get(`serai_read_mark_age_seconds${of("tr")}`)).toBeCloseTo(90, -0.5)
      expect(series.get(`serai_read_mark_age_seconds${of("ro")}`)).toBeLessThan(60)
      // Nothing waits behind it.
      expect(series.get(`serai_gate_shut_seconds${of("tr")}`)).toBe(0)
      expect(series.get(`serai_gate_shut_seconds${of("ro")}`)).toBe(0)
      expect(series.get(`serai_queue_age_seconds${of("tr")}`)).toBeCloseTo(70, -0.5)
      expect(series.get(`serai_oldest_change_age_seconds`)).toBeCloseTo(40, -0.5)
      expect(series.get(`serai_inbox_pending${of("tr")}`)).toBe(2)
      expect(series.get(`serai_inbox_dead${of("tr")}`)).toBe(1)
      expect(series.get(`serai_webhooks_refused_total${of("tr")}`)).toBe(4)
      expect(series.get(`serai_build_info{version="1"}`)).toBe(1)
    })

    it("counts listings by state, drift and reason of silence", async () => {
      const aspect = (sku: string, state: string, desired: string | null, more: string) =>
        sql(
          `insert into ledger.aspect (listing_id, aspect, channel_id, state, desired, desired_at, changed_at, reason, drift)
           values ($1, 'stock', 'tr', $2, $3::jsonb, now(), now() - interval '30 s', ${more})`,
          [listings[sku], state, desired],
        )
      await aspect("mug", "due", "5", `null, 'edited_there'`)
      await aspect("bowl", "refused", "2", `null, 'lost_write'`)
      await aspect("cup", "settled", null, `'{"rule": "no_location"}', null`)
      await sql(
        `insert into ledger.brake (channel_id, kind, listings, of_listings) values ('tr', 'zero', 300, 400)`,
      )
      const series = await scrape()
      expect(series.get(`serai_gate_shut_seconds${of("tr")}`)).toBeGreaterThanOrEqual(20)
      expect(series.get(`serai_listings${of("tr")}`)).toBe(3)
      expect(series.get(`serai_listings_in_state${of("tr", 'state="due"')}`)).toBe(1)
      expect(series.get(`serai_listings_in_state${of("tr", 'state="refused"')}`)).toBe(1)
      expect(series.get(`serai_listings_in_state${of("tr", 'state="sent"')}`)).toBe(0)
      expect(series.get(`serai_divergence_listings${of("tr", 'kind="edited_there"')}`)).toBe(1)
      expect(series.get(`serai_divergence_listings${of("tr", 'kind="lost_write"')}`)).toBe(1)
      expect(series.get(`serai_unknown_availability_listings${of("tr", 'reason="no_location"')}`)).toBe(1)
      expect(series.get(`serai_brake_listings${of("tr", 'kind="zero"')}`)).toBe(300)
    })

    it("counts a figure that waits until its repeat is taken from then on, unless another one waits beside it", async () => {
      await sql(`truncate ledger.aspect, ledger.push`)
      await sql(`update ledger.inbox set state = 'done' where state = 'pending'`)
      const due = (sku: string) =>
        sql(
          `insert into ledger.aspect (listing_id, aspect, channel_id, state, desired, desired_at, changed_at)
           values ($1, 'stock', 'tr', 'due', '5', now(), now() - interval '10 min')`,
          [listings[sku]],
        )
      const toldBefore = (interval: string) =>
        sql(
          `insert into ledger.push (channel_id, aspect, cause, state, fingerprint, items, accepted, sent_at)
           values ('tr', 'stock', 'change', 'settled', $1, 1, 1, now() - $2::interval)`,
          [fingerprintOf([{ externalId: "mug", quantity: 5 }]), interval],
        )
      const waited = async () => (await scrape()).get(`serai_queue_age_seconds${of("tr")}`)
      await due("mug")
      expect(await waited()).toBeGreaterThanOrEqual(600)
      await toldBefore("16 min")
      expect(await waited()).toBeCloseTo(60, -0.5)
      await toldBefore("14 min")
      expect(await waited()).toBe(0)
      await due("bowl")
      expect(await waited()).toBeGreaterThanOrEqual(600)
    })

    it("turns counted delays into a cumulative histogram of seconds, the folded ones too", async () => {
      const count = (day: string, le: number, changes: number, sum: number) =>
        sql(`insert into ledger.acceptance_delay values ('tr', current_date - $1::int, $2, $3, $4)`, [
          day,
          le,
          changes,
          sum,
        ])
      await count("0", 250, 5, 1000)
      await count("0", 1000, 3, 2000)
      await count("1", 250, 1, 200)
      await count("1", 2_147_483_647, 1, 90_000)
      await count("400", 250, 2, 300)
      const bucket = (le: string) => `serai_change_accepted_seconds_bucket${of("tr", `le="${le}"`)}`
      const expectIt = async () => {
        const series = await scrape()
        expect(series.get(bucket("0.25"))).toBe(8)
        expect(series.get(bucket("1"))).toBe(11)
        expect(series.get(bucket("+Inf"))).toBe(12)
        expect(series.get(`serai_change_accepted_seconds_sum${of("tr")}`)).toBeCloseTo(93.5)
        expect(series.get(`serai_change_accepted_seconds_count${of("tr")}`)).toBe(12)
        expect(series.get(`serai_change_accepted_seconds_count${of("ro")}`)).toBe(0)
      }
      await expectIt()
      await foldOldDelays(room.ledger)
      await foldOldDelays(room.ledger)
      await expectIt()
    })
  })

  describe("in counts", () => {
    beforeEach(() =>
      sql(`truncate ledger.aspect, ledger.push, ledger.push_item, ledger.tally, ledger.tally_delta`),
    )

    /** A push under way with the figure 5 for each of these. */
    async function push(skus: string[]): Promise<string> {
      const { rows } = await room.db.query<{ id: string }>(
        `insert into ledger.push (channel_id, aspect, cause, state, fingerprint, items, sent_at)
         values ('tr', 'stock', 'change', 'sending', 'f', $1, now()) returning id`,
        [skus.length],
      )
      const id = rows[0]!.id
      for (const sku of skus) {
        await sql(
          `insert into ledger.push_item (push_id, listing_id, external_id, value) values ($1, $2, $3, '5')`,
          [id, listings[sku], sku],
        )
        await sql(
          `insert into ledger.aspect (listing_id, aspect, channel_id, state, desired, desired_at, sent, sent_push_id)
           values ($1, 'stock', 'tr', 'sent', '5', now(), '5', $2)`,
          [listings[sku], id],
        )
      }
      return id
    }

    const answer = { value: null, code: null, message: null, final: true, retry_after_ms: null }
    const accepted = (sku: string) => ({ ...answer, external_id: sku, status: "accepted" as const })
    const rejected = (sku: string, code: string) => ({
      ...answer,
      external_id: sku,
      status: "rejected" as const,
      code,
    })

    const counted = async (name: string) =>
      Object.fromEntries(
        (await tallyTotals(room.ledger, null))
          .filter((tally) => tally.name === name)
          .map(({ label, detail, total }) => [`${label} ${detail}`.trim(), total]),
      )

    it("has every answer of a marketplace once, by its code, however often it is told", async () => {
      const id = await push(["mug", "bowl", "cup"])
      await recordAnswers(room.ledger, id, [accepted("mug"), rejected("bowl", "TOO_MANY")])
      await recordAnswers(room.ledger, id, [accepted("mug"), rejected("cup", "LOCKED")])
      expect(await counted("items")).toEqual({ accepted: 1, "rejected TOO_MANY": 1, "rejected LOCKED": 1 })
    })

    it("tells what was never sent and what got lost from what was refused", async () => {
      const lost = await push(["mug"])
      await markUnknown(room.ledger, lost)
      await releaseUnsent(room.ledger, await push(["bowl"]), 0)
      expect(await counted("items")).toEqual({ unknown: 1, unsent: 1 })
    })

    it("has pushes by how they ended", async () => {
      const id = await push(["mug"])
      await sql(`update ledger.push set state = 'pending' where id = $1`, [id])
      expect(await counted("pushes")).toEqual({})
      await sql(`update ledger.push set state = 'settled' where id = $1`, [id])
      await sql(`update ledger.push set accepted = 1 where id = $1`, [id])
      expect(await counted("pushes")).toEqual({ "settled lowered": 1 })
    })

    it("stays the same when it is folded, by minutes and by years", async () => {
      const call = { name: "calls", channel_id: "tr", label: "orders", detail: "200" } as const
      await addTallies(room.ledger, [{ ...call, total: 3 }])
      await foldTallies(room.ledger)
      await addTallies(room.ledger, [
        { ...call, total: 4 },
        { ...call, detail: "429", total: 1 },
      ])
      expect(await counted("calls")).toEqual({ "orders 200": 7, "orders 429": 1 })
      await foldTallies(room.ledger)
      await sql(`update ledger.tally set day = day - 400`)
      await foldOldTallies(room.ledger)
      await addTallies(room.ledger, [{ ...call, total: 1 }])
      expect(await counted("calls")).toEqual({ "orders 200": 8, "orders 429": 1 })
      const { rows } = await room.db.query(`select 1 from ledger.tally`)
      expect(rows).toHaveLength(2)
      const series = await scrape()
      expect(series.get(`serai_marketplace_calls_total${of("tr", 'operation="orders",status="200"')}`)).toBe(
        8,
      )
    })

    it("does not grow without end when a marketplace puts ids into its codes", async () => {
      const refusal = (n: number) => ({
        name: "items" as const,
        channel_id: "tr",
        label: "rejected",
        detail: `E${n}`,
        total: 1,
      })
      await addTallies(
        room.ledger,
        Array.from({ length: 100 }, (_, n) => refusal(n)),
      )
      await foldTallies(room.ledger)
      await addTallies(room.ledger, [refusal(7), refusal(500), refusal(501)])
      await foldTallies(room.ledger)
      const codes = await counted("items")
      expect(Object.keys(codes)).toHaveLength(101)
      expect(codes["rejected E7"]).toBe(2)
      expect(codes["rejected other"]).toBe(2)
    })
  })

  describe("of units that were sold and nobody had", () => {
    const totals = async (): Promise<Record<string, number>> =>
      Object.fromEntries(
        (await tallyTotals(room.ledger, null))
          .filter(({ name }) => name === "oversold")
          .map(({ channel_id, total }) => [channel_id, total]),
      )

    const oversold = async () => {
      // As if it had happened a while ago.
      await sql(`update ledger.stock_movement set occurred_at = occurred_at - interval '5 min'`)
      await countOversold(room.ledger)
      return totals()
    }

    const sell = async (channel: string, line: string, quantity: number) => {
      // As ingestion leaves it when it reserves: Medusa has the order, and the ledger does not know its lines yet.
      await sql(
        `insert into "order" (id, currency_code, metadata)
         values ($1, 'try', jsonb_build_object('serai', jsonb_build_object('channel_id', $2::text)))`,
        [`order ${line}`, channel],
      )
      await sql(
        `insert into order_line_item (id, title, unit_price, raw_unit_price, metadata)
         values ($1, 'A mug', 1, '{"value": "1"}', '{"serai": {"external_line_id": "1"}}')`,
        [line],
      )
      await sql(
        `insert into order_item (id, order_id, version, item_id, quantity, raw_quantity, fulfilled_quantity,
           shipped_quantity, return_requested_quantity, return_received_quantity, return_dismissed_quantity,
           written_off_quantity)
         values ('item ' || $1::text, 'order ' || $1::text, 1, $1, $2, '{}', 0, 0, 0, 0, 0, 0)`,
        [line, quantity],
      )
      await sql(
        `insert into reservation_item (id, inventory_item_id, location_id, quantity, line_item_id)
         values ($1, 'mug item', 'here', $2, $1)`,
        [line, quantity],
      )
    }

    it("counts what each reservation lacked when it was made, once, for the channel that sold it", async () => {
      await sql(`update ledger.oversold_cursor set through = now() - interval '6 min'`)
      await room.level("mug item", "here", 5)
      await sell("tr", "one", 3)
      await sell("ro", "two", 4)
      await sell("tr", "three", 2)
      // Medusa's own order is nobody's channel.
      await room.reserve("web", { itemId: "mug item", locationId: "here", quantity: 1 })
      expect(await oversold()).toEqual({ ro: 2, tr: 2 })
      expect(await oversold()).toEqual({ ro: 2, tr: 2 })
    })

    it("forgets nothing when goods arrive, and counts no sale that they cover", async () => {
      await sql(`update ledger.oversold_cursor set through = now() - interval '6 min'`)
      await sql(`delete from ledger.stock_movement`)
      await sql(`update inventory_level set stocked_quantity = 20`)
      await sell("tr", "four", 2)
      expect(await oversold()).toEqual({ ro: 2, tr: 2 })
    })

    it("waits for transactions that are still open", async () => {
      await sql(`delete from ledger.stock_movement`)
      await sql(`begin`)
      await sell("tr", "five", 30)
      await countOversold(room.ledger)
      await sql(`commit`)
      // Of 20 mugs 12 were taken.
      const lacking = 22
      await eventually("them to be counted", async () => {
        await countOversold(room.ledger)
        return (await totals()).tr === 2 + lacking
      })
    })
  })

  describe("in alerts", () => {
    const stale: Alert = {
      kind: "stale",
      channel_id: "tr",
      subject: "",
      severity: "error",
      title: "Orders are not being read",
      message: "13 min",
    }
    const dead: Alert = { ...stale, kind: "dead", severity: "warning", title: "Somebody sent rubbish" }

    it("has one per cause and channel while it lasts, with its newest words", async () => {
      await syncAlerts(room.ledger, [stale, { ...stale, channel_id: "ro" }])
      await syncAlerts(room.ledger, [{ ...stale, message: "14 min" }, dead])
      const open = await openAlerts(room.ledger)
      expect(open.map(({ kind, channel_id, message }) => [kind, channel_id, message])).toEqual([
        ["stale", "tr", "14 min"],
        ["dead", "tr", "13 min"],
      ])
      await syncAlerts(room.ledger, [])
      expect(await openAlerts(room.ledger)).toEqual([])
    })

    it("is told once when it opens and once when it ends, and anew when it comes back", async () => {
      await sql(`truncate ledger.alert`)
      const told = async () => {
        const untold = await untoldAlerts(room.ledger)
        for (const alert of untold) await markTold(room.ledger, alert)
        return untold.map(({ ended, title }) => `${ended ? "over: " : ""}${title}`)
      }
      await syncAlerts(room.ledger, [stale])
      expect(await told()).toEqual(["Orders are not being read"])
      await syncAlerts(room.ledger, [stale])
      expect(await told()).toEqual([])
      await syncAlerts(room.ledger, [])
      expect(await told()).toEqual(["over: Orders are not being read"])
      expect(await told()).toEqual([])
      await syncAlerts(room.ledger, [stale])
      expect(await told()).toEqual(["Orders are not being read"])
    })

    it("is not told any more when it ended before anybody could be told", async () => {
      await sql(`truncate ledger.alert`)
      await syncAlerts(room.ledger, [stale])
      await syncAlerts(room.ledger, [])
      expect(await untoldAlerts(room.ledger)).toEqual([])
    })

    it("is one, too, when two processes look at once", async () => {
      await sql(`truncate ledger.alert`)
      await Promise.all(Array.from({ length: 5 }, () => syncAlerts(room.ledger, [stale, dead])))
      expect(await openAlerts(room.ledger)).toHaveLength(2)
    })
  })
})

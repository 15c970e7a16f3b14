import { createLedgerDataSource, migrateLedger } from "@serai/channels/ledger"
import { recordAnswers } from "@serai/channels/ledger/aspects"
import { claimPush } from "@serai/channels/ledger/claims"
import { stockLanes, type StockLane } from "@serai/channels/engine/stock/stock-ledger"
import { openQueue } from "@serai/channels/engine/runner"
import { recomputeChannel, recomputeDirty } from "@serai/channels/engine/stock/recompute"
import { startWorker } from "@serai/channels/engine/worker"
import { Client } from "pg"
import type { DataSource } from "typeorm"
import { createListings, createProducts, createWarehouse, warehouseId } from "../../src/stage/catalogue"
import { createDatabase } from "../support/database"

const channelId = "chan_load"
const range = { from: 1, to: 400 }
const maxByMarketplace = { trendyol: 20_000 }
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

describe("the engine while stock changes without a pause", () => {
  let database: Awaited<ReturnType<typeof createDatabase>>
  let db: Client
  let ledger: DataSource

  beforeAll(async () => {
    database = await createDatabase()
    await migrateLedger(database.url)
    db = new Client({ connectionString: database.url })
    await db.connect()
    ledger = await createLedgerDataSource({ databaseUrl: database.url }).initialize()
    await createWarehouse(db)
    await db.query(`insert into sales_channel (id, name) values ('sc_load', 'Load')`)
    await db.query(
      `insert into sales_channel_stock_location (id, sales_channel_id, stock_location_id) values ('scloc_load', 'sc_load', $1)`,
      [warehouseId],
    )
    await db.query(
      `insert into channel (id, marketplace, name, account, currency, credentials, webhook_secret, sales_channel_id, schedules, orders_since)
       values ($1, 'trendyol', 'Load', 'Load', 'TRY', '', '', 'sc_load', '{}', now())`,
      [channelId],
    )
    await createProducts(db, range, 1_000)
    await createListings(db, range, channelId)
    await db.query(`analyze`)
  }, 180_000)

  afterAll(async () => {
    await ledger.destroy()
    await db.end()
    await database.drop()
  })

  it("tells after every round whose figures changed, without waiting for the last change", async () => {
    await recomputeChannel({ ledger, maxByMarketplace }, channelId)
    await db.query(`truncate ledger.dirty`)
    // More marks than one round takes, all of the same few items.
    await db.query(
      `insert into ledger.dirty (inventory_item_id) select 'iitem_stage_' || (1 + n % 3) from generate_series(1, 2500) n`,
    )
    await db.query(
      `update inventory_level set stocked_quantity = 900 where inventory_item_id = 'iitem_stage_1'`,
    )
    await db.query(`delete from ledger.dirty where id = (select max(id) from ledger.dirty)`)
    const marksLeft: number[] = []

    await recomputeDirty({ ledger, maxByMarketplace }, async () => {
      const { rows } = await db.query<{ count: string }>(`select count(*) from ledger.dirty`)
      marksLeft.push(Number(rows[0]!.count))
    })

    expect(marksLeft).toEqual([500])
  })

  it("takes answers and recomputes the same listings at once, without a deadlock", async () => {
    await recomputeChannel({ ledger, maxByMarketplace }, channelId)

    async function change(): Promise<void> {
      for (let round = 1; round <= 60; round += 1) {
        await db.query(`update inventory_level set stocked_quantity = $1`, [1_000 + round])
        await recomputeDirty({ ledger, maxByMarketplace })
      }
    }
    let answered = 0
    async function answer(done: () => boolean): Promise<void> {
      while (!done()) answered += await pushAndAnswer(ledger)
    }

    let changed = false
    await Promise.all([change().finally(() => (changed = true)), answer(() => changed)])

    expect(answered).toBeGreaterThan(0)
  }, 120_000)

  it("holds the jobs it works on in a name that shows it is alive", async () => {
    const queue = await openQueue(database.url, silent)
    let holder: string | undefined
    const seen = new Promise<void>((resolve, reject) => {
      void queue.enqueueHouse("maintain").then(() =>
        startWorker({
          databaseUrl: database.url,
          log: silent,
          queue,
          catchUp: () => Promise.resolve(),
          die: () => reject(new Error("The worker wants to die")),
          runChannelTask: () => Promise.resolve(),
          runHouseTask: async () => {
            const { rows } = await db.query<{ locked_by: string }>(
              `select locked_by from graphile_worker._private_job_queues where locked_by is not null`,
            )
            holder = rows[0]?.locked_by
            resolve()
          },
        }).then((stop) => (stopWorker = stop)),
      )
    })
    let stopWorker: (() => Promise<void>) | undefined
    try {
      await seen
      await untilTrue(async () => stopWorker !== undefined)
      const { rows } = await db.query<{ taken: boolean }>(
        `select pg_try_advisory_lock(hashtext('serai-worker'), hashtext($1)) as taken`,
        [holder],
      )
      expect(holder).toBeDefined()
      expect(rows[0]!.taken).toBe(false)
    } finally {
      await stopWorker?.()
      await queue.close()
    }
  })
})

/** One push of everything that is due, answered in an order of its own. Returns how many listings it carried. */
async function pushAndAnswer(ledger: DataSource): Promise<number> {
  let carried = 0
  for (const lane of stockLanes) carried += await pushLaneAndAnswer(ledger, lane)
  return carried
}

async function pushLaneAndAnswer(ledger: DataSource, lane: StockLane): Promise<number> {
  const sent = await claimPush(ledger, channelId, {
    lane,
    gateOpen: true,
    limits: { items: 1_000, identicalWithinMs: 0 },
    brakePercent: null,
    compareAndSet: false,
  })
  if (!sent) return 0
  const accepted = sent.writes.map(({ externalId }) => ({
    external_id: externalId,
    status: "accepted" as const,
    value: null,
    code: null,
    message: null,
    final: false,
    retry_after_ms: null,
  }))
  await recordAnswers(ledger, sent.id, accepted.reverse())
  return sent.writes.length
}

async function untilTrue(ask: () => Promise<boolean>): Promise<void> {
  while (!(await ask())) await new Promise((resolve) => setImmediate(resolve))
}

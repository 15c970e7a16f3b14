import { createLedgerDataSource, migrateLedger } from "@serai/channels/ledger"
import { findInboxEntries } from "@serai/channels/ledger/queries/inbox-entries"
import { findPushes } from "@serai/channels/ledger/queries/pushes"
import type { DataSource } from "typeorm"
import { createDatabase } from "../support/database"

const page = { limit: 3, offset: 0 }

describe("lists that begin with the newest", () => {
  let database: Awaited<ReturnType<typeof createDatabase>>
  let ledger: DataSource

  beforeAll(async () => {
    database = await createDatabase()
    await migrateLedger(database.url)
    ledger = await createLedgerDataSource({ databaseUrl: database.url }).initialize()
  }, 180_000)
  afterAll(async () => {
    await ledger.destroy()
    await database.drop()
  })

  // Ids are text on the wire, and as text "9" comes after "12".
  it("sorts pushes by number", async () => {
    await ledger.query(
      `insert into ledger.push (channel_id, aspect, cause, state, fingerprint, items)
       select 'chan_1', 'stock', 'change', 'settled', 'f' || n, 1 from generate_series(1, 12) n`,
    )
    const { rows } = await findPushes(ledger, { channelId: "chan_1", failuresFirst: false }, page)
    expect(rows.map((row) => row.id)).toEqual(["12", "11", "10"])
    const failures = await findPushes(ledger, { channelId: "chan_1", failuresFirst: true }, page)
    expect(failures.rows.map((row) => row.id)).toEqual(["12", "11", "10"])
  })

  it("sorts inbox entries by number", async () => {
    await ledger.query(
      `insert into ledger.inbox (channel_id, topic, source, key, occurred_at, body)
       select 'chan_1', 'order', 'poll', 'k' || n, now(), '{}' from generate_series(1, 12) n`,
    )
    const { rows } = await findInboxEntries(ledger, {}, page)
    expect(rows.map((row) => row.id)).toEqual(["12", "11", "10"])
  })
})

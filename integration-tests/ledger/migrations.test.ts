import { createLedgerDataSource, migrateLedger, revertLedger } from "@serai/channels/ledger"
import { Client } from "pg"
import { createDatabase } from "../support/database"

describe("the ledger's migrations", () => {
  let database: Awaited<ReturnType<typeof createDatabase>>
  let db: Client

  beforeAll(async () => {
    database = await createDatabase()
    db = new Client({ connectionString: database.url })
    await db.connect()
  }, 180_000)
  afterAll(async () => {
    await db.end()
    await database.drop()
  })

  /** Everything in the database that could remember us: objects by kind and name, triggers with their tables. */
  const objects = async () =>
    (
      await db.query<{ name: string }>(
        `select 'schema ' || nspname as name from pg_namespace where nspname not like 'pg\\_%'
         union all select c.relkind::text || ' ' || c.oid::regclass from pg_class c
           join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'ledger') and c.relkind <> 't'
         union all select 'function ' || p.oid::regprocedure from pg_proc p
           join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'ledger')
         union all select 'trigger ' || tgname || ' on ' || tgrelid::regclass from pg_trigger where not tgisinternal
         order by 1`,
      )
    ).rows.map((row) => row.name)

  const columns = async () =>
    (
      await db.query<{ name: string }>(
        `select table_schema || '.' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable as name
         from information_schema.columns where table_schema in ('public', 'ledger') order by 1`,
      )
    ).rows.map((row) => row.name)

  it("go up on Medusa's tables, down without a trace, and up again to the same", async () => {
    // Medusa's own command runs them too.
    await migrateLedger(database.url)
    await revertLedger(database.url)
    const before = { objects: await objects(), columns: await columns() }
    expect(before.objects.filter((name) => name.includes("ledger"))).toEqual([])

    await migrateLedger(database.url)
    const up = { objects: await objects(), columns: await columns() }
    expect(up.objects.length).toBeGreaterThan(before.objects.length + 40)

    await revertLedger(database.url)
    expect({ objects: await objects(), columns: await columns() }).toEqual(before)

    await migrateLedger(database.url)
    expect({ objects: await objects(), columns: await columns() }).toEqual(up)
  })

  it("may be run again, and by two processes at once", async () => {
    const up = await objects()
    await Promise.all([migrateLedger(database.url), migrateLedger(database.url)])
    expect(await objects()).toEqual(up)
    await revertLedger(database.url)
    await Promise.all([migrateLedger(database.url), migrateLedger(database.url)])
    expect(await objects()).toEqual(up)
  })

  it("say what to do when Medusa's own have not run", async () => {
    const url = new URL(database.url)
    const name = `${url.pathname.slice(1)}_bare`
    await db.query(`create database ${name}`)
    url.pathname = name
    try {
      await expect(migrateLedger(url.toString())).rejects.toThrow(
        "run Medusa's migrations (npm run db:migrate)",
      )
    } finally {
      await db.query(`drop database ${name} with (force)`)
    }
  })

  describe("cut traffic by month", () => {
    const partitions = async (parent: string) =>
      (
        await db.query<{ name: string }>(
          `select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass order by 1`,
          [`ledger.${parent}`],
        )
      ).rows.map((row) => row.name)

    const inboxRow = (key: string, occurredAt: string) =>
      db.query<{ partition: string }>(
        `insert into ledger.inbox (channel_id, topic, source, key, body, occurred_at)
         values ('chan_1', 'order', 'poll', $1, '{}', now() + $2::interval) returning tableoid::regclass::text as partition`,
        [key, occurredAt],
      )

    const month = (offset: number) => {
      const now = new Date()
      const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1))
      return `${first.getUTCFullYear()}_${String(first.getUTCMonth() + 1).padStart(2, "0")}`
    }

    it.each(["inbox", "push", "push_item", "stock_movement"])(
      "%s has this month and the two to come",
      async (table) => {
        const names = await partitions(table)
        expect(names).toContain(`ledger.${table}_default`)
        for (const offset of [0, 1, 2]) expect(names).toContain(`ledger.${table}_${month(offset)}`)
      },
    )

    it("lose no row whose month nobody has made", async () => {
      const { rows } = await inboxRow("far", "5 years")
      expect(rows).toEqual([{ partition: "ledger.inbox_default" }])
      expect((await inboxRow("old", "-5 years")).rows).toEqual([{ partition: "ledger.inbox_default" }])
    })

    it("make the months ahead, and leave one whose rows lie in the default partition where it is", async () => {
      await inboxRow("in five months", "5 months")
      const { rows } = await db.query<{ made: number }>(`select ledger.ensure_partitions(0, 7) as made`)
      expect(rows[0]!.made).toBeGreaterThan(0)
      const names = await partitions("inbox")
      expect(names).toContain(`ledger.inbox_${month(4)}`)
      expect(names).not.toContain(`ledger.inbox_${month(5)}`)
      expect(await partitions("push")).toContain(`ledger.push_${month(5)}`)
      const found = await db.query(`select 1 from ledger.inbox where key = 'in five months'`)
      expect(found.rows).toHaveLength(1)
      const again = await db.query<{ made: number }>(`select ledger.ensure_partitions(0, 7) as made`)
      expect(again.rows).toEqual([{ made: 0 }])
    })

    it("drop what is older than its retention, and nothing else", async () => {
      await db.query(`select ledger.ensure_partitions(12, 0)`)
      await inboxRow("nearly expired", "-5 months")
      const before = await partitions("inbox")
      const { rows } = await db.query<{ name: string }>(`select ledger.drop_expired_partitions() as name`)
      const dropped = rows.map((row) => `ledger.${row.name}`)
      // Kept for six months after their month has ended.
      expect(dropped).toContain(`ledger.inbox_${month(-8)}`)
      expect(dropped).toContain(`ledger.push_${month(-5)}`)
      expect(dropped).not.toContain(`ledger.inbox_${month(-6)}`)
      expect(dropped.filter((name) => name.includes("movement"))).toEqual([])
      expect(await partitions("inbox")).toEqual(before.filter((name) => !dropped.includes(name)))
      const kept = await db.query<{ key: string }>(`select key from ledger.inbox order by key`)
      expect(kept.rows.map((row) => row.key)).toEqual(["far", "in five months", "nearly expired", "old"])
    })
  })

  it("leave the ledger to TypeORM alone", async () => {
    const ledger = await createLedgerDataSource({ databaseUrl: database.url }).initialize()
    expect(await ledger.showMigrations()).toBe(false)
    await ledger.destroy()
  })
})

import { gist, inOrder, openClinic, type Clinic } from "./clinic"

describe("the checks of work and of the house", () => {
  let clinic: Clinic

  beforeAll(async () => {
    clinic = await openClinic()
    const { room } = clinic
    await room.channel("chan_1")
    await room.channel("chan_2")
    await clinic.run(`insert into stock_location (id, name) values ('north', 'North')`)
    for (const channel of ["chan_1", "chan_2"]) await room.link(channel, "north")
    await schedule("chan_1", 240, 13)
    await schedule("chan_2", 240, 26)
  }, 180_000)
  afterAll(() => clinic.close())
  beforeEach(async () => {
    await clinic.run(`truncate ledger.dirty, ledger.inbox, ledger.push, ledger.channel_state, locking`)
    await clinic.run(
      `delete from graphile_worker._private_jobs; delete from graphile_worker._private_job_queues`,
    )
  })

  const schedule = (channelId: string, intervalSeconds: number, offsetSeconds: number) => {
    const one = { intervalSeconds, offsetSeconds }
    const all = { "pull-orders": one, "push-stock": one, "read-back": one }
    return clinic.run(`update channel set schedules = $2 where id = $1`, [channelId, JSON.stringify(all)])
  }
  const jobs = async () =>
    (await clinic.room.db.query<{ key: string }>(`select key from graphile_worker.jobs order by 1`)).rows.map(
      ({ key }) => key,
    )
  const messages = async (checkId: string) =>
    (await clinic.examine(checkId)).findings.map((one) => one.message)
  /** What a fix leaves to a worker stands until the worker has done it. */
  const startedFor = (subject: string) => ({
    outcome: "found",
    findings: [{ subject, note: "asked a worker for it; look again in a minute" }],
    fixed_count: 0,
  })

  it.each([
    "overdue-locks",
    "abandoned-jobs",
    "channel-locations",
    "intervals",
    "late-schedules",
    "dirty-marks",
    "open-pushes",
    "inbox-waiting",
    "inbox-dead",
    "partitions",
    "ledger-migrations",
    "lock-provider",
    "connectors",
    "encryption-key",
    "limits-age",
  ])("find nothing where everything is in order: %s", async (check) => {
    expect(gist(await clinic.examine(check))).toEqual(inOrder)
  })

  it("find locks that outlived their time, and remove them alone", async () => {
    await clinic.run(
      `insert into locking (id, owner_id, expiration) values
         ('old', 'somebody', now() - interval '1 hour'), ('held', null, now() + interval '1 hour'), ('forever', null, null)`,
    )
    expect(await messages("overdue-locks")).toEqual([
      `The lock "old" of somebody ended 60 minutes ago and was not removed.`,
    ])
    expect(gist(await clinic.fix("overdue-locks"))).toEqual({ ...inOrder, fixed: 1 })
    const { rows } = await clinic.room.db.query(`select id from locking order by id`)
    expect(rows).toEqual([{ id: "forever" }, { id: "held" }])
  })

  it("find jobs of a worker that is gone, and give them back; a connected worker keeps its own", async () => {
    await clinic.run(`select graphile_worker.add_job('ingest', '{"channelId":"chan_1"}', job_key := 'one')`)
    await clinic.run(`select graphile_worker.add_job('ingest', '{"channelId":"chan_2"}', job_key := 'two')`)
    await clinic.run(
      `update graphile_worker._private_jobs set locked_at = now() - interval '5 minutes',
         locked_by = case when key = 'one' then 'worker-gone' else 'worker-here' end`,
    )
    await clinic.run(`select pg_advisory_lock(hashtext('serai-worker'), hashtext('worker-here'))`)
    expect(await messages("abandoned-jobs")).toEqual([
      "1 job held for 5 minutes by the worker worker-gone, which is not connected.",
    ])
    expect(gist(await clinic.fix("abandoned-jobs"))).toEqual({ ...inOrder, fixed: 1 })
    await clinic.run(`select pg_advisory_unlock_all()`)
    const { rows } = await clinic.room.db.query(
      `select key, locked_by from graphile_worker.jobs order by key`,
    )
    expect(rows).toEqual([
      { key: "one", locked_by: null },
      { key: "two", locked_by: "worker-here" },
    ])
  })

  it("find that nobody works, until somebody does", async () => {
    expect(await messages("workers")).toEqual(["No worker is connected: nothing is read, computed or sent."])
    await clinic.run(`select pg_advisory_lock(hashtext('serai-worker'), hashtext('worker-here'))`)
    expect(gist(await clinic.examine("workers"))).toEqual(inOrder)
    await clinic.run(`select pg_advisory_unlock_all()`)
  })

  it("find a channel without a stock location", async () => {
    await clinic.room.channel("chan_3")
    expect(gist(await clinic.examine("channel-locations"))).toMatchObject({ subjects: ["chan_3"] })
    await clinic.run(`delete from channel where id = 'chan_3'`)
  })

  it("find locations that cannot ship for a channel's marketplace", async () => {
    await clinic.run(`insert into fulfillment_provider (id) values ('testing_testing')`)
    expect(await messages("provider-links")).toEqual([
      "North is not linked to the fulfilment provider of chan_1, chan_2: orders cannot be fulfilled from there.",
    ])
    await clinic.run(
      `insert into location_fulfillment_provider (id, stock_location_id, fulfillment_provider_id)
       values ('locfp_1', 'north', 'testing_testing')`,
    )
    expect(gist(await clinic.examine("provider-links"))).toEqual(inOrder)
    await clinic.run(`delete from fulfillment_provider where id = 'testing_testing'`)
  })

  it("find schedules that cannot be kept", async () => {
    await schedule("chan_1", 0, 0)
    await schedule("chan_2", 60, 60)
    const found = await messages("intervals")
    expect(found).toHaveLength(6)
    expect(found).toContain("chan_1: reading orders has an interval of 0 seconds.")
    expect(found).toContain(
      "chan_2: comparing stock has an offset of 60 seconds, not within its interval of 60.",
    )
    await schedule("chan_1", 240, 13)
    await schedule("chan_2", 240, 26)
  })

  it("find schedules that have not run for two periods, and ask for the work", async () => {
    await clinic.run(
      `insert into ledger.channel_state (channel_id, last_pull_at, last_compared_at, last_read_back_at, auth_error) values
         ('chan_1', now() - interval '9 minutes', now(), now(), null), ('chan_2', now() - interval '11 minutes', now(), now(), 'no such key')`,
    )
    expect(await messages("late-schedules")).toEqual([
      "chan_2: reading orders last succeeded 11 minutes ago, though it is due every 4 minutes. The marketplace refused the credentials: no such key",
    ])
    expect(await clinic.fix("late-schedules")).toMatchObject(startedFor("chan_2 pull-orders"))
    expect(await jobs()).toEqual(["pull-orders:chan_2"])
  })

  it("find changes that nobody computed, and ask for the work", async () => {
    await clinic.run(
      `insert into ledger.dirty (inventory_item_id, changed_at) values ('cup', now() - interval '4 minutes')`,
    )
    expect(gist(await clinic.examine("dirty-marks"))).toEqual(inOrder)
    await clinic.run(
      `insert into ledger.dirty (inventory_item_id, changed_at) values ('cup', now() - interval '6 minutes')`,
    )
    expect(await messages("dirty-marks")).toEqual([
      "2 changes of stock not computed, the oldest for 6 minutes.",
    ])
    expect(await clinic.fix("dirty-marks")).toMatchObject(startedFor("marks"))
    expect(await jobs()).toEqual(["reconcile"])
  })

  it("find pushes open for longer than the marketplace keeps its answer, and ask for the work", async () => {
    // The marketplace of these tests keeps answers for a minute; ten more are allowed.
    await clinic.run(
      `insert into ledger.push (channel_id, aspect, cause, state, fingerprint, items, created_at) values
         ('chan_1', 'stock', 'change', 'pending', 'a', 1, now() - interval '10 minutes'),
         ('chan_1', 'stock', 'change', 'settled', 'b', 1, now() - interval '1 hour'),
         ('chan_2', 'stock', 'change', 'pending', 'c', 1, now() - interval '12 minutes')`,
    )
    const { rows } = await clinic.room.db.query<{ id: string }>(
      `select id from ledger.push where fingerprint = 'c'`,
    )
    const id = rows[0]!.id
    expect(await messages("open-pushes")).toEqual([
      `Push ${id} of chan_2 is pending for 12 minutes, longer than the marketplace keeps its answer.`,
    ])
    expect(await clinic.fix("open-pushes")).toMatchObject(startedFor(id))
    expect(await jobs()).toEqual(["settle:chan_2"])
  })

  const receive = (key: string, state: string, age: string) =>
    clinic.run(
      `insert into ledger.inbox (channel_id, topic, source, key, occurred_at, received_at, body, state)
       values ('chan_1', 'order', 'poll', $1, now(), now() - $3::interval, '{}', $2)`,
      [key, state, age],
    )

  it("find facts that nobody took in, and ask for the work", async () => {
    await receive("young", "pending", "9 minutes")
    expect(gist(await clinic.examine("inbox-waiting"))).toEqual(inOrder)
    await receive("old", "pending", "3 hours")
    expect(await messages("inbox-waiting")).toEqual([
      "chan_1: 1 received fact not taken in, the oldest for 3 hours.",
    ])
    expect(await clinic.fix("inbox-waiting")).toMatchObject(startedFor("chan_1"))
    expect(await jobs()).toEqual(["ingest:chan_1"])
  })

  it("find facts that could not be used, which a person must look at", async () => {
    await receive("dead", "dead", "1 minute")
    await receive("dead too", "dead", "1 minute")
    expect(await messages("inbox-dead")).toEqual(["chan_1: 2 received facts could not be used."])
    expect(gist(await clinic.fix("inbox-dead"))).toMatchObject({ count: 1, fixed: 0 })
  })

  it("find that next month has no partition, and make it", async () => {
    const { rows } = await clinic.room.db.query<{ name: string }>(
      `select 'push' || to_char(date_trunc('month', now() at time zone 'utc') + interval '1 month', '_YYYY_MM') as name`,
    )
    await clinic.run(`drop table ledger.${rows[0]!.name}`)
    expect(gist(await clinic.examine("partitions"))).toMatchObject({ subjects: ["push"] })
    expect(gist(await clinic.fix("partitions"))).toEqual({ ...inOrder, fixed: 1 })
  })

  it("find migrations that have not run, and those of a newer program", async () => {
    await clinic.run(
      `update ledger.migration set name = 'Tomorrow1999999999999' where name = 'OwnMoves1763600400000'`,
    )
    expect(await messages("ledger-migrations")).toEqual([
      "The migration OwnMoves1763600400000 has not run.",
      "The migration Tomorrow1999999999999 is of a newer program than this one.",
    ])
    await clinic.run(
      `update ledger.migration set name = 'OwnMoves1763600400000' where name = 'Tomorrow1999999999999'`,
    )
  })
})

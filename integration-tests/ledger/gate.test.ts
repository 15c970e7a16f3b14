import type { ClaimRequest } from "@serai/channels/engine/stock/stock-ledger"
import { recordAnswers } from "@serai/channels/ledger/aspects"
import { releaseBrake } from "@serai/channels/ledger/brakes"
import { claimPush, hasDue } from "@serai/channels/ledger/claims"
import { createFactLedger, gateOf, settleReadings } from "@serai/channels/ledger/gate"
import { finishEntries, pendingEntries, storeFacts } from "@serai/channels/ledger/inbox"
import { acceptedItem } from "./accepted"
import { openStockroom, type Stockroom } from "./stockroom"

const freshnessMs = 10_000

describe("the gate before figures above zero", () => {
  let room: Stockroom

  beforeAll(async () => {
    room = await openStockroom()
    await room.channel("chan_1")
  }, 180_000)
  afterAll(() => room.close())
  beforeEach(() => room.db.query(`truncate ledger.inbox, ledger.channel_state, ledger.reading`))

  const gate = () => gateOf(room.ledger, "chan_1", freshnessMs)
  const facts = () => createFactLedger(room.ledger)
  const readAt = async (secondsAgo: number) => {
    const now = await facts().now()
    await facts().recordReading("chan_1", new Date(now.getTime() - secondsAgo * 1000))
  }
  const later = (seconds: number) =>
    room.db.query(
      `update ledger.channel_state set read_began_at = read_began_at - make_interval(secs => $1),
         settled_began_at = settled_began_at - make_interval(secs => $1),
         settled_at = settled_at - make_interval(secs => $1)`,
      [seconds],
    )
  const fact = (key: string) => ({
    key,
    topic: "order" as const,
    externalId: key,
    occurredAt: new Date(),
    body: "{}",
  })
  const shutSince = async () =>
    (await room.db.query<{ at: Date | null }>(`select gate_shut_since as at from ledger.channel_state`))
      .rows[0]?.at

  it("is shut before anything was read", async () => {
    expect(await gate()).toBe("unread")
  })

  it("is open after a reading, asks for the next one in time, and shuts when none came", async () => {
    await readAt(1)
    expect(await gate()).toBe("open")
    await later(5)
    expect(await gate()).toBe("ageing")
    await later(5)
    expect(await gate()).toBe("unread")
    expect(await shutSince()).toBeInstanceOf(Date)
    await readAt(0)
    expect(await gate()).toBe("open")
    expect(await shutSince()).toBeNull()
  })

  it("is open for half the freshness after a reading that took longer than the freshness", async () => {
    await gate()
    await readAt(20)
    expect(await shutSince()).toBeNull()
    expect(await gate()).toBe("ageing")
    await later(6)
    expect(await gate()).toBe("unread")
  })

  it("is shut after a reading that took so long that its beginning says nothing about now", async () => {
    await readAt(601)
    expect(await gate()).toBe("unread")
    await readAt(590)
    expect(await gate()).toBe("ageing")
  })

  it("is shut no longer once it could be passed, though nobody wants to pass any more", async () => {
    expect(await gate()).toBe("unread")
    await readAt(900)
    expect(await shutSince()).toBeInstanceOf(Date)
    await storeFacts(room.ledger, "chan_1", "poll", [fact("order 1")])
    await readAt(1)
    expect(await shutSince()).toBeInstanceOf(Date)
    await room.db.query(`update ledger.inbox set state = 'done'`)
    await settleReadings(room.ledger, "chan_1")
    expect(await shutSince()).toBeNull()
    await room.db.query(`update ledger.channel_state set gate_shut_since = now()`)
    await readAt(0)
    expect(await shutSince()).toBeNull()
  })

  it("never takes an older reading for a newer one", async () => {
    await readAt(1)
    await readAt(900)
    expect(await gate()).toBe("open")
  })

  const told = (...keys: string[]) => storeFacts(room.ledger, "chan_1", "poll", keys.map(fact))
  const ingestOne = async () => {
    const [first] = await pendingEntries(room.ledger, "chan_1", 1)
    const { id, occurred_at } = first!
    await finishEntries(room.ledger, [
      { id, occurred_at, state: "done", code: null, error: null, result: null },
    ])
    return settleReadings(room.ledger, "chan_1")
  }

  it("is shut until all that was read is ingested, and does not wait for what came later", async () => {
    await told("order 1")
    await readAt(1)
    expect(await gate()).toBe("uningested")
    await told("order 2")
    expect(await ingestOne()).toBe(true)
    expect(await gate()).toBe("open")
  })

  it("opens by the last reading of which all is ingested, however many newer ones wait", async () => {
    await told("order 1", "order 2")
    await readAt(12)
    await told("order 3")
    await readAt(4)
    await told("order 4")
    await readAt(1)
    expect(await ingestOne()).toBe(false)
    expect(await gate()).toBe("uningested")
    expect(await ingestOne()).toBe(true)
    expect(await gate()).toBe("open")
    await later(6)
    expect(await gate()).toBe("lagging")
    expect(await ingestOne()).toBe(true)
    expect(await gate()).toBe("ageing")
  })

  it("is shut where ingesting takes so long that the reading says nothing about now", async () => {
    await told("order 1")
    await readAt(601)
    expect(await gate()).toBe("unread")
    expect(await ingestOne()).toBe(true)
    expect(await gate()).toBe("unread")
  })
})

describe("what a claim takes", () => {
  let room: Stockroom

  beforeAll(async () => {
    room = await openStockroom()
    await room.channel("chan_1")
    for (let n = 0; n < 60; n += 1) {
      await room.variant(`v${n}`, { [`i${n}`]: 1 })
      await room.listing("chan_1", `v${n}`)
    }
  }, 180_000)
  afterAll(() => room.close())

  /** Listings in turn want these figures; `accepted` is what the marketplace showed so far. */
  async function due(figures: { desired: number; accepted: number | null }[]) {
    await room.db.query(`truncate ledger.aspect, ledger.push, ledger.push_item, ledger.brake`)
    await room.db.query(
      `insert into ledger.aspect (listing_id, aspect, channel_id, state, desired, desired_at, priority, accepted, accepted_at)
       select l.id, 'stock', 'chan_1', 'due', to_jsonb(f.desired), clock_timestamp(),
         case when f.desired = 0 then 0 when f.desired < f.accepted then 1 else 2 end, to_jsonb(f.accepted), now()
       from unnest($1::int[], $2::int[]) with ordinality as f (desired, accepted, n)
       join ledger.listing l on l.external_id = 'v' || (f.n - 1)`,
      [figures.map((figure) => figure.desired), figures.map((figure) => figure.accepted)],
    )
  }

  const claim = async (request: Partial<ClaimRequest> = {}) => {
    const push = await claimPush(room.ledger, "chan_1", {
      lane: "lowered",
      gateOpen: true,
      limits: { items: 100, identicalWithinMs: 0 },
      brakePercent: 30,
      compareAndSet: false,
      ...request,
    })
    return push?.writes.map((write) => write.quantity) ?? []
  }
  const many = (count: number, figure: { desired: number; accepted: number | null }) =>
    Array.from({ length: count }, () => figure)
  const brakes = async () =>
    (
      await room.db.query<{ kind: string; state: string }>(
        `select kind, state, listings from ledger.brake order by id`,
      )
    ).rows

  it("is zero alone while the gate is shut", async () => {
    await due([
      { desired: 3, accepted: 5 },
      { desired: 0, accepted: 5 },
      { desired: 9, accepted: 5 },
    ])
    expect(await claim({ gateOpen: false })).toEqual([0])
    expect(await claim({ gateOpen: false })).toEqual([])
    expect(await hasDue(room.ledger, "chan_1", "lowered")).toBe(true)
    expect(await claim({ gateOpen: false, lane: "raised" })).toEqual([])
    expect(await claim()).toEqual([3])
    expect(await claim({ lane: "raised" })).toEqual([9])
  })

  it("is what has waited longest, also where everything changes again before it could be sent", async () => {
    await due(many(6, { desired: 3, accepted: 5 }))
    const everythingChanges = (desired: number) =>
      room.db.query(
        `update ledger.aspect set desired = to_jsonb($1::int), changed_at = coalesce(changed_at, clock_timestamp()),
           state = case when state = 'settled' then 'due' else state end, version = version + 1`,
        [desired],
      )
    const served: string[] = []
    for (let round = 4; round > 1; round -= 1) {
      await everythingChanges(round)
      const push = await claimPush(room.ledger, "chan_1", {
        lane: "lowered",
        gateOpen: true,
        limits: { items: 2, identicalWithinMs: 0 },
        brakePercent: null,
        compareAndSet: false,
      })
      const names = push!.writes.map(({ externalId }) => externalId)
      served.push(...names)
      await everythingChanges(round - 1)
      await recordAnswers(
        room.ledger,
        push!.id,
        names.map((name) => acceptedItem(name)),
      )
    }
    expect(served).toEqual(["v0", "v1", "v2", "v3", "v4", "v5"])
  })

  it("is zero alone when the reading that opened the gate has grown too old on the way", async () => {
    const figures = [
      { desired: 3, accepted: 5 },
      { desired: 0, accepted: 5 },
    ]
    const began = (age: string) =>
      room.db.query(
        `insert into ledger.channel_state (channel_id, settled_began_at, settled_at)
         values ('chan_1', now() - $1::interval, now() - $1::interval)
         on conflict (channel_id) do update
           set settled_began_at = excluded.settled_began_at, settled_at = excluded.settled_at`,
        [age],
      )
    await began("11 seconds")
    await due(figures)
    expect(await claim({ freshnessMs: 10_000 })).toEqual([0])
    await began("1 second")
    expect(await claim({ freshnessMs: 10_000 })).toEqual([3])
  })

  it("goes beside a zero only, where a repeat is refused and the gate is shut", async () => {
    const limits = { items: 100, identicalWithinMs: 900_000 }
    const again = () =>
      room.db.query(`update ledger.aspect set state = 'due' where desired = '0' and state = 'sent'`)
    await due([
      { desired: 0, accepted: 5 },
      { desired: 7, accepted: 7 },
    ])
    await room.db.query(`update ledger.aspect set state = 'settled' where desired = '7'`)
    expect(await claim({ gateOpen: false, limits })).toEqual([0])
    await again()
    expect(await claim({ gateOpen: false, limits })).toEqual([])
    expect(await claim({ limits })).toEqual([0, 7])
  })

  it("stops before too many go to zero, and counts what went before", async () => {
    await due([...many(15, { desired: 0, accepted: 5 }), ...many(45, { desired: 4, accepted: 4 })])
    expect(await claim()).toHaveLength(15)
    await room.db.query(
      `update ledger.aspect set state = 'due', desired = '0', priority = 0, desired_at = clock_timestamp() where accepted = '4'`,
    )
    expect(await claim()).toEqual([])
    expect(await brakes()).toEqual([{ kind: "zero", state: "waiting", listings: 45 }])
  })

  it("counts a listing once that changes again and again", async () => {
    const again = () =>
      room.db.query(
        `update ledger.aspect set state = 'due', accepted = '5', desired_at = clock_timestamp() where desired = '0'`,
      )
    await due([...many(15, { desired: 0, accepted: 5 }), ...many(45, { desired: 4, accepted: 4 })])
    for (let round = 0; round < 4; round += 1) {
      expect(await claim({ brakePercent: 60 })).toHaveLength(15)
      await again()
    }
    expect(await brakes()).toEqual([])
  })

  it("lets go what a person released, and does not hold the next change for it", async () => {
    await due(many(60, { desired: 0, accepted: 5 }))
    expect(await claim()).toEqual([])
    const { rows } = await room.db.query<{ id: string }>(`select id from ledger.brake`)
    expect(await releaseBrake(room.ledger, rows[0]!.id, "user_1")).toBe("chan_1")
    expect(await claim({ limits: { items: 50, identicalWithinMs: 0 } })).toHaveLength(50)
    expect(await claim()).toHaveLength(10)
    await room.db.query(
      `update ledger.aspect set state = 'due', accepted = '5', desired_at = clock_timestamp()
       where listing_id = (select min(listing_id) from ledger.aspect)`,
    )
    expect(await claim()).toEqual([0])
  })

  it("lets others pass a brake", async () => {
    await due([...many(40, { desired: 0, accepted: 5 }), ...many(20, { desired: 3, accepted: 4 })])
    expect(await claim()).toEqual(many(20, { desired: 3, accepted: null }).map(({ desired }) => desired))
  })

  it("does not take the first publication of a channel for a mass raise", async () => {
    await due(many(60, { desired: 9, accepted: null }))
    expect(await claim({ lane: "raised" })).toHaveLength(60)
    await due(many(60, { desired: 9, accepted: 1 }))
    expect(await claim({ lane: "raised" })).toEqual([])
    expect(await brakes()).toEqual([{ kind: "raise", state: "waiting", listings: 60 }])
  })

  it("knows no brake where the channel has none", async () => {
    await due(many(60, { desired: 0, accepted: 5 }))
    expect(await claim({ brakePercent: null })).toHaveLength(60)
  })
})

import { markMoved, retryRefused } from "@serai/channels/ledger/aspects"
import { releaseBrake } from "@serai/channels/ledger/brakes"
import { createFactLedger, settleReadings } from "@serai/channels/ledger/gate"
import { stockLanes, type SettledItem, type StockLane } from "@serai/channels/engine/stock/stock-ledger"
import * as memoryAnswers from "../../src/simulate/ledger/answers"
import { releaseBrakes } from "../../src/simulate/ledger/brakes"
import { both, channelId, now, type Act, type Pair } from "./ledger-pair"

const sorted = (list: { external_id: string; value: number }[]) =>
  [...list].sort((a, b) => (a.external_id < b.external_id ? -1 : 1))

export const setStock =
  (item: string, quantity: number): Act =>
  async (room, pair) => {
    await room.db.query(`update inventory_level set stocked_quantity = $2 where inventory_item_id = $1`, [
      item,
      quantity,
    ])
    if (pair.stock.get(item) === quantity || (quantity === 0 && !pair.stock.has(item))) return
    pair.stock.set(item, quantity)
    pair.memory.markItemDirty(item)
  }

export const recompute: Act = async (_room, pair) => {
  await both(pair, (ledger) => ledger.recompute())
}

interface Claim {
  lane: StockLane
  gateOpen: boolean
  most: number
  identicalWithinMs: number
  brakePercent: number | null
  compareAndSet: boolean
}

export const claim =
  ({ most, identicalWithinMs, ...how }: Claim): Act =>
  async (_room, pair) => {
    const request = { ...how, limits: { items: most, identicalWithinMs } }
    const [sql, memory] = [
      await pair.sql.claim(channelId, request),
      await pair.asPort.claim(channelId, request),
    ]
    expect(memory?.writes).toEqual(sql?.writes)
    if (sql && memory) pair.ids.set(sql.id, memory.id)
  }

export type Answer = Pick<SettledItem, "status" | "value" | "final" | "retry_after_ms">

/** Does something with one of the open pushes, where there is one. */
const withPush =
  (which: number, act: (pair: Pair, ids: { sql: string; memory: string }) => Promise<void>): Act =>
  async (_room, pair) => {
    const open = await pair.sql.openPushes(channelId)
    const push = open[which % Math.max(1, open.length)]
    const memory = push && pair.ids.get(push.id)
    if (push && memory !== undefined) await act(pair, { sql: push.id, memory })
  }

export const answered = (which: number, answers: Answer[], end: "ended" | "open" | "batch"): Act =>
  withPush(which, async (pair, ids) => {
    const waiting = sorted(await pair.sql.unanswered(ids.sql, "pending"))
    const settled = waiting.flatMap(({ external_id }, index): SettledItem[] => {
      const answer = answers[index % (answers.length + 1)]
      return answer ? [{ external_id, code: "C", message: "no", ...answer }] : []
    })
    const closing = end === "batch" ? { batch: `b ${ids.sql}` } : end
    await pair.sql.recordAnswers({ id: ids.sql, channelId }, settled, closing)
    await pair.asPort.recordAnswers({ id: ids.memory, channelId }, settled, closing)
  })

export const failed = (which: number, lost: boolean, retryAfterMs: number): Act =>
  withPush(which, async (pair, ids) => {
    const failure = { kind: lost ? "unknown_outcome" : "unavailable", message: "", lost, retryAfterMs }
    await pair.sql.recordFailure(ids.sql, failure)
    await pair.asPort.recordFailure(ids.memory, failure)
  })

export const lookedUp = (which: number): Act =>
  withPush(which, async (pair, ids) => {
    const items = sorted(await pair.sql.unanswered(ids.sql, "lost"))
    expect(sorted(await pair.asPort.unanswered(ids.memory, "lost"))).toEqual(items)
  })

export const finished = (which: number): Act =>
  withPush(which, async (pair, ids) => {
    await pair.sql.finish(ids.sql)
    await pair.asPort.finish(ids.memory)
  })

export const moved =
  (listing: string, agoMs: number): Act =>
  async (room, pair) => {
    await markMoved(room.ledger, channelId, [
      { external_id: listing, moved_at: new Date(Date.now() - agoMs) },
    ])
    pair.memory.markMoved(channelId, [{ external_id: listing, moved_at: new Date(now(pair) - agoMs) }])
    await room.db.query(`insert into ledger.dirty (variant_id) values ($1)`, [listing])
    pair.memory.markListingsDirty(channelId, [listing])
  }

export const readingBegins: Act = async (room, pair) => {
  pair.began = { sql: await createFactLedger(room.ledger).now(), memory: new Date(now(pair)) }
}

export const readingEnds: Act = async (room, pair) => {
  if (!pair.began) return
  await createFactLedger(room.ledger).recordReading(channelId, pair.began.sql)
  pair.memory.recordReading(channelId, pair.began.memory)
}

export const factArrives: Act = async (room, pair) => {
  pair.facts += 1
  const facts = [
    { key: `f${pair.facts}`, topic: "order" as const, externalId: null, occurredAt: new Date(0), body: "" },
  ]
  await createFactLedger(room.ledger).store(channelId, facts)
  pair.memory.store(channelId, facts)
}

export const allIngested: Act = async (room, pair) => {
  await room.db.query(`update ledger.inbox set state = 'done'`)
  await settleReadings(room.ledger, channelId)
  pair.memory.inbox.finish(
    channelId,
    pair.memory.inbox.pending(channelId, 1000).map(({ id }) => id),
  )
  pair.memory.settleReadings(channelId)
}

export const triedAgain: Act = async (room, pair) => {
  const { rows } = await room.db.query<{ id: string }>(
    `select listing_id::text as id from ledger.aspect where state = 'refused'`,
  )
  for (const { id } of rows) await retryRefused(room.ledger, id)
  memoryAnswers.retryRefused(pair.memory.tables)
}

export const brakesReleased: Act = async (room, pair) => {
  const { rows } = await room.db.query<{ id: string }>(
    `select id::text from ledger.brake where state = 'waiting'`,
  )
  for (const { id } of rows) await releaseBrake(room.ledger, id, "somebody")
  releaseBrakes(pair.memory.tables)
}

const openClaim: Omit<Claim, "lane"> = {
  gateOpen: true,
  most: 50,
  identicalWithinMs: 0,
  brakePercent: null,
  compareAndSet: false,
}

/** Everything due is sent, whatever came before. */
export const allSent: Act = async (room, pair) => {
  await recompute(room, pair)
  for (const lane of stockLanes) await claim({ ...openClaim, lane })(room, pair)
}

/** From here on there is something that can be lowered, raised, moved and held. */
export const allAccepted: Act = async (room, pair) => {
  await allSent(room, pair)
  const accepted: Answer = { status: "accepted", value: null, final: false, retry_after_ms: null }
  for (const { id } of await pair.sql.openPushes(channelId)) {
    const waiting = await pair.sql.unanswered(id, "pending")
    const settled = waiting.map(({ external_id }) => ({
      external_id,
      code: null,
      message: null,
      ...accepted,
    }))
    await pair.sql.recordAnswers({ id, channelId }, settled, "ended")
    await pair.asPort.recordAnswers({ id: pair.ids.get(id) ?? "", channelId }, settled, "ended")
  }
}

const columns: Record<string, string[]> = {
  aspect: ["retry_at", "accepted_at", "moved_at", "shown_at", "desired_at", "changed_at"],
  push: ["created_at", "sent_at"],
  channel_state: ["read_began_at", "read_ended_at", "settled_began_at", "settled_at"],
  reading: ["began_at", "ended_at"],
  inbox: ["received_at"],
  brake: ["released_through", "ended_at"],
}

/** The database's clock cannot be moved: all that it wrote down is made older instead. */
export const timePasses =
  (ms: number): Act =>
  async (room, pair) => {
    for (const [table, names] of Object.entries(columns)) {
      const older = names.map((name) => `${name} = ${name} - make_interval(secs => ${ms / 1000})`)
      await room.db.query(`update ledger.${table} set ${older.join(", ")}`)
    }
    pair.clock.shift += ms
    if (pair.began) pair.began.sql = new Date(pair.began.sql.getTime() - ms)
  }

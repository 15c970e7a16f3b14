import type { DataSource } from "typeorm"
import { ChannelError, type ChannelTraits, type Logger, type Outcome, type StockWrite } from "../../contract"
import {
  claimDueStock,
  markSent,
  markUnknown,
  recordAnswers,
  releaseUnsent,
  type ClaimedItem,
  type SettledItem,
} from "../../ledger/aspects"
import type { Sql } from "../../ledger/data-source"
import {
  closePush,
  findCompanions,
  insertPush,
  markPending,
  openPushes,
  recordAccepted,
  sentRecently,
  type Companion,
  type PushCause,
} from "../../ledger/pushes"
import type { OpenChannel } from "../sessions"
import { fingerprintOf } from "./fingerprint"

export interface PushDependencies {
  ledger: DataSource
  log: Logger
}

/** Batches whose answer is still out; beyond these, changes wait and travel together. */
const maxOpenPushes = 4
/** Changes within this time travel in one request. */
export const pushWindowMs = 250
const retryUnsentMs = 5_000

export type PushEnd =
  /** Nothing is due any more. */
  | "done"
  /** Enough answers are out; whoever settles them pushes on. */
  | "waiting"

/**
 * Sends what is due, window by window, until nothing is. One channel's pushes are sent by one job at a time, so that a push
 * which is still being sent when a job begins was left by one that died: it is looked up.
 */
export async function pushStock(
  dependencies: PushDependencies,
  open: OpenChannel,
  { cause, onSent }: { cause: PushCause; onSent: () => Promise<void> },
): Promise<PushEnd> {
  const { ledger } = dependencies
  const { channel, session } = open
  if (await disownInterrupted(ledger, channel.id)) await onSent()
  for (;;) {
    if (channel.state !== "active") return "done"
    if ((await openPushes(ledger, channel.id)).length >= maxOpenPushes) return "waiting"
    const push = await claimPush(ledger, open, cause)
    if (!push) return "done"
    await sendPush(dependencies, open, push)
    await onSent()
    await session.runtime.sleep(pushWindowMs, session.signal)
  }
}

/** True when there was one. */
async function disownInterrupted(ledger: DataSource, channelId: string): Promise<boolean> {
  const left = (await openPushes(ledger, channelId)).filter((push) => push.state === "sending")
  for (const push of left) {
    await ledger.transaction(async (sql) => {
      await markUnknown(sql, push.id)
      await closePush(sql, push.id, {
        state: "unknown",
        errorKind: "unknown_outcome",
        error: "The server stopped while sending",
      })
    })
  }
  return left.length > 0
}

interface ClaimedPush {
  id: string
  writes: StockWrite[]
}

/** Claim, push and items commit together, before anything is sent. */
async function claimPush(
  ledger: DataSource,
  { channel, provider }: OpenChannel,
  cause: PushCause,
): Promise<ClaimedPush | undefined> {
  const { stock } = provider.traits
  return ledger.transaction(async (sql) => {
    const items = await claimDueStock(sql, channel.id, stock.batch.max)
    if (items.length === 0) return undefined
    const companions = await companionsFor(sql, channel.id, { items, stock })
    const writes = [
      ...items.map((item) => ({ externalId: item.external_id, quantity: item.desired })),
      ...companions.map((item) => ({ externalId: item.external_id, quantity: item.accepted })),
    ]
    const id = await insertPush(sql, {
      channelId: channel.id,
      cause,
      fingerprint: fingerprintOf(writes),
      items,
      companions,
    })
    await markSent(
      sql,
      id,
      items.map((item) => item.listing_id),
    )
    return { id, writes }
  })
}

/** A marketplace that refuses to be told the same twice is told the same beside something else. */
async function companionsFor(
  sql: Sql,
  channelId: string,
  { items, stock }: { items: ClaimedItem[]; stock: ChannelTraits["stock"] },
): Promise<Companion[]> {
  if (stock.identicalWriteWindowMs === 0) return []
  const wanted = items.map((item) => ({ externalId: item.external_id, quantity: item.desired }))
  const isRepeat = (extra: Companion[]) =>
    sentRecently(
      sql,
      channelId,
      fingerprintOf([
        ...wanted,
        ...extra.map((item) => ({ externalId: item.external_id, quantity: item.accepted })),
      ]),
      stock.identicalWriteWindowMs,
    )
  if (!(await isRepeat([]))) return []
  const room = stock.batch.max - items.length
  const candidates = room > 0 ? await findCompanions(sql, channelId, Math.min(room, 20)) : []
  for (const candidate of candidates) if (!(await isRepeat([candidate]))) return [candidate]
  return candidates
}

async function sendPush(
  { ledger, log }: PushDependencies,
  { channel, provider, session }: OpenChannel,
  push: ClaimedPush,
): Promise<void> {
  let outcomes: Outcome[]
  try {
    outcomes = await provider.stock.write(session, push.writes)
  } catch (error) {
    await recordFailure(ledger, push.id, error)
    const kind = error instanceof ChannelError ? error.kind : "unexpected"
    log.warn("A push failed", {
      channel: channel.id,
      push: push.id,
      kind,
      message: error instanceof Error ? error.message : "",
    })
    if (kind !== "unknown_outcome" && kind !== "contract") throw error
    return
  }
  await recordOutcomes(ledger, { channelId: channel.id, pushId: push.id }, { writes: push.writes, outcomes })
}

/** Which failures certainly sent nothing, and which need a look before anything is sent again. */
async function recordFailure(ledger: DataSource, pushId: string, error: unknown): Promise<void> {
  const kind = error instanceof ChannelError ? error.kind : "unexpected"
  const message = error instanceof Error ? error.message : String(error)
  // An answer we cannot read follows a request that was carried out.
  const lost = kind === "unknown_outcome" || kind === "contract" || kind === "unexpected"
  const retryAfterMs = error instanceof ChannelError ? (error.retryAfterMs ?? retryUnsentMs) : retryUnsentMs
  await ledger.transaction(async (sql) => {
    await (lost ? markUnknown(sql, pushId) : releaseUnsent(sql, pushId, retryAfterMs))
    await closePush(sql, pushId, { state: lost ? "unknown" : "failed", errorKind: kind, error: message })
  })
}

async function recordOutcomes(
  ledger: DataSource,
  { channelId, pushId }: { channelId: string; pushId: string },
  { writes, outcomes }: { writes: StockWrite[]; outcomes: Outcome[] },
): Promise<void> {
  const batch = outcomes.find((outcome) => outcome.status === "pending")?.batch
  const settled = writes.flatMap((write, index) => {
    const outcome = outcomes[index]
    return outcome && outcome.status !== "pending" ? [toSettled(write.externalId, outcome)] : []
  })
  await ledger.transaction(async (sql) => {
    const { accepted } = await recordAnswers(sql, pushId, settled)
    if (accepted > 0) await recordAccepted(sql, channelId)
    await (batch === undefined
      ? closePush(sql, pushId, { state: "settled" })
      : markPending(sql, pushId, batch))
  })
}

export function toSettled(externalId: string, outcome: Exclude<Outcome, { status: "pending" }>): SettledItem {
  const rejected = outcome.status === "rejected" ? outcome : undefined
  return {
    external_id: externalId,
    status: outcome.status,
    value: outcome.status === "accepted" ? (outcome.value ?? null) : null,
    code: rejected?.code ?? null,
    message: rejected?.message ?? null,
    final: rejected?.final ?? false,
    retry_after_ms: rejected?.retryAfterMs ?? null,
  }
}

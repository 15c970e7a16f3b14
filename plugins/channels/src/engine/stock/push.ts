import { ChannelError, type Logger, type Outcome } from "../../contract"
import type { OpenChannel } from "../sessions"
import {
  isOpen,
  toSettled,
  type ClaimedPush,
  type Gate,
  type StockLane,
  type StockLedger,
} from "./stock-ledger"

export interface PushDependencies {
  stock: StockLedger
  log: Logger
}

/** Batches of one lane whose answer is still out; beyond these, changes wait and travel together. */
const maxOpenPushes = 4
/** Changes within this time travel in one request. */
export const pushWindowMs = 250
const retryUnsentMs = 5_000

export type PushEnd =
  /** Nothing is due any more. */
  | "done"
  /** Enough answers are out; whoever settles them pushes on. */
  | "waiting"
  /** The gate is shut: the channel's orders must be read first. */
  | "unread"
  /** The gate is shut: what was read must be ingested first. */
  | "uningested"

export interface LaneRun {
  lane: StockLane
  onSent: () => Promise<void>
  /** The reading of orders that lets figures through will soon be too old. */
  onAgeing: () => Promise<void>
  /** Figures of these channels changed on the way. */
  onChanged: (channelIds: string[]) => Promise<void>
}

/**
 * Sends what is due in one lane, window by window, until nothing is that may go. A lane of one channel is run by one job at a
 * time, so that a push of it which is still being sent when a job begins was left by one that died: it is looked up.
 *
 * The order is what keeps a sold unit from coming back: first the orders are known to be read, then figures are computed
 * from the stock as it is, then they are claimed and sent.
 */
export async function pushLane(
  dependencies: PushDependencies,
  open: OpenChannel,
  run: LaneRun,
): Promise<PushEnd> {
  const { stock } = dependencies
  const { channel, session } = open
  if (await disownInterrupted(stock, channel.id, run.lane)) await run.onSent()
  for (;;) {
    if (channel.state !== "active") return "done"
    const openInLane = (await stock.openPushes(channel.id)).filter((push) => push.lane === run.lane)
    if (openInLane.length >= maxOpenPushes) return "waiting"
    const gate = await gateOf(stock, open)
    if (isOpen(gate)) await run.onChanged(await stock.recompute())
    const push = await claim(stock, open, { lane: run.lane, gateOpen: isOpen(gate) })
    if (!push) return isOpen(gate) || !(await stock.hasDue(channel.id, run.lane)) ? "done" : shutBy(gate)
    if (gate === "ageing") await run.onAgeing()
    const moved = await sendPush(dependencies, open, push)
    await run.onSent()
    if (moved) return "unread"
    await session.runtime.sleep(pushWindowMs, session.signal)
  }
}

const shutBy = (gate: Gate): PushEnd => (gate === "uningested" ? "uningested" : "unread")

/** A marketplace that compares before it sets guards itself. */
const guardsItself = ({ provider }: OpenChannel) => provider.traits.stock.write === "compare-and-set"

async function gateOf(stock: StockLedger, open: OpenChannel): Promise<Gate> {
  return guardsItself(open) ? "open" : stock.gate(open.channel.id, open.channel.freshness_seconds * 1000)
}

function claim(
  stock: StockLedger,
  open: OpenChannel,
  { lane, gateOpen }: { lane: StockLane; gateOpen: boolean },
): Promise<ClaimedPush | undefined> {
  const { channel, provider } = open
  const { batch, identicalWriteWindowMs } = provider.traits.stock
  return stock.claim(channel.id, {
    lane,
    gateOpen,
    limits: { items: batch.max, identicalWithinMs: identicalWriteWindowMs },
    brakePercent: channel.brake_percent,
    compareAndSet: guardsItself(open),
  })
}

/** True when there was one. */
async function disownInterrupted(stock: StockLedger, channelId: string, lane: StockLane): Promise<boolean> {
  const pushes = await stock.openPushes(channelId)
  const left = pushes.filter((push) => push.state === "sending" && push.lane === lane)
  for (const push of left) {
    await stock.recordFailure(push.id, {
      kind: "unknown_outcome",
      message: "The server stopped while sending",
      lost: true,
      retryAfterMs: 0,
    })
  }
  return left.length > 0
}

/** True when the marketplace showed another figure than expected: it has sold, and its orders tell what. */
async function sendPush(
  { stock, log }: PushDependencies,
  { channel, provider, session }: OpenChannel,
  push: ClaimedPush,
): Promise<boolean> {
  let outcomes: Outcome[]
  try {
    outcomes = await provider.stock.write(session, push.writes)
  } catch (error) {
    const failure = failureOf(error)
    await stock.recordFailure(push.id, failure)
    const { kind, message } = failure
    log.warn("A push failed", { channel: channel.id, push: push.id, kind, message })
    if (kind !== "unknown_outcome" && kind !== "contract") throw error
    return false
  }
  await recordOutcomes(stock, { id: push.id, channelId: channel.id }, { writes: push.writes, outcomes })
  return outcomes.some(({ status }) => status === "moved")
}

/** Which failures certainly sent nothing, and which need a look before anything is sent again. */
function failureOf(error: unknown) {
  const kind = error instanceof ChannelError ? error.kind : "unexpected"
  return {
    kind,
    message: error instanceof Error ? error.message : String(error),
    // An answer we cannot read follows a request that was carried out.
    lost: kind === "unknown_outcome" || kind === "contract" || kind === "unexpected",
    retryAfterMs: (error instanceof ChannelError ? error.retryAfterMs : undefined) ?? retryUnsentMs,
  }
}

async function recordOutcomes(
  stock: StockLedger,
  push: { id: string; channelId: string },
  { writes, outcomes }: { writes: ClaimedPush["writes"]; outcomes: Outcome[] },
): Promise<void> {
  const batch = outcomes.find((outcome) => outcome.status === "pending")?.batch
  const settled = writes.flatMap((write, index) => {
    const outcome = outcomes[index]
    return outcome && outcome.status !== "pending" ? [toSettled(write.externalId, outcome)] : []
  })
  await stock.recordAnswers(push, settled, batch === undefined ? "ended" : { batch })
}

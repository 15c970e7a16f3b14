import type { Logger, StockWrite } from "../../contract"
import { disownInterrupted, maxOpenPushes, pushWindowMs, sendPush } from "../pushes/send"
import type { OpenChannel } from "../sessions"
import { isOpen, type ClaimedPush, type Gate, type StockLane, type StockLedger } from "./stock-ledger"

export interface PushDependencies {
  stock: StockLedger
  log: Logger
}

export type PushEnd =
  /** Nothing is due any more. */
  | "done"
  /** Enough answers are out; whoever settles them pushes on. */
  | "waiting"
  /** The gate is shut: the channel's orders must be read first. */
  | "unread"
  /** The gate is shut: what was read must be ingested first. */
  | "uningested"
  /** The same, and it is time to read again: or each reading would be asked for only once the last was used up. */
  | "lagging"

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
  const openInLane = async () => (await stock.openPushes(channel.id)).filter((push) => push.lane === run.lane)
  if (await disownInterrupted(stock, await openInLane())) await run.onSent()
  for (;;) {
    if (channel.state !== "active") return "done"
    if ((await openInLane()).length >= maxOpenPushes) return "waiting"
    const gate = await gateOf(stock, open)
    if (isOpen(gate)) await run.onChanged(await stock.recompute())
    const push = await claim(stock, open, { lane: run.lane, gateOpen: isOpen(gate) })
    if (!push) return (await stock.hasDue(channel.id, run.lane)) ? endAt(await gateOf(stock, open)) : "done"
    if (gate === "ageing") await run.onAgeing()
    const moved = await send(dependencies, open, push)
    await run.onSent()
    if (moved) return "unread"
    await session.runtime.sleep(pushWindowMs, session.signal)
  }
}

/** True when the marketplace showed another figure than expected: it has sold, and its orders tell what. */
async function send(
  { stock, log }: PushDependencies,
  open: OpenChannel,
  push: ClaimedPush,
): Promise<boolean> {
  const { provider, session } = open
  const write = (writes: StockWrite[]) => provider.stock.write(session, writes)
  const outcomes = await sendPush({ ledger: stock, log }, open, { ...push, write })
  return outcomes?.some(({ status }) => status === "moved") ?? false
}

/** What is due and was not claimed waits for the gate, or for something that is nothing to do with it. */
const endAt = (gate: Gate): PushEnd => (isOpen(gate) ? "done" : gate)

/** A marketplace that compares before it sets guards itself. */
const guardsItself = ({ provider }: OpenChannel) => provider.traits.stock.write === "compare-and-set"

const freshnessOf = ({ channel }: OpenChannel) => channel.freshness_seconds * 1000

async function gateOf(stock: StockLedger, open: OpenChannel): Promise<Gate> {
  return guardsItself(open) ? "open" : stock.gate(open.channel.id, freshnessOf(open))
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
    ...(!guardsItself(open) && { freshnessMs: freshnessOf(open) }),
    limits: { items: batch.max, identicalWithinMs: identicalWriteWindowMs },
    brakePercent: channel.brake_percent,
    compareAndSet: guardsItself(open),
  })
}

import { ChannelError, type Logger, type Outcome } from "../../contract"
import type { OpenChannel } from "../sessions"
import { toSettled } from "../stock/stock-ledger"
import type { FollowedPush, PushLedger } from "./push-ledger"

/** Batches of one lane whose answer is still out; beyond these, changes wait and travel together. */
export const maxOpenPushes = 4
/** Changes within this time travel in one request. */
export const pushWindowMs = 250
const retryUnsentMs = 5_000

type SendingLedger = Pick<PushLedger<unknown>, "recordAnswers" | "recordFailure">

export interface PushToSend<Write extends { externalId: string }> {
  id: string
  writes: Write[]
  /** The marketplace's port for such writes. */
  write: (writes: Write[]) => Promise<Outcome[]>
}

/**
 * Sends one push that is written down, and writes down what the marketplace says: its outcomes, or undefined when its answer is
 * lost. Throws when nothing arrived; then the listings are due again.
 */
export async function sendPush<Write extends { externalId: string }>(
  { ledger, log }: { ledger: SendingLedger; log: Logger },
  { channel }: OpenChannel,
  push: PushToSend<Write>,
): Promise<Outcome[] | undefined> {
  let outcomes: Outcome[]
  try {
    outcomes = await push.write(push.writes)
  } catch (error) {
    const failure = failureOf(error)
    await ledger.recordFailure(push.id, failure)
    const { kind, message } = failure
    log.warn("A push failed", { channel: channel.id, push: push.id, kind, message })
    if (kind !== "unknown_outcome" && kind !== "contract") throw error
    return undefined
  }
  const batch = outcomes.find((outcome) => outcome.status === "pending")?.batch
  const settled = push.writes.flatMap((write, index) => {
    const outcome = outcomes[index]
    return outcome && outcome.status !== "pending" ? [toSettled(write.externalId, outcome)] : []
  })
  const told = { id: push.id, channelId: channel.id }
  await ledger.recordAnswers(told, settled, batch === undefined ? "ended" : { batch })
  return outcomes
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

/** A push that is still being sent when its lane's job begins was left by one that died. True when there was one. */
export async function disownInterrupted(ledger: SendingLedger, pushes: FollowedPush[]): Promise<boolean> {
  const left = pushes.filter((push) => push.state === "sending")
  for (const push of left) {
    await ledger.recordFailure(push.id, {
      kind: "unknown_outcome",
      message: "The server stopped while sending",
      lost: true,
      retryAfterMs: 0,
    })
  }
  return left.length > 0
}

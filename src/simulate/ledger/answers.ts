import type { SettledItem } from "@serai/channels/engine/stock/stock-ledger"
import type { Figure, Push, PushItem } from "./rows"
import type { Tables } from "./tables"

/** The transitions of `ledger/aspects.ts`, on rows in memory. */

const defaultRetryMs = 60_000
/** Clocks differ: what happened this long after our write was accepted may have happened before it. */
const doubtfulMs = 5_000

export function recordAnswers(tables: Tables, push: Push, answers: SettledItem[]): void {
  for (const answer of answers) {
    const item = push.items.get(answer.external_id)
    if (!item || (item.outcome !== "pending" && item.outcome !== "unknown")) continue
    item.outcome = answer.status === "accepted" ? "accepted" : "rejected"
    const figure = tables.figures.get(item.listing.id)
    if (figure?.sentPushId === push.id) applyAnswer(tables, { figure, item, answer, push })
  }
}

interface Answered {
  figure: Figure
  item: PushItem
  answer: SettledItem
  push: Push
}

function applyAnswer(tables: Tables, { figure, item, answer, push }: Answered): void {
  const value = answer.value ?? item.value
  const movedSince = figure.movedAt !== null && figure.movedAt > push.sentAt
  const accepted = answer.status === "accepted"
  const settles = figure.desired === null || (accepted && figure.desired === value && !movedSince)
  if (accepted) accept(figure, { value, at: tables.now(), movedSince, push })
  if (answer.status === "moved") {
    figure.shown = answer.value
    figure.shownAt = tables.now()
  }
  figure.sent = null
  figure.sentPushId = null
  figure.state = settles ? "settled" : stateAfter(figure, item, answer)
  if (settles) figure.changedAt = null
  figure.correcting &&= !settles
  const waits = answer.status === "rejected" && !answer.final
  figure.retryAt = waits ? tables.now() + (answer.retry_after_ms ?? defaultRetryMs) : null
}

function accept(
  figure: Figure,
  { value, at, movedSince, push }: { value: number; at: number; movedSince: boolean; push: Push },
): void {
  figure.accepted = value
  figure.acceptedAt = at
  figure.changedAt = Math.max(figure.changedAt ?? 0, push.createdAt)
  if (!movedSince) figure.movedAt = null
}

const stateAfter = (figure: Figure, item: PushItem, answer: SettledItem) =>
  answer.status === "rejected" && answer.final && figure.desired === item.value ? "refused" : "due"

/** Nothing reached the marketplace, or nothing more will: due again after `retryAfterMs`. */
export function releaseUnsent(tables: Tables, push: Push, retryAfterMs: number): void {
  for (const figure of tables.heldBy(push)) {
    figure.sent = null
    figure.sentPushId = null
    figure.state = figure.desired === null ? "settled" : "due"
    figure.retryAt = tables.now() + retryAfterMs
  }
  for (const item of push.items.values()) if (item.outcome === "pending") item.outcome = "rejected"
}

export function markUnknown(tables: Tables, push: Push): void {
  for (const figure of tables.heldBy(push)) if (figure.state === "sent") figure.state = "unknown"
  for (const item of push.items.values()) if (item.outcome === "pending") item.outcome = "unknown"
}

export function markMoved(
  tables: Tables,
  channelId: string,
  moved: { external_id: string; moved_at: Date }[],
): void {
  const first = new Map<string, number>()
  for (const { external_id: id, moved_at: at } of moved) {
    first.set(id, Math.min(first.get(id) ?? Infinity, at.getTime()))
  }
  for (const [id, at] of first) {
    const figure = tables.figureOf(channelId, id)
    if (!figure || (figure.accepted === null && figure.state !== "sent" && figure.state !== "unknown"))
      continue
    figure.movedAt = tables.now()
    figure.correcting ||= figure.acceptedAt !== null && at < figure.acceptedAt + doubtfulMs
  }
}

/** An operator tries refused figures once more. */
export function retryRefused(tables: Tables): void {
  for (const figure of tables.figures.values()) {
    if (figure.state !== "refused") continue
    figure.state = "due"
    figure.retryAt = null
  }
}

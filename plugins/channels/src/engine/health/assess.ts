import type { Alert } from "../../ledger/queries/health-alerts"
import type { OpenFindings, WaitingBrake } from "../../ledger/queries/health-house"
import { divergenceOf, gateShut, readMarkAge } from "./ages"
import type { HealthBounds } from "./bounds"
import type { ChannelHealth, HealthSnapshot } from "./snapshot"
import { counted, inWords } from "./words"

/** Items a marketplace has answered within the time that refusals are judged by. */
export interface RecentAnswers {
  accepted: number
  rejected: number
}

export interface Assessed extends HealthSnapshot {
  /** By channel. */
  answers: Map<string, RecentAnswers>
  findings: OpenFindings[]
}

type Judge = (channel: ChannelHealth, snapshot: Assessed, bounds: HealthBounds) => Alert[]

/** Checks whose cause has an alert of its own, at once and by channel. */
const toldAlready = new Set(["inbox-dead", "channel-locations"])

/**
 * Pure: everything that is wrong at the snapshot's moment, one alert per cause and channel. Ages are counted by the clock of
 * the ledger, which also wrote the moments they are counted from.
 */
export function assess(snapshot: Assessed, bounds: HealthBounds): Alert[] {
  const ofChannels = snapshot.channels.flatMap((channel) =>
    judges.flatMap((judge) => judge(channel, snapshot, bounds)),
  )
  const errors = snapshot.findings.filter(
    ({ severity, check_id }) => severity === "error" && !toldAlready.has(check_id),
  )
  return [...ofChannels, ...errors.map(foundError)]
}

const about = (
  { id, name }: ChannelHealth,
  { title, ...alert }: Pick<Alert, "kind" | "severity" | "title" | "message"> & { subject?: string },
): Alert => ({ subject: "", ...alert, channel_id: id, title: `${name}: ${title}` })

/** Nothing is read or sent while the credentials do not work; that orders are unread follows from it and is not told twice. */
const auth: Judge = (channel) => {
  const { auth_error: error } = channel.figures
  if (error === null) return []
  const message = `${error} Nothing is read or sent until the credentials work again: replace them on the channel's page.`
  return [
    about(channel, { kind: "auth", severity: "error", title: "the marketplace does not let us in", message }),
  ]
}

const stale: Judge = (channel, { house }, bounds) => {
  const { auth_error, last_pull_error: error } = channel.figures
  if (auth_error !== null) return []
  const age = readMarkAge(channel, house.at)
  const intervals = age / channel.pullSeconds
  const deaf = error !== null && webhooksSilent(channel, house.at, bounds)
  if (intervals <= bounds.staleIntervals && !(deaf && intervals > bounds.silentIntervals)) return []
  const reason = error === null ? "No reading has ended since." : `The last attempt failed: ${error}`
  const message = `Orders were last read ${inWords(age * 1000)} ago; they should be every ${inWords(channel.pullSeconds * 1000)}. ${reason}`
  return [about(channel, { kind: "stale", severity: "error", title: "orders are not being read", message })]
}

function webhooksSilent({ figures, pullSeconds }: ChannelHealth, at: Date, bounds: HealthBounds): boolean {
  const heard = figures.last_webhook_at
  return heard === null || at.getTime() - heard.getTime() > bounds.silentIntervals * pullSeconds * 1000
}

/** Told beside `stale`, which only begins later: an end of this one says that figures go again. */
const gate: Judge = (channel, { house }, bounds) => {
  const shut = gateShut(channel, house.at)
  if (channel.paused || channel.figures.auth_error !== null || shut <= bounds.gateSeconds) return []
  const waiting = `For ${inWords(shut * 1000)} no figure above zero has been sent, because not all orders that may already have sold it are known. Waiting: ${counted(channel.figures.listings.due, "listing")}.`
  const message = `${waiting} ${whatKeepsGateShut(channel, house.at)}`
  return [about(channel, { kind: "gate", severity: "error", title: "figures wait for orders", message })]
}

function whatKeepsGateShut(channel: ChannelHealth, at: Date): string {
  const { last_pull_error: error, inbox } = channel.figures
  if (error !== null) return `Orders cannot be read: ${error} Mend that, then read orders now.`
  if (inbox.pending > 0) {
    return `Orders are read, and ${counted(inbox.pending, "fact")} in the inbox wait to be ingested: see there what keeps them, and that a worker runs.`
  }
  const age = inWords(readMarkAge(channel, at) * 1000)
  return `No complete reading of orders has ended lately; the last one began ${age} ago. See that a worker runs, then read orders now.`
}

const drifting: Judge = (channel, _snapshot, bounds) => {
  const listings = divergenceOf(channel)
  const share = listings / Math.max(1, channel.figures.listings.mapped)
  if (listings <= bounds.driftListings || share <= bounds.driftShare) return []
  const kinds = Object.entries(channel.pulse.divergence).map(
    ([kind, count]) => `${count} ${kind.replaceAll("_", " ")}`,
  )
  const message = `${counted(listings, "listing")} of ${channel.figures.listings.mapped} show another figure than the marketplace had accepted: ${kinds.join(", ")}.`
  return [about(channel, { kind: "drifting", severity: "warning", title: "figures drift apart", message })]
}

const refused: Judge = (channel, { answers }, bounds) => {
  const { accepted, rejected } = answers.get(channel.id) ?? { accepted: 0, rejected: 0 }
  const all = accepted + rejected
  if (all < bounds.refusedAnswers || rejected / all < bounds.refusedShare) return []
  const message = `Of ${all} figures sent in the last ${bounds.refusalMinutes} minutes, ${rejected} were refused. The refused listings say why.`
  return [
    about(channel, { kind: "refused", severity: "warning", title: "many figures are refused", message }),
  ]
}

const brakeTitles: Record<WaitingBrake["kind"], string> = {
  zero: "a mass change to zero waits for you",
  raise: "a mass raise waits for you",
  end: "a mass end of listings waits for you",
}

const braked: Judge = (channel) =>
  channel.brakes.map(({ kind, listings, of_listings }) =>
    about(channel, {
      kind: "brake",
      severity: "error",
      subject: kind,
      title: brakeTitles[kind],
      message: `${listings} of ${counted(of_listings, "listing")} would change; with what changed in the last ten minutes, that is more than the brake lets through. Nothing of it is sent until somebody releases it, the figures change back, or those minutes are over.`,
    }),
  )

const dead: Judge = (channel) => {
  const { dead: entries } = channel.figures.inbox
  if (entries === 0) return []
  const what = entries === 1 ? "1 inbox entry" : `${entries} inbox entries`
  const message = `${what} could not be read, or failed again and again. Nothing is lost: it says why, and can be replayed once the reason is gone.`
  return [
    about(channel, {
      kind: "dead",
      severity: "warning",
      title: "something was received that came to nothing",
      message,
    }),
  ]
}

const reasons: Record<string, string> = {
  no_location: "the channel's sales channel has no stock location",
  inventory_not_managed: "Medusa does not manage the variant's inventory",
  kit_out_of_step: "what a kit is made of changed, and cannot be told any more",
}

const unknownAvailability: Judge = (channel) =>
  Object.entries(channel.pulse.silent).map(([rule, listings]) =>
    about(channel, {
      kind: "unknown_availability",
      severity: "warning",
      subject: rule,
      title: "nobody knows how much there is",
      message: `${counted(listings, "listing")} publish nothing new, because ${reasons[rule] ?? rule}. What the marketplace shows stays as it is.`,
    }),
  )

const judges: Judge[] = [auth, stale, gate, drifting, refused, braked, dead, unknownAvailability]

const foundError = ({ check_id, findings, message }: OpenFindings): Alert => ({
  kind: "finding",
  channel_id: "",
  subject: check_id,
  severity: "error",
  title: `The checks found an error: ${check_id}`,
  message: findings > 1 ? `${message} And ${findings - 1} more.` : message,
})

import { z } from "zod"
import { fingerprintOf } from "../../engine/stock/fingerprint"
import { brakeKinds, type BrakeKind } from "../brakes"
import type { Sql } from "../data-source"
import { lastReceived } from "../pushes"
import type { Explanation } from "./explanation-shape"
import { ledgerId, moment } from "./shape"

const since = { since: moment }

/** What keeps a figure from being at the marketplace. */
const waiting = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("channel_paused") }),
  z.object({ kind: z.literal("listing_paused") }),
  z.object({ kind: z.literal("credentials"), since: moment.nullable(), message: z.string() }),
  /** A figure above zero goes out once the channel's orders have been read. */
  z.object({ kind: z.literal("orders"), ...since }),
  z.object({
    kind: z.literal("brake"),
    brake_id: ledgerId,
    brake: z.enum(brakeKinds),
    ...since,
  }),
  /** The marketplace had this very figure a moment ago, and refuses to be told it again before then. */
  z.object({ kind: z.literal("repeat"), at: moment }),
  z.object({ kind: z.literal("retry"), at: moment, message: z.string().nullable() }),
  z.object({ kind: z.literal("answer"), push_id: ledgerId, ...since }),
  /** The answer was lost: what the marketplace shows is looked up before anything else is sent. */
  z.object({ kind: z.literal("look_up"), push_id: ledgerId, ...since }),
  /** The marketplace takes no such figure; only another one, or a person, moves it. */
  z.object({ kind: z.literal("refusal"), code: z.string().nullable(), message: z.string().nullable() }),
  /** It is to go off sale by the rule for what is sold out, or to come back; until it has, it takes no figure. */
  z.object({
    kind: z.literal("offer"),
    on_sale: z.boolean(),
    state: z.enum(["due", "sent", "refused"]),
    /** What the marketplace said when it refused. */
    message: z.string().nullable(),
  }),
  /** Nothing holds it: it goes with the next push. */
  z.object({ kind: z.literal("next_push") }),
])

/** What would make the figure another one. */
const change = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("map") }),
  z.object({ kind: z.literal("map_elsewhere") }),
  z.object({ kind: z.literal("manage_inventory") }),
  z.object({ kind: z.literal("link_location") }),
  /** What a kit is made of must be known again. */
  z.object({ kind: z.literal("kit_parts") }),
  z.object({ kind: z.literal("marketplace_state"), remote_state: z.string() }),
  /** It is off sale because it is sold out: a figure above zero puts it back, and so does another rule. */
  z.object({ kind: z.literal("put_back") }),
  /** Any piece that comes, goes, or is set aside. */
  z.object({ kind: z.literal("stock") }),
  /** More is owed than there is: so many sets have to come before one can be sold. */
  z.object({ kind: z.literal("owed"), sets: z.number() }),
  z.object({ kind: z.literal("hold_ends"), at: moment, reason: z.string().nullable() }),
  /** So many more would have to be left after the buffer. */
  z.object({ kind: z.literal("minimum"), missing: z.number() }),
  /** More stock changes nothing. */
  z.object({ kind: z.literal("limit"), limit: z.number(), whose: z.enum(["cap", "marketplace"]) }),
])

export const standing = z.object({
  /** How far the channel's orders are known. */
  read_mark: z.object({
    read_through: moment.nullable(),
    /** The last complete reading of them. */
    read_began_at: moment.nullable(),
    read_ended_at: moment.nullable(),
  }),
  /** Empty when nothing is to be sent. */
  waits_for: z.array(waiting),
  changes_with: z.array(change),
})

export type Standing = z.output<typeof standing>
type Waiting = Standing["waits_for"][number]
type Change = Standing["changes_with"][number]

export interface StandingFacts {
  read_mark: Standing["read_mark"]
  gate_shut_since: Date | null
  auth_error: string | null
  auth_error_at: Date | null
  /** Until when the marketplace refuses the figure as a repeat, unless another listing goes along. */
  repeated_until: Date | null
  /** The push that has no answer yet. */
  open_push: { id: string; sent_at: Date } | null
  /** Brakes that wait for a person, each with the moment up to which figures were let go the time before. */
  brakes: { id: string; kind: BrakeKind; pulled_at: Date; released_through: Date | null }[]
}

/** Pure: what a listing waits for, and what would change its figure. */
export function standingOf(explanation: Explanation, facts: StandingFacts, now: Date): Standing {
  return {
    read_mark: facts.read_mark,
    waits_for: waitsFor(explanation, facts, now),
    changes_with: changesWith(explanation),
  }
}

function waitsFor(explanation: Explanation, facts: StandingFacts, now: Date): Waiting[] {
  const { off_sale_since, offer_state } = explanation.listing
  const offer = offerWaitsFor(explanation, facts)
  // What is off sale, or on its way there or back, takes no figure.
  const takesNone = off_sale_since !== null || offer_state === "sent" || offer_state === "unknown"
  return takesNone ? offer : [...offer, ...figureWaitsFor(explanation, facts, now)]
}

function offerWaitsFor(explanation: Explanation, facts: StandingFacts): Waiting[] {
  const { offer_state, offer_wanted: on_sale, offer_wanted_at, offer_refusal } = explanation.listing
  if (on_sale === null || offer_state === null || offer_state === "settled") return []
  const state = offer_state === "unknown" ? "sent" : offer_state
  const isHeld = (brake: Brake) => brake.kind === "end" && !on_sale && !isReleased(brake, offer_wanted_at)
  return [
    { kind: "offer", on_sale, state, message: offer_refusal },
    ...(state === "due" ? heldByPeople(explanation, facts, isHeld) : []),
  ]
}

function figureWaitsFor(explanation: Explanation, facts: StandingFacts, now: Date): Waiting[] {
  const { listing, withheld } = explanation
  const { open_push: push } = facts
  if (listing.stock_state === "sent" && push)
    return [{ kind: "answer", push_id: push.id, since: push.sent_at }]
  if (listing.stock_state === "unknown" && push) {
    return [{ kind: "look_up", push_id: push.id, since: push.sent_at }]
  }
  if (withheld !== null || listing.desired === null) return []
  if (listing.stock_state === "refused") {
    return [{ kind: "refusal", code: listing.refusal_code, message: listing.refusal }]
  }
  if (listing.stock_state !== "due") return []
  const isHeld = (brake: Brake) => holdsFigure(brake, listing)
  const held = [...heldByPeople(explanation, facts, isHeld), ...heldByTime(explanation, facts, now)]
  return held.length > 0 ? held : [{ kind: "next_push" }]
}

type Brake = StandingFacts["brakes"][number]

function heldByPeople(
  { rules, channel_state }: Explanation,
  facts: StandingFacts,
  isHeldBy: (brake: Brake) => boolean,
): Waiting[] {
  const held: Waiting[] = []
  if (channel_state === "paused") held.push({ kind: "channel_paused" })
  if (rules.paused) held.push({ kind: "listing_paused" })
  if (facts.auth_error !== null) {
    held.push({ kind: "credentials", since: facts.auth_error_at, message: facts.auth_error })
  }
  for (const brake of facts.brakes) {
    if (isHeldBy(brake)) {
      held.push({ kind: "brake", brake_id: brake.id, brake: brake.kind, since: brake.pulled_at })
    }
  }
  return held
}

function heldByTime({ listing }: Explanation, facts: StandingFacts, now: Date): Waiting[] {
  const held: Waiting[] = []
  // Zero puts nothing on sale, so it waits for no reading.
  if (listing.desired !== 0 && facts.gate_shut_since !== null) {
    held.push({ kind: "orders", since: facts.gate_shut_since })
  }
  if (facts.repeated_until !== null && facts.repeated_until > now) {
    held.push({ kind: "repeat", at: facts.repeated_until })
  }
  if (listing.retry_at !== null && listing.retry_at > now) {
    held.push({ kind: "retry", at: listing.retry_at, message: listing.refusal })
  }
  return held
}

/** As the claim decides it. */
function holdsFigure(brake: Brake, listing: Explanation["listing"]): boolean {
  const { desired, accepted, remote_quantity, desired_at } = listing
  if (desired === null || isReleased(brake, desired_at)) return false
  switch (brake.kind) {
    case "raise":
      return accepted !== null && desired > accepted
    case "zero":
      return desired === 0 && (accepted ?? remote_quantity ?? 0) > 0
    case "end":
      return false
  }
}

/** Decided before a person let such changes go. */
const isReleased = ({ released_through }: Brake, decidedAt: Date | null) =>
  released_through !== null && decidedAt !== null && decidedAt <= released_through

const withheldChanges: Record<
  NonNullable<Explanation["withheld"]>,
  (listing: Explanation["listing"]) => Change
> = {
  not_mapped: () => ({ kind: "map" }),
  variant_deleted: () => ({ kind: "map_elsewhere" }),
  inventory_not_managed: () => ({ kind: "manage_inventory" }),
  no_location: () => ({ kind: "link_location" }),
  kit_out_of_step: () => ({ kind: "kit_parts" }),
  not_pushable: ({ remote_state }) => ({ kind: "marketplace_state", remote_state }),
}

function changesWith({ listing, withheld, sum, rules }: Explanation): Change[] {
  if (withheld !== null) return [withheldChanges[withheld](listing)]
  if (!sum) return []
  const changes: Change[] = []
  if (listing.off_sale_since !== null && listing.desired === 0) changes.push({ kind: "put_back" })
  if (rules.hold !== null)
    changes.push({ kind: "hold_ends", at: rules.hold.until, reason: rules.hold.reason })
  if (sum.available < 0) changes.push({ kind: "owed", sets: -sum.available })
  if (sum.after_buffer < rules.minimum)
    changes.push({ kind: "minimum", missing: rules.minimum - sum.after_buffer })
  if (sum.after_minimum >= sum.limit) {
    const whose = rules.cap !== null && rules.cap <= rules.marketplace_max ? "cap" : "marketplace"
    changes.push({ kind: "limit", limit: sum.limit, whose })
  } else changes.push({ kind: "stock" })
  return changes
}

interface FactsRow extends Omit<StandingFacts, "read_mark" | "open_push" | "brakes" | "repeated_until"> {
  channel_id: string
  marketplace: string | null
  external_id: string
  desired: number | null
  read_through: Date | null
  read_began_at: Date | null
  read_ended_at: Date | null
  push_id: string | null
  sent_at: Date | null
  brakes: unknown
}

const storedBrake = z.object({
  id: ledgerId,
  kind: z.enum(brakeKinds),
  pulled_at: z.coerce.date(),
  released_through: z.coerce.date().nullable(),
})

/** `windowOf`: for how long a marketplace refuses to be told the same again, in milliseconds. */
export async function findStandingFacts(
  sql: Sql,
  listingId: string,
  windowOf: (marketplace: string) => number,
): Promise<StandingFacts | undefined> {
  const rows = await sql.query<FactsRow>(
    `select l.channel_id, c.marketplace, l.external_id, (a.desired)::int as desired,
       s.read_through, s.read_began_at, s.read_ended_at, s.gate_shut_since, s.auth_error, s.auth_error_at,
       push.id::text as push_id, coalesce(push.sent_at, push.created_at) as sent_at,
       coalesce(brakes.waiting, '[]') as brakes
     from ledger.listing l
     left join public.channel c on c.id = l.channel_id
     left join ledger.channel_state s on s.channel_id = l.channel_id
     left join ledger.aspect a on a.listing_id = l.id and a.aspect = 'stock'
     left join ledger.push push on push.id = a.sent_push_id
     left join lateral (
       select jsonb_agg(jsonb_build_object('id', b.id::text, 'kind', b.kind, 'pulled_at', b.pulled_at,
         'released_through', (select max(r.released_through) from ledger.brake r
           where r.channel_id = b.channel_id and r.kind = b.kind and r.state = 'released'))) as waiting
       from ledger.brake b where b.channel_id = l.channel_id and b.state = 'waiting') brakes on true
     where l.id = $1`,
    [listingId],
  )
  const [row] = rows
  if (!row) return undefined
  const { gate_shut_since, auth_error, auth_error_at, push_id, sent_at, brakes } = row
  const { read_through, read_began_at, read_ended_at } = row
  return {
    gate_shut_since,
    auth_error,
    auth_error_at,
    repeated_until: await figureRepeatedUntil(sql, row, windowOf),
    read_mark: { read_through, read_began_at, read_ended_at },
    open_push: push_id !== null && sent_at !== null ? { id: push_id, sent_at } : null,
    brakes: z.array(storedBrake).parse(brakes),
  }
}

/** Sent alone: beside another listing's figure it is another request. */
async function figureRepeatedUntil(
  sql: Sql,
  { channel_id, marketplace, external_id, desired }: FactsRow,
  windowOf: (marketplace: string) => number,
): Promise<Date | null> {
  const withinMs = marketplace === null ? 0 : windowOf(marketplace)
  if (desired === null || withinMs === 0) return null
  const fingerprint = fingerprintOf([{ externalId: external_id, quantity: desired }])
  const last = await lastReceived(sql, channel_id, { fingerprint, withinMs })
  return last && new Date(last.getTime() + withinMs)
}

import type { Sql } from "./data-source"

/** Mass changes that stop and ask: figures going to zero, figures going up, and listings going off sale. */
export const brakeKinds = ["zero", "raise", "end"] as const
export type BrakeKind = (typeof brakeKinds)[number]

/** Whose rows `a` a brake of each kind looks at. */
export const brakedAspect: Record<BrakeKind, string> = { zero: "stock", raise: "stock", end: "offer" }

/** So many listings may always change, however small the channel. */
const alwaysAllowed = 20
/** Changes within this time count together. */
const countedWithin = "10 minutes"

/** Which due rows a brake concerns. A raise of what was never shown is a first publication, not a mass change. */
export const concerned: Record<BrakeKind, string> = {
  zero: `a.desired = '0' and coalesce((a.accepted)::int, l.remote_quantity, 0) > 0`,
  raise: `a.priority = 2 and a.accepted is not null and (a.desired)::int > (a.accepted)::int`,
  end: `a.desired = 'false'`,
}

const counter: Record<BrakeKind, string> = { zero: "zeroed", raise: "raised", end: "ended" }

/** Which items `i` of a push that counted such changes are among them. */
const counted: Record<BrakeKind, string> = {
  zero: `i.value = '0'`,
  raise: `i.value <> '0'`,
  end: `i.value = 'false'`,
}

/** Of the rows a brake concerns, those decided after this moment are held; undefined when none is. */
export type HeldAfter = Date | undefined

interface Brake {
  id: string | null
  released_through: Date
  counted_from: Date
}

/**
 * Pulls the brake when more of a channel's listings than allowed would change at once, lets go when the cause is gone, and
 * tells what is held. Only ever looks at what is due, and at the whole channel when that is a lot.
 */
export async function brakeOf(
  sql: Sql,
  channelId: string,
  { kind, percent }: { kind: BrakeKind; percent: number | null },
): Promise<HeldAfter> {
  if (percent === null) return undefined
  const brake = await currentBrake(sql, channelId, kind)
  const changes = await recentChanges(sql, channelId, { kind, since: brake.counted_from })
  const due = await countDue(sql, channelId, {
    kind,
    after: brake.released_through,
    atMost: alwaysAllowed + 1,
  })
  if (brake.id === null && due + changes <= alwaysAllowed) return undefined
  const listings = await countListings(sql, channelId)
  const allowed = Math.max(alwaysAllowed, Math.floor((listings * percent) / 100))
  const recent =
    due + changes > allowed
      ? await recentlyChanged(sql, channelId, { kind, since: brake.counted_from })
      : changes
  const all = await countDue(sql, channelId, { kind, after: brake.released_through, atMost: 10_000_000 })
  if (all === 0 || all + recent <= allowed) {
    if (brake.id !== null) await resolveBrake(sql, brake.id)
    return undefined
  }
  await pullBrake(sql, channelId, { kind, listings: all, of: listings })
  return brake.released_through
}

async function currentBrake(sql: Sql, channelId: string, kind: BrakeKind): Promise<Brake> {
  const rows = await sql.query<Brake>(
    `select waiting.id, coalesce(released.released_through, to_timestamp(0)) as released_through,
       greatest(clock_timestamp() - interval '${countedWithin}', released.ended_at) as counted_from
     from (select 1) one
     left join ledger.brake waiting
       on waiting.channel_id = $1 and waiting.kind = $2 and waiting.state = 'waiting'
     left join lateral (
       select released_through, ended_at from ledger.brake
       where channel_id = $1 and kind = $2 and state = 'released' order by ended_at desc limit 1) released on true`,
    [channelId, kind],
  )
  return rows[0] ?? { id: null, released_through: new Date(0), counted_from: new Date(0) }
}

/** How many changes of this kind were sent lately; a listing that changed twice counts twice. */
async function recentChanges(
  sql: Sql,
  channelId: string,
  { kind, since }: { kind: BrakeKind; since: Date },
): Promise<number> {
  const rows = await sql.query<{ changes: number }>(
    `select coalesce(sum(${counter[kind]}), 0)::int as changes from ledger.push
     where channel_id = $1 and created_at > $2 and state <> 'failed'`,
    [channelId, since],
  )
  return rows[0]?.changes ?? 0
}

/** How many listings changed so lately. Asked only when the changes alone would be too many. */
async function recentlyChanged(
  sql: Sql,
  channelId: string,
  { kind, since }: { kind: BrakeKind; since: Date },
): Promise<number> {
  const rows = await sql.query<{ listings: number }>(
    `select count(distinct i.listing_id)::int as listings
     from ledger.push p join ledger.push_item i on i.push_id = p.id and i.created_at > $2
     where p.channel_id = $1 and p.created_at > $2 and p.${counter[kind]} > 0 and p.state <> 'failed'
       and ${counted[kind]}`,
    [channelId, since],
  )
  return rows[0]?.listings ?? 0
}

async function countDue(
  sql: Sql,
  channelId: string,
  { kind, after, atMost }: { kind: BrakeKind; after: Date; atMost: number },
): Promise<number> {
  const rows = await sql.query<{ count: number }>(
    `select count(*)::int as count from (
       select from ledger.aspect a join ledger.listing l on l.id = a.listing_id
       where a.channel_id = $1 and a.aspect = '${brakedAspect[kind]}' and a.state = 'due' and l.pushable
         and a.desired_at > $2 and ${concerned[kind]}
       limit $3) due`,
    [channelId, after, atMost],
  )
  return rows[0]?.count ?? 0
}

async function countListings(sql: Sql, channelId: string): Promise<number> {
  const rows = await sql.query<{ count: number }>(
    `select count(*)::int as count from ledger.listing
     where channel_id = $1 and pushable and variant_id is not null`,
    [channelId],
  )
  return rows[0]?.count ?? 0
}

async function pullBrake(
  sql: Sql,
  channelId: string,
  { kind, listings, of }: { kind: BrakeKind; listings: number; of: number },
): Promise<void> {
  await sql.query(
    `insert into ledger.brake as known (channel_id, kind, listings, of_listings) values ($1, $2, $3, $4)
     on conflict (channel_id, kind) where state = 'waiting'
     do update set listings = excluded.listings, of_listings = excluded.of_listings
       where known.listings <> excluded.listings`,
    [channelId, kind, listings, of],
  )
}

async function resolveBrake(sql: Sql, id: string): Promise<void> {
  await sql.query(`update ledger.brake set state = 'resolved', ended_at = clock_timestamp() where id = $1`, [
    id,
  ])
}

/** What a brake held may have changed its mind: the brakes that hold nothing any more let go. */
export async function resolveIdleBrakes(sql: Sql, channelId: string): Promise<void> {
  for (const kind of brakeKinds) {
    await sql.query(
      `update ledger.brake b set state = 'resolved', ended_at = clock_timestamp()
       where b.channel_id = $1 and b.kind = $2 and b.state = 'waiting' and not exists (
         select from ledger.aspect a join ledger.listing l on l.id = a.listing_id
         where a.channel_id = $1 and a.aspect = '${brakedAspect[kind]}' and a.state = 'due' and l.pushable
           and ${concerned[kind]})`,
      [channelId, kind],
    )
  }
}

/** A person lets go what is decided by now. Returns the channel, or undefined when no such brake waits. */
export async function releaseBrake(sql: Sql, id: string, by: string): Promise<string | undefined> {
  const rows = await sql.query<{ channel_id: string }>(
    `with released as (
       update ledger.brake set state = 'released', released_through = clock_timestamp(), ended_at = clock_timestamp(),
         ended_by = $2
       where id = $1 and state = 'waiting' returning channel_id
     ) select channel_id from released`,
    [id, by],
  )
  return rows[0]?.channel_id
}

/** Of a due row `a`: nobody has let it go yet. What a person released counts for no further brake. */
export const undecided = (kind: BrakeKind) => `a.desired_at > coalesce((
  select max(b.released_through) from ledger.brake b
  where b.channel_id = a.channel_id and b.kind = '${kind}' and b.state = 'released'), to_timestamp(0))`

/** The condition on a due row that a brake of this kind lets pass; `parameter` holds its `HeldAfter`. */
export const passesBrake = (kind: BrakeKind, parameter: string) =>
  `(${parameter}::timestamptz is null or a.desired_at <= ${parameter}::timestamptz or not (${concerned[kind]}))`

import type { Sql } from "../data-source"
import { describeActor, namesOf, ordersOf, orderOfRequest, parseActor } from "./stock-history-actor"
import type { Entry, Source } from "./stock-history-merge"
import type { HistoryKind, HistoryRow } from "./stock-history-shape"

/** What a history looks at. */
export interface HistoryRange {
  /** Nothing before this moment, and nothing after `until`. */
  from: string | null
  until: string
  kinds: readonly HistoryKind[]
}

export interface MovementScope {
  inventoryItemId: string
  /** Null for all locations. */
  locationIds: string[] | null
  /** Recipes of other variants are not this listing's; null for any. */
  variantId: string | null
}

interface MovementRow {
  id: string
  at: Date
  exactly: string
  kind: "level" | "reservation" | "recipe"
  reference_id: string
  line_item_id: string | null
  location_id: string | null
  location_name: string | null
  sku: string | null
  title: string | null
  variant_name: string | null
  stocked_delta: number
  reserved_delta: number
  required_delta: number | null
  actor: string
  on_hand: number
  reserved: number
}

/** The oldest movement of a page: the item's figures just before it, from which the next page counts back. */
interface Reached {
  at: string
  id: string
  on_hand: number
  reserved: number
}

const storedKinds = { stock: "level", reservation: "reservation", recipe: "recipe" } as const

/**
 * One item's movements, newest first, each with what the item had afterwards: what it has now, less every later movement.
 * The live rows and the movements are read by one statement, so they are of one moment. A further page goes on from the
 * figures that the page before ended with, so that its cost does not grow with its depth.
 */
export function movementSource(sql: Sql, scope: MovementScope, range: HistoryRange): Source<HistoryRow> {
  const kinds = range.kinds.flatMap((kind) => (kind in storedKinds ? storedKinds[kind as "stock"] : []))
  return {
    name: `movement ${scope.inventoryItemId}`,
    read: async (after, limit) => {
      if (kinds.length === 0) return []
      const reached = after === undefined ? null : (JSON.parse(after) as Reached)
      const rows = await sql.query<MovementRow>(pageOfMovements, [
        scope.inventoryItemId,
        scope.locationIds,
        scope.variantId,
        kinds,
        range.from,
        reached?.at ?? range.until,
        // Above every id: at its first page, a movement at this very moment counts.
        reached?.id ?? "9223372036854775807",
        reached === null ? null : JSON.stringify(reached),
        limit,
      ])
      return describe(sql, scope, rows)
    },
  }
}

const here = `m.inventory_item_id = $1 and ($2::text[] is null or m.location_id = any($2) or m.location_id is null)`

const pageOfMovements = `
  with base as materialized (
    select coalesce(($8::jsonb ->> 'on_hand')::numeric, (
        select coalesce(sum(l.stocked_quantity), 0) from public.inventory_level l
        where l.inventory_item_id = $1 and ($2::text[] is null or l.location_id = any($2)) and l.deleted_at is null
      ) - later.stocked) as on_hand,
      coalesce(($8::jsonb ->> 'reserved')::numeric, (
        select coalesce(sum(r.quantity), 0) from public.reservation_item r
        where r.inventory_item_id = $1 and ($2::text[] is null or r.location_id = any($2)) and r.deleted_at is null
      ) - later.reserved) as reserved
    from (
      select coalesce(sum(m.stocked_delta), 0) as stocked, coalesce(sum(m.reserved_delta), 0) as reserved
      from ledger.stock_movement m where ${here} and m.occurred_at > $6 and $8::jsonb is null) later
  ), page as (
    select m.* from ledger.stock_movement m
    where ${here} and m.occurred_at <= $6 and (m.occurred_at, m.id) < ($6::timestamptz, $7::bigint)
      and m.occurred_at >= coalesce($5::timestamptz, '-infinity') and m.kind = any($4::text[])
      and (m.kind <> 'recipe' or $3::text is null or m.reference_id = $3)
    order by m.occurred_at desc, m.id desc limit $9
  ), running as (
    -- Also the movements that the filter leaves out have moved the figures.
    select m.id, m.occurred_at,
      sum(m.stocked_delta) over newer as stocked, sum(m.reserved_delta) over newer as reserved
    from ledger.stock_movement m
    where ${here} and m.occurred_at <= $6 and (m.occurred_at, m.id) < ($6::timestamptz, $7::bigint)
      and m.occurred_at >= (select min(occurred_at) from page)
    window newer as (order by m.occurred_at desc, m.id desc rows between unbounded preceding and 1 preceding)
  )
  select page.id::text, page.occurred_at as at,
    to_char(page.occurred_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as exactly,
    page.kind, page.reference_id, page.line_item_id, page.location_id, place.name as location_name, i.sku, i.title,
    coalesce(v.sku, v.title) as variant_name,
    page.stocked_delta::float8 as stocked_delta, page.reserved_delta::float8 as reserved_delta,
    page.required_delta::float8 as required_delta, page.actor,
    (base.on_hand - coalesce(running.stocked, 0))::float8 as on_hand,
    (base.reserved - coalesce(running.reserved, 0))::float8 as reserved
  from page join running on running.id = page.id and running.occurred_at = page.occurred_at
  cross join base
  left join public.inventory_item i on i.id = page.inventory_item_id
  left join public.stock_location place on place.id = page.location_id
  left join public.product_variant v on page.kind = 'recipe' and v.id = page.reference_id and v.deleted_at is null
  order by page.occurred_at desc, page.id desc`

async function describe(sql: Sql, scope: MovementScope, rows: MovementRow[]): Promise<Entry<HistoryRow>[]> {
  const requests = rows.map((row) => orderOfRequest(parseActor(row.actor).request))
  const [names, orders] = await Promise.all([
    namesOf(
      sql,
      rows.map((row) => row.actor),
    ),
    ordersOf(sql, {
      lineItemIds: rows.flatMap((row) => row.line_item_id ?? []),
      orderIds: requests.flatMap((id) => id ?? []),
    }),
  ])
  return rows.map((row, index) => {
    const order = orders.get(row.line_item_id ?? "") ?? orders.get(requests[index] ?? "") ?? null
    const actor = describeActor(row.actor, names, order)
    return { at: row.exactly, position: positionOf(row), row: toHistoryRow(row, scope, { actor, order }) }
  })
}

function positionOf(row: MovementRow): string {
  const reached: Reached = {
    at: row.exactly,
    id: row.id,
    on_hand: row.on_hand - row.stocked_delta,
    reserved: row.reserved - row.reserved_delta,
  }
  return JSON.stringify(reached)
}

function toHistoryRow(
  row: MovementRow,
  { inventoryItemId: inventory_item_id }: MovementScope,
  by: Pick<Extract<HistoryRow, { kind: "stock" }>, "actor" | "order">,
): HistoryRow {
  const { at, sku, title, on_hand, reserved, stocked_delta, reserved_delta, required_delta } = row
  const moved = { at, ...by, inventory_item_id, sku, title }
  if (row.kind === "recipe") {
    return {
      kind: "recipe",
      ...moved,
      variant_id: row.reference_id,
      variant_name: row.variant_name,
      required_delta,
    }
  }
  const after = {
    location_id: row.location_id ?? "",
    location_name: row.location_name,
    on_hand,
    reserved,
    available: on_hand - reserved,
  }
  return row.kind === "level"
    ? { kind: "stock", ...moved, stocked_delta, ...after }
    : { kind: "reservation", ...moved, reserved_delta, reservation_id: row.reference_id, ...after }
}

import type { Sql } from "../data-source"
import type { HistoryRow } from "./stock-history-shape"

export type Actor = Extract<HistoryRow, { kind: "stock" }>["actor"]
export type OrderLink = Extract<HistoryRow, { kind: "order" }>["order"]

/** Names of operators and API keys, by their ids. */
export type Names = Map<string, string>

interface ParsedActor {
  type: "user" | "api-key" | "program"
  /** The operator's or key's id; a program's name. */
  id: string
  request: string | null
}

/** Pure: what `ledger.actor()` wrote. */
export function parseActor(actor: string): ParsedActor {
  const person = /^(user|api-key):(\S+)(?: (.+))?$/.exec(actor)
  if (!person) return { type: "program", id: actor, request: null }
  const [, type, id = "", request = null] = person
  return { type: type === "user" ? "user" : "api-key", id, request }
}

/** Pure: the order that a request was about, when its path says so. */
export const orderOfRequest = (request: string | null): string | null =>
  /\/orders\/(order_\w+)/.exec(request ?? "")?.[1] ?? null

/** Pure: who it was. Where only the program is known, an order stands for itself. */
export function describeActor(raw: string, names: Names, order: OrderLink | null): Actor {
  const { type, id, request } = parseActor(raw)
  if (type === "user") return { kind: "operator", words: names.get(id) ?? `Operator ${id}`, request }
  if (type === "api-key") return { kind: "api_key", words: `API key ${names.get(id) ?? id}`, request }
  const ours = id === "medusa" || id.startsWith("serai")
  if (ours && order) return { kind: "order", words: wordsOfOrder(order), request }
  if (id === "medusa") return { kind: "medusa", words: "Medusa", request }
  if (ours) return { kind: "serai", words: "Serai", request }
  return { kind: "sql", words: id === "unnamed" ? "Plain SQL" : `Plain SQL (${id})`, request }
}

export function wordsOfOrder({ id, display_id, external_id, channel_name }: OrderLink): string {
  if (external_id !== null) return `Order ${external_id} of ${channel_name ?? "a deleted channel"}`
  return `Order ${display_id === null ? id : `#${display_id}`}`
}

export async function namesOf(sql: Sql, actors: string[]): Promise<Names> {
  const ids = [...new Set(actors.map((actor) => parseActor(actor).id))]
  if (ids.length === 0) return new Map()
  const rows = await sql.query<{ id: string; name: string }>(
    `select id, coalesce(nullif(concat_ws(' ', nullif(first_name, ''), nullif(last_name, '')), ''), email) as name
     from public."user" where id = any($1::text[])
     union all select id, title from public.api_key where id = any($1::text[])`,
    [ids],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The orders of line items, and orders by their own ids. */
export async function ordersOf(
  sql: Sql,
  { lineItemIds, orderIds }: { lineItemIds: string[]; orderIds: string[] },
): Promise<Map<string, OrderLink>> {
  if (lineItemIds.length + orderIds.length === 0) return new Map()
  const rows = await sql.query<{ key: string; link: OrderLink }>(
    `with wanted as (
       select item_id as key, min(order_id) as order_id from public.order_item
       where item_id = any($1::text[]) and deleted_at is null group by 1
       union all select id, id from unnest($2::text[]) id
     )
     select w.key, jsonb_build_object('id', o.id, 'display_id', o.display_id, 'external_id', k.external_id,
       'channel_name', c.name) as link
     from wanted w
     join public."order" o on o.id = w.order_id
     left join ledger.channel_order k on k.order_id = o.id
     left join public.channel c on c.id = k.channel_id`,
    [lineItemIds, orderIds],
  )
  return new Map(rows.map(({ key, link }) => [key, link]))
}

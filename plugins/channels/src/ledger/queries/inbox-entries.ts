import { z } from "zod"
import type { Sql } from "../data-source"
import { likePattern } from "./listings"
import { ledgerId, moment, type Counted, type Page } from "./shape"

export const inboxStates = ["pending", "done", "dead"] as const

/** A fact as it was received, without its body. */
export const inboxEntry = z.object({
  id: ledgerId,
  channel_id: z.string(),
  topic: z.string(),
  source: z.enum(["webhook", "poll"]),
  external_id: z.string().nullable(),
  occurred_at: moment,
  received_at: moment,
  state: z.enum(inboxStates),
  attempts: z.int(),
  /** How often the same fact was told again. */
  repeats: z.int(),
  error_code: z.string().nullable(),
  error: z.string().nullable(),
  result: z.string().nullable(),
  processed_at: moment.nullable(),
})

export type InboxEntryRow = z.output<typeof inboxEntry>

export interface InboxSearch {
  channel_id?: string | undefined
  state?: (typeof inboxStates)[number] | undefined
  q?: string | undefined
}

const columns = `
  id::text, channel_id, topic, source, external_id, occurred_at, received_at, state, attempts, repeats, error_code,
  error, result, processed_at`

/** Newest first. */
export async function findInboxEntries(
  sql: Sql,
  search: InboxSearch,
  page: Page,
): Promise<Counted<InboxEntryRow>> {
  const parameters: unknown[] = []
  const take = (value: unknown) => `$${parameters.push(value)}`
  const conditions = [
    search.channel_id === undefined ? null : `channel_id = ${take(search.channel_id)}`,
    search.state === undefined ? null : `state = ${take(search.state)}`,
    search.q === undefined ? null : `external_id ilike ${take(likePattern(search.q))}`,
  ].filter((condition) => condition !== null)
  const where = conditions.length === 0 ? "" : `where ${conditions.join(" and ")}`
  const next = parameters.length
  const [rows, counts] = await Promise.all([
    sql.query<InboxEntryRow>(
      `select ${columns} from ledger.inbox ${where} order by inbox.id desc limit $${next + 1} offset $${next + 2}`,
      [...parameters, page.limit, page.offset],
    ),
    sql.query<{ count: number }>(`select count(*)::int as count from ledger.inbox ${where}`, parameters),
  ])
  return { rows, count: counts[0]?.count ?? 0 }
}

export async function findInboxEntry(
  sql: Sql,
  id: string,
): Promise<(InboxEntryRow & { body: string }) | undefined> {
  const rows = await sql.query<InboxEntryRow & { body: string }>(
    `select ${columns}, body from ledger.inbox where id = $1`,
    [id],
  )
  return rows[0]
}

import type { Sql } from "./data-source"

/** What the engine remembers of a channel between jobs. */
export interface ChannelState {
  channel_id: string
  read_through: Date | null
  last_pull_at: Date | null
  last_sweep_at: Date | null
  last_compared_at: Date | null
  last_listings_at: Date | null
  last_read_back_at: Date | null
  auth_error: string | null
  auth_error_at: Date | null
}

export async function channelStates(sql: Sql): Promise<Map<string, ChannelState>> {
  const rows = await sql.query<ChannelState>(
    `select channel_id, read_through, last_pull_at, last_compared_at, last_listings_at, last_read_back_at, last_sweep_at, auth_error,
       auth_error_at
     from ledger.channel_state`,
  )
  return new Map(rows.map((row) => [row.channel_id, row]))
}

export async function channelState(sql: Sql, channelId: string): Promise<ChannelState | undefined> {
  return (await channelStates(sql)).get(channelId)
}

type Field =
  | "read_through"
  | "last_pull_at"
  | "last_pull_error"
  | "last_sweep_at"
  | "last_compared_at"
  | "last_listings_at"
  | "last_listings_error"
  | "last_read_back_at"
  | "last_read_back_error"
  | "auth_error"
  | "auth_error_at"

/** Sets what a job has to report. The read mark only ever moves forward. */
export async function updateChannelState(
  sql: Sql,
  channelId: string,
  values: Partial<Record<Field, Date | string | null>>,
): Promise<void> {
  const fields = Object.keys(values) as Field[]
  const assign = fields.map((field) =>
    field === "read_through"
      ? `read_through = greatest(channel_state.read_through, excluded.read_through)`
      : `${field} = excluded.${field}`,
  )
  await sql.query(
    `insert into ledger.channel_state (channel_id, ${fields.join(", ")})
     values ($1, ${fields.map((_, index) => `$${index + 2}`).join(", ")})
     on conflict (channel_id) do update set ${assign.join(", ")}`,
    [channelId, ...fields.map((field) => values[field])],
  )
}

import type { LocationMode } from "../engine/orders/plan-reservations"
import type { Sql } from "./data-source"

/** How the channel of a sales channel takes stock from its locations. */
export async function locationModeOf(sql: Sql, salesChannelId: string): Promise<LocationMode> {
  const rows = await sql.query<{ location_mode: LocationMode }>(
    `select location_mode from public.channel where sales_channel_id = $1 and deleted_at is null`,
    [salesChannelId],
  )
  return rows[0]?.location_mode ?? "split"
}

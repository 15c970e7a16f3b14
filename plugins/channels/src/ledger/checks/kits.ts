import type { Sql } from "../data-source"

export interface KitState {
  variant_id: string
  /** Marked, or told why its recipe could not follow. */
  out_of_step: boolean
  /** Something below it changed just now: its recipe is on its way. */
  moving: boolean
}

export const kitStates = (sql: Sql) =>
  sql.query<KitState>(
    `select k.variant_id, o.variant_id is not null as out_of_step,
       coalesce(o.changed_at > now() - interval '5 minutes', false) as moving
     from ledger.kit k left join ledger.kit_out_of_step o using (variant_id) order by 1`,
  )

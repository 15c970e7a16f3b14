import type { Examined } from "@serai/channels/engine/checks/examine"
import { startModules, type ModulesProcess } from "../support/modules"
import { openStockroom, type Stockroom } from "./stockroom"

export interface PlantedOrder {
  /** The marketplace's number; ids of the order and its line follow from it: `order_<number>`, `ordli_<number>`. */
  number: string
  owed: number
  variantId: string
  fulfilled?: number
  status?: "pending" | "canceled"
  state?: "reserved" | "closed"
}

/** A stockroom whose faults are planted as plain SQL, and a process that makes the house's checks on it. */
export interface Clinic {
  room: Stockroom
  modules: ModulesProcess
  run(sql: string, values?: unknown[]): Promise<void>
  /** A variant of a product, with what it is made of. */
  variant(id: string, recipe: Record<string, number>): Promise<void>
  /** One order of `chan_1` with one line, and nothing reserved for it. */
  order(order: PlantedOrder): Promise<void>
  /** A reservation of a line at `north`, as the engine makes them, with Medusa's counter beside it. */
  hold(id: string, lineItemId: string | null, itemId: string, quantity: number): Promise<void>
  /** As if everything so far had happened a day ago. */
  yesterday(): Promise<void>
  examine(checkId: string): Promise<Examined>
  fix(checkId: string): Promise<Examined>
  close(): Promise<void>
}

const raw = (quantity: number) => JSON.stringify({ value: String(quantity), precision: 20 })

export async function openClinic(): Promise<Clinic> {
  const room = await openStockroom()
  const modules = await startModules(room.url)
  const run = async (sql: string, values: unknown[] = []) => {
    await room.db.query(sql, values)
  }
  const examine = async (checkId: string, fix: boolean): Promise<Examined> => {
    const [result] = await modules.ask("examine", [checkId], fix)
    if (!result) throw new Error(`There is no check ${checkId}.`)
    return result
  }
  return {
    room,
    modules,
    run,
    async variant(id, recipe) {
      await room.variant(id, recipe)
      await run(`insert into product (id, title, handle, status) values ($1, $1, $1, 'published')`, [
        `product ${id}`,
      ])
      await run(`update product_variant set product_id = 'product ' || id where id = $1`, [id])
    },
    async order({ number, owed, variantId, fulfilled = 0, status = "pending", state = "reserved" }) {
      const [orderId, lineId] = [`order_${number}`, `ordli_${number}`]
      await run(`insert into "order" (id, currency_code, status, version) values ($1, 'try', $2, 1)`, [
        orderId,
        status,
      ])
      await run(
        `insert into order_line_item (id, title, unit_price, raw_unit_price) values ($1, 'A mug', 1, $2)`,
        [lineId, raw(1)],
      )
      await run(
        `insert into order_item (id, order_id, version, item_id, quantity, raw_quantity, fulfilled_quantity,
           shipped_quantity, return_requested_quantity, return_received_quantity, return_dismissed_quantity,
           written_off_quantity)
         values ($1, $2, 1, $3, $4, $5, $6, 0, 0, 0, 0, 0)`,
        [`ordit_${number}`, orderId, lineId, Math.max(1, owed), raw(owed), fulfilled],
      )
      await run(
        `insert into ledger.channel_order (channel_id, external_id, order_id, currency, placed_at, state)
         values ('chan_1', $1, $2, 'TRY', now(), 'created')`,
        [number, orderId],
      )
      await run(
        `insert into ledger.order_line (channel_id, order_external_id, external_id, line_item_id, listing_external_id,
           title, ordered, owed, variant_id, state)
         values ('chan_1', $1, '1', $2, $3, 'A mug', $4, $5, $3, $6)`,
        [number, lineId, variantId, Math.max(1, owed), owed, state],
      )
    },
    async hold(id, lineItemId, itemId, quantity) {
      await run(
        `insert into reservation_item (id, line_item_id, inventory_item_id, location_id, quantity, raw_quantity, allow_backorder)
         values ($1, $2, $3, 'north', $4, $5, true)`,
        [id, lineItemId, itemId, quantity, raw(quantity)],
      )
      await run(
        `update inventory_level set reserved_quantity = reserved_quantity + $2,
           raw_reserved_quantity = jsonb_build_object('value', (reserved_quantity + $2)::text, 'precision', 20)
         where inventory_item_id = $1 and location_id = 'north'`,
        [itemId, quantity],
      )
    },
    async yesterday() {
      await run(`update ledger.stock_movement set occurred_at = occurred_at - interval '1 day'`)
      await run(`update reservation_item set created_at = created_at - interval '1 day'`)
    },
    examine: (checkId) => examine(checkId, false),
    fix: (checkId) => examine(checkId, true),
    async close() {
      await modules.close()
      await room.close()
    },
  }
}

/** What a check says, without the words. */
export const gist = ({ outcome, count, findings, fixed_count, problem }: Examined) => ({
  outcome,
  count,
  subjects: findings.map(({ subject }) => subject),
  fixed: fixed_count,
  problem,
})

export const inOrder = { outcome: "in_order", count: 0, subjects: [], fixed: 0, problem: null }

import { recomputeNow } from "@serai/channels/engine/stock/recompute"
import type { StockLedger } from "@serai/channels/engine/stock/stock-ledger"
import { createStockLedger } from "@serai/channels/ledger/stock-ledger"
import { MemoryLedger, stockLedgerOf } from "../../src/simulate/ledger/memory-ledger"
import type { Listing } from "../../src/simulate/ledger/rows"
import type { Stockroom } from "./stockroom"

export const channelId = "chan_1"
export const items = ["cup", "bowl", "plate"]
/** So many listings share one item that the brake has something to count. */
const sharing = 24
export const freshnessMs = 60_000
export const variants: [id: string, recipe: Record<string, number>][] = [
  ["cup", { cup: 1 }],
  ["bowl", { bowl: 1 }],
  ["set", { cup: 2, bowl: 1 }],
  ...Array.from({ length: sharing }, (_, index): [string, Record<string, number>] => [
    `plate ${index}`,
    { plate: 1 },
  ]),
]

/** Both ledgers, and what is remembered of them between two steps. */
export interface Pair {
  sql: StockLedger
  memory: MemoryLedger
  asPort: StockLedger
  /** Pushes by their ids in either. */
  ids: Map<string, string>
  began: { sql: Date; memory: Date } | undefined
  clock: { shift: number; tick: number }
  stock: Map<string, number>
  facts: number
}

export type Act = (room: Stockroom, pair: Pair) => Promise<void>

export const now = ({ clock }: Pair) => {
  clock.tick += 0.001
  return Date.now() + clock.shift + clock.tick
}

function memoryLedger(pair: Omit<Pair, "sql" | "memory" | "asPort">): MemoryLedger {
  const listings = variants.map(([id], index): Listing => ({
    id: index + 1,
    channelId,
    externalId: id,
    variantId: id,
  }))
  const recipes = new Map(variants)
  const source = {
    desiredOf: ({ variantId }: Listing) => {
      const sets = Object.entries(recipes.get(variantId) ?? {}).map(([item, required]) =>
        Math.floor((pair.stock.get(item) ?? 0) / required),
      )
      return Math.max(0, Math.min(...sets))
    },
    listingsOfItem: (item: string) =>
      listings.filter(({ variantId }) => item in (recipes.get(variantId) ?? {})),
  }
  const silent = { onDirty: () => undefined, onStored: () => undefined }
  const ledger = new MemoryLedger(source, () => now(pair as Pair), silent)
  for (const listing of listings) ledger.tables.addListing(listing)
  return ledger
}

export async function openPair(room: Stockroom): Promise<Pair> {
  await room.db
    .query(`truncate ledger.aspect, ledger.push, ledger.push_item, ledger.inbox, ledger.channel_state, ledger.reading,
    ledger.brake, ledger.dirty, ledger.acceptance_delay, ledger.decision`)
  await room.db.query(`update inventory_level set stocked_quantity = 0`)
  await room.db.query(`truncate ledger.dirty`)
  const base = {
    ids: new Map<string, string>(),
    began: undefined,
    clock: { shift: 0, tick: 0 },
    stock: new Map<string, number>(),
    facts: 0,
  }
  const memory = memoryLedger(base)
  const sql = createStockLedger(room.ledger, () =>
    recomputeNow({ ledger: room.ledger, maxByMarketplace: {} }),
  )
  const pair: Pair = Object.assign(base, {
    sql,
    memory,
    asPort: stockLedgerOf(memory, (act) => Promise.resolve(act())),
  })
  return pair
}

/** Both are asked the same, and must say the same. */
export async function both<T>(pair: Pair, ask: (ledger: StockLedger) => Promise<T>): Promise<T> {
  const expected = await ask(pair.sql)
  expect(await ask(pair.asPort)).toEqual(expected)
  return expected
}

/** Everything that can be seen from outside. */
export async function compare(room: Stockroom, pair: Pair): Promise<void> {
  await both(pair, (ledger) => ledger.gate(channelId, freshnessMs))
  await both(pair, (ledger) => ledger.hasDue(channelId, "lowered"))
  await both(pair, (ledger) => ledger.hasDue(channelId, "raised"))
  const [sqlOpen, memoryOpen] = [
    await pair.sql.openPushes(channelId),
    await pair.asPort.openPushes(channelId),
  ]
  expect(memoryOpen.map(({ id, lane, state }) => ({ id, lane, state }))).toEqual(
    sqlOpen.map(({ id, lane, state }) => ({ id: pair.ids.get(id), lane, state })),
  )
  const { rows } = await room.db.query(
    `select l.external_id as listing, a.state, a.desired::int, a.accepted::int, a.sent::int, a.priority, a.correcting,
       a.moved_at is not null as moved, coalesce(a.retry_at > now(), false) as waits
     from ledger.aspect a join ledger.listing l on l.id = a.listing_id order by a.listing_id`,
  )
  const figures = [...(pair.memory.tables.figuresOf.get(channelId) ?? [])].map((figure) => ({
    listing: figure.listing.externalId,
    state: figure.state,
    desired: figure.desired,
    accepted: figure.accepted,
    sent: figure.sent,
    priority: figure.priority,
    correcting: figure.correcting,
    moved: figure.movedAt !== null,
    waits: figure.retryAt !== null && figure.retryAt > now(pair),
  }))
  expect(figures).toEqual(rows)
}

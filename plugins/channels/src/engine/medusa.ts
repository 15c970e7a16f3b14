import type {
  CreateOrderDTO,
  CreateOrderLineItemDTO,
  IEventBusModuleService,
  IInventoryService,
  ILockingModule,
  IOrderModuleService,
  MedusaContainer,
  UpdateOrderLineItemDTO,
} from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { systemRuntime, type Runtime } from "../contract"
import { actAs, nameTransactions, type TransactionSource } from "./acting"
import { retryingConflicts } from "./conflict"
import type { LinkChanges } from "./kits/link-changes"
import { linkKey, linkRow } from "./kits/recipe-links"
import { createTurns } from "./turns"
import type { NewReservation } from "./orders/plan-reservations"

/** What the engine does in Medusa: through its modules, so that its rules, ids and counters stay its own. */
export interface Medusa {
  createOrders(orders: CreateOrderDTO[]): Promise<void>
  addLines(orderId: string, lines: CreateOrderLineItemDTO[]): Promise<void>
  changeLines(changes: LineChange[]): Promise<void>
  cancelOrders(orderIds: string[]): Promise<void>
  /** Takes a cancellation back. */
  reopenOrders(orderIds: string[]): Promise<void>
  /**
   * Holds Medusa's own lock on these inventory items: its workflows wait for the same keys. `job` may run more than once, so
   * it reads what it decides on by itself.
   */
  withItemsLocked<T>(inventoryItemIds: string[], job: () => Promise<T>): Promise<T>
  createReservations(reservations: NewReservation[], description: string): Promise<void>
  updateReservations(updates: { id: string; quantity: number }[]): Promise<void>
  removeReservations(ids: string[]): Promise<void>
  /**
   * Links between variants and inventory items. They are added before others are taken away, so that at no moment fewer pieces
   * seem to be needed than before and after.
   */
  changeRecipes(changes: LinkChanges): Promise<void>
  /** Events are hints for subscribers; the ledger is the truth. */
  announceOrders(orderIds: string[]): Promise<void>
}

/** A line that grew, got its real id, or whose variant became known. */
export type LineChange = { id: string } & UpdateOrderLineItemDTO

/** Seconds to wait for a lock that a workflow of Medusa holds. */
const lockTimeoutSeconds = 30

/**
 * Jobs of this process that hold or await such a lock at once. The Postgres provider keeps one of Medusa's ten connections
 * for each, waiting or not, and whoever holds the lock needs another to write: were all taken by those who wait, nobody
 * could go on.
 */
const lockedAtOnce = 3

/**
 * `createOrders` ends by loading what it created again, with every relation and total: half of its time and memory, for a
 * result nobody here looks at. Everything it does before stays as it is.
 */
const withoutReadingBack = (orders: IOrderModuleService): IOrderModuleService =>
  new Proxy(orders, {
    get: (module, name): unknown =>
      name === "listOrders" ? () => Promise.resolve([]) : Reflect.get(module, name),
  })

export function createMedusa(
  container: MedusaContainer,
  chance: Pick<Runtime, "random" | "sleep"> = systemRuntime,
): Medusa {
  const orders = container.resolve<IOrderModuleService>(Modules.ORDER)
  const inventory = container.resolve<IInventoryService>(Modules.INVENTORY)
  const locking = container.resolve<ILockingModule>(Modules.LOCKING)
  const events = container.resolve<IEventBusModuleService>(Modules.EVENT_BUS)
  const inTurn = createTurns(lockedAtOnce)
  return {
    createOrders: async (input) => {
      await withoutReadingBack(orders).createOrders(input)
    },
    addLines: async (orderId, lines) => {
      await orders.createOrderLineItems(orderId, lines)
    },
    changeLines: async (changes) => {
      await orders.updateOrderLineItems(changes.map(({ id, ...data }) => ({ selector: { id }, data })))
    },
    cancelOrders: async (ids) => {
      await orders.cancel(ids)
    },
    reopenOrders: async (ids) => {
      await orders.updateOrders(ids.map((id) => ({ id, status: "pending", canceled_at: null })))
    },
    withItemsLocked: (ids, job) => {
      // One order for everybody, so that two never wait for each other. Medusa's own workflows keep none, and the Postgres
      // provider locks hashes, of which two items may share one: what Postgres breaks up as a deadlock is tried again.
      const keys = [...new Set(ids)].sort()
      const locked = () => inTurn(() => locking.execute(keys, job, { timeout: lockTimeoutSeconds }))
      return retryingConflicts(locked, chance)
    },
    createReservations: async (reservations, description) => {
      // A marketplace has already sold these: what stock does not cover is owed all the same.
      const input = reservations.map((row) => ({ ...row, allow_backorder: true, description }))
      await inventory.createReservationItems(input)
    },
    updateReservations: async (updates) => {
      await inventory.updateReservationItems(updates)
    },
    removeReservations: async (ids) => inventory.deleteReservationItems(ids),
    changeRecipes: (changes) => {
      nameTransactions(container.resolve<TransactionSource>(ContainerRegistrationKeys.PG_CONNECTION))
      return actAs("serai-kits", () => changeLinks(container, changes))
    },
    announceOrders: async (ids) => events.emit(ids.map((id) => ({ name: "order.placed", data: { id } }))),
  }
}

async function changeLinks(
  container: MedusaContainer,
  { create, update, dismiss }: LinkChanges,
): Promise<void> {
  const links = container.resolve(ContainerRegistrationKeys.LINK)
  // Medusa's `create` writes over what is there.
  const rows = [...create, ...update].map(linkRow)
  if (rows.length > 0) await links.create(rows)
  if (dismiss.length > 0) await links.dismiss(dismiss.map(linkKey))
}

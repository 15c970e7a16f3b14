import { AsyncLocalStorage } from "node:async_hooks"
import type { DataSource, EntityManager } from "typeorm"

/** On whose behalf the running code changes something, as `ledger.actor()` writes it down. */
const acting = new AsyncLocalStorage<string>()

export const actAs = <T>(actor: string, job: () => T): T => acting.run(actor, job)

/** Pure: "user:user_01H POST /admin/orders/order_01H/fulfillments". What it changes can be led back to the request. */
export const actorOfRequest = (
  { actor_type, actor_id }: { actor_type: string; actor_id: string },
  { method, path }: { method: string; path: string },
) => `${actor_type}:${actor_id} ${method} ${path}`.slice(0, 300)

interface Transaction {
  raw(sql: string, bindings: string[]): PromiseLike<unknown>
  rollback(): PromiseLike<unknown>
}

/** The part of Medusa's connection pool through which its modules begin their transactions; the pool's own method calls it. */
export interface TransactionSource {
  context: { transaction(work: unknown, options?: unknown): Promise<Transaction> }
}

const named = new WeakSet<TransactionSource>()

/**
 * From now on every transaction of this pool says on whose behalf it runs, where somebody does: a variable of the
 * transaction itself, so that no other request on the same pooled connection can be taken for it.
 */
export function nameTransactions(source: TransactionSource): void {
  if (named.has(source)) return
  named.add(source)
  const { context } = source
  const begin = context.transaction.bind(context)
  context.transaction = async (work, options) => {
    const actor = acting.getStore()
    // Whoever hands over a callback runs in it; Medusa's modules are handed the transaction.
    if (actor === undefined || typeof work === "function") return begin(work, options)
    const transaction = await begin(work, options)
    try {
      await transaction.raw(`select set_config('serai.actor', ?, true)`, [actor])
    } catch (error) {
      await transaction.rollback()
      throw error
    }
    return transaction
  }
}

/** A transaction of the ledger's own, under the same name. */
export const signed = <T>(ledger: DataSource, work: (sql: EntityManager) => Promise<T>): Promise<T> =>
  ledger.transaction(async (sql) => {
    const actor = acting.getStore()
    if (actor !== undefined) await sql.query(`select set_config('serai.actor', $1, true)`, [actor])
    return work(sql)
  })

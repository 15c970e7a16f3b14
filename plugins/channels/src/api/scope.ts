import type { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { ENGINE, type Engine } from "../engine/engine"
import { ledgerId } from "../ledger/queries/shape"

/** The engine, from a request's scope. */
export const engineOf = ({ scope }: { scope: MedusaContainer }): Engine => scope.resolve<Engine>(ENGINE)

export const notFound = (what: string, id: string) =>
  new MedusaError(MedusaError.Types.NOT_FOUND, `There is no ${what} with the id ${id}.`)

/** A ledger id from a path; what is not one cannot exist. */
export function ledgerIdOf(what: string, id: string | undefined): string {
  const parsed = ledgerId.safeParse(id)
  if (!parsed.success) throw notFound(what, id ?? "")
  return parsed.data
}

/** What was looked for, or the 404 that names it. */
export function found<T>(what: string, id: string, row: T | undefined): T {
  if (row === undefined) throw notFound(what, id)
  return row
}

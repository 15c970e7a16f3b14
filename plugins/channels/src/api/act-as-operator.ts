import type {
  AuthenticatedMedusaRequest,
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
} from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { actAs, actorOfRequest, nameTransactions, type TransactionSource } from "../engine/acting"

/** What an admin request changes in Medusa is written down under the operator's name. */
export function actAsOperator(
  request: MedusaRequest,
  _response: MedusaResponse,
  next: MedusaNextFunction,
): void {
  const actor = operatorOf(request)
  if (actor === undefined || request.method === "GET") {
    next()
    return
  }
  nameTransactions(request.scope.resolve<TransactionSource>(ContainerRegistrationKeys.PG_CONNECTION))
  actAs(actor, () => {
    next()
  })
}

/** Undefined for a request that needs no authentication. */
export function operatorOf(request: MedusaRequest): string | undefined {
  const { auth_context } = request as Partial<AuthenticatedMedusaRequest>
  if (!auth_context?.actor_id) return undefined
  const path = request.originalUrl.split("?")[0] ?? ""
  return actorOfRequest(auth_context, { method: request.method, path })
}

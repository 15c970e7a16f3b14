import { zodValidator } from "@medusajs/framework"
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"

/**
 * Validates the query string. Medusa's own `validateAndTransformQuery` also plans which fields of an entity to load; the
 * ledger's lists have fixed shapes.
 */
export function validateQuery(schema: z.ZodObject) {
  return async (request: MedusaRequest, _response: MedusaResponse, next: MedusaNextFunction) => {
    request.validatedQuery = (await zodValidator(schema, request.query)) as MedusaRequest["validatedQuery"]
    next()
  }
}

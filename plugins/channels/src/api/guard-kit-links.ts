import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { z } from "zod"
import { nameOf } from "../engine/kits/recipe-book"
import { findKitVariants } from "../ledger/kits"
import { engineOf } from "./scope"

const rows = z.array(z.object({ variant_id: z.string() })).default([])
const batch = z.object({ create: rows, update: rows, delete: rows })

/**
 * What a kit is made of follows from its parts: a link that somebody changes by hand would be put back. Medusa's own routes say so
 * at once, and where to change it instead.
 */
export async function guardKitLinks(
  request: MedusaRequest,
  _response: MedusaResponse,
  next: MedusaNextFunction,
): Promise<void> {
  const touched = variantsIn(request)
  const variants = await findKitVariants(engineOf(request).ledger, touched)
  const kit = touched.map((id) => variants.get(id)).find((variant) => variant?.parts)
  if (kit) {
    const message = `${nameOf(kit)} is a kit: the inventory items it takes follow from its parts. Change those on the Kit card of its product, or with POST /admin/kits/${kit.id}.`
    throw new MedusaError(MedusaError.Types.NOT_ALLOWED, message)
  }
  next()
}

/** A malformed batch names none: Medusa itself says what is wrong with it. */
function variantsIn({ params, body }: MedusaRequest): string[] {
  if (params.variant_id !== undefined) return [params.variant_id]
  const { data } = batch.safeParse(body)
  return data ? [...data.create, ...data.update, ...data.delete].map((row) => row.variant_id) : []
}

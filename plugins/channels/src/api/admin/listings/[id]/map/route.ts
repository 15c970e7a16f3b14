import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { IProductModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import type { z } from "zod"
import { signed } from "../../../../../engine/acting"
import type { Engine } from "../../../../../engine/engine"
import { mapListing } from "../../../../../ledger/listings"
import { findListing, type Listing } from "../../../../../ledger/queries/listings"
import type { listingAnswer, mapBody } from "../../../../schemas/listings"
import { engineOf, found, ledgerIdOf } from "../../../../scope"

type Answer = MedusaResponse<z.output<typeof listingAnswer>>

export async function POST(req: MedusaRequest<z.output<typeof mapBody>>, res: Answer): Promise<void> {
  const products = req.scope.resolve<IProductModuleService>(Modules.PRODUCT)
  const variant = await products.retrieveProductVariant(req.validatedBody.variant_id)
  res.json({ listing: await remap(engineOf(req), req.params.id, variant.id) })
}

export async function DELETE(req: MedusaRequest, res: Answer): Promise<void> {
  res.json({ listing: await remap(engineOf(req), req.params.id, null) })
}

/** Orders that came before the mapping are reserved by the job. */
async function remap(engine: Engine, rawId: string | undefined, variantId: string | null): Promise<Listing> {
  const id = ledgerIdOf("listing", rawId)
  const mapped = await signed(engine.ledger, (sql) => mapListing(sql, id, variantId, "manual"))
  const { channel_id } = found("listing", id, mapped)
  if (variantId !== null) await engine.enqueue("reserve-mapped", channel_id)
  return found("listing", id, await findListing(engine.ledger, id))
}

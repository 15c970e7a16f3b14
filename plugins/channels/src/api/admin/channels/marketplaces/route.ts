import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { credentialFields } from "../../../../workflows/channel/credential-fields"
import type { marketplacesAnswer } from "../../../schemas/channels"
import { engineOf } from "../../../scope"

export function GET(req: MedusaRequest, res: MedusaResponse<z.output<typeof marketplacesAnswer>>): void {
  const marketplaces = engineOf(req)
    .channels.marketplaces()
    .map(({ id, displayName, provider }) => ({
      id,
      display_name: displayName,
      credentials: credentialFields(provider.connect.credentials),
    }))
  res.json({ marketplaces })
}

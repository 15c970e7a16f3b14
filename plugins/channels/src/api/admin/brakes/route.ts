import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { waitingBrakes } from "../../../ledger/queries/brakes"
import type { listBrakesAnswer } from "../../schemas/brakes"
import { engineOf } from "../../scope"

export async function GET(
  req: MedusaRequest,
  res: MedusaResponse<z.output<typeof listBrakesAnswer>>,
): Promise<void> {
  res.json({ brakes: await waitingBrakes(engineOf(req).ledger) })
}

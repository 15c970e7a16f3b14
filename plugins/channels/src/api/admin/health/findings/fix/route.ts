import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import type { fixFindingsAnswer, fixFindingsBody } from "../../../../schemas/findings"
import { engineOf } from "../../../../scope"

export async function POST(
  req: MedusaRequest<z.output<typeof fixFindingsBody>>,
  res: MedusaResponse<z.output<typeof fixFindingsAnswer>>,
): Promise<void> {
  res.json({ results: await engineOf(req).doctor.mend(req.validatedBody.ids) })
}

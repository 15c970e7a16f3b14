import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { titleOfCheck } from "../../../../engine/checks/registry"
import { findCheckRuns, findFindings } from "../../../../ledger/queries/findings"
import type { listFindingsAnswer, listFindingsQuery } from "../../../schemas/findings"
import { engineOf } from "../../../scope"

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof listFindingsQuery>>,
  res: MedusaResponse<z.output<typeof listFindingsAnswer>>,
): Promise<void> {
  const { limit, offset, ...search } = req.validatedQuery
  const { ledger } = engineOf(req)
  const { rows, count } = await findFindings(ledger, search, { limit, offset })
  const runs = await findCheckRuns(ledger)
  res.json({
    findings: rows.map((row) => ({ ...row, title: titleOfCheck(row.check_id) })),
    checks: runs.map((run) => ({ ...run, title: titleOfCheck(run.id) })),
    ...{ count, limit, offset },
  })
}

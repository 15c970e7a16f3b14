import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import type { z } from "zod"
import { findInboxEntry } from "../../../../ledger/queries/inbox-entries"
import { readableBody } from "../../../readable-body"
import type { inboxEntryAnswer } from "../../../schemas/inbox"
import { engineOf, found, ledgerIdOf } from "../../../scope"

export async function GET(
  req: MedusaRequest,
  res: MedusaResponse<z.output<typeof inboxEntryAnswer>>,
): Promise<void> {
  const id = ledgerIdOf("inbox entry", req.params.id)
  const { body, ...entry } = found("inbox entry", id, await findInboxEntry(engineOf(req).ledger, id))
  res.json({ entry: { ...entry, body: readableBody(body) } })
}

import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import type { z } from "zod"
import type { Engine } from "../../../../../engine/engine"
import { explainListing } from "../../../../../ledger/queries/explanation"
import { explainListingAt, type Unexplained } from "../../../../../ledger/queries/explanation-at"
import { findStandingFacts, standingOf } from "../../../../../ledger/queries/standing"
import { databaseTime } from "../../../../../ledger/queries/stock-history"
import type { explainAnswer, explainAtAnswer, explainQuery } from "../../../../schemas/listings"
import { engineOf, found, ledgerIdOf } from "../../../../scope"

type Now = z.output<typeof explainAnswer>
type Then = z.output<typeof explainAtAnswer>

export async function GET(
  req: MedusaRequest<unknown, z.output<typeof explainQuery>>,
  res: MedusaResponse<Now | Then>,
): Promise<void> {
  const engine = engineOf(req)
  const id = ledgerIdOf("listing", req.params.id)
  const { at } = req.validatedQuery
  res.json(at === undefined ? await explainNow(engine, id) : await explainThen(engine, id, at))
}

async function explainNow({ ledger, channels }: Engine, id: string): Promise<Now> {
  const traitsOf = (marketplace: string) => channels.marketplace(marketplace).provider.traits.stock
  const [explanation, facts, now] = await Promise.all([
    explainListing(ledger, id, (marketplace) => traitsOf(marketplace).max),
    findStandingFacts(ledger, id, (marketplace) => traitsOf(marketplace).identicalWriteWindowMs),
    databaseTime(ledger),
  ])
  const known = found("listing", id, explanation)
  return { explanation: known, standing: standingOf(known, found("listing", id, facts), now) }
}

async function explainThen({ ledger }: Engine, id: string, at: Date): Promise<Then> {
  const picture = found("listing", id, await explainListingAt(ledger, id, at))
  if ("because" in picture) throw new MedusaError(MedusaError.Types.INVALID_DATA, sentenceOf(picture))
  return { explanation_at: picture }
}

function sentenceOf({ because, limit }: Unexplained): string {
  const moment = limit.toISOString()
  switch (because) {
    case "future":
      return `That moment has not come yet: it is ${moment} now. Choose an earlier one.`
    case "before_listing":
      return `The listing is known since ${moment}. Choose a later moment.`
    case "before_record":
      return `Stock movements are known since ${moment}. Choose a later moment.`
  }
}

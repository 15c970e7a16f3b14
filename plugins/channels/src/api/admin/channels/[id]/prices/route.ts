import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import type { z } from "zod"
import { setDesiredPrices } from "../../../../../ledger/prices"
import { readPriceRows } from "../../../../price-rows"
import type { setPricesAnswer, setPricesBody } from "../../../../schemas/prices"
import { engineOf } from "../../../../scope"

export async function POST(
  req: MedusaRequest<z.output<typeof setPricesBody>>,
  res: MedusaResponse<z.output<typeof setPricesAnswer>>,
): Promise<void> {
  const engine = engineOf(req)
  const { channels, ledger } = engine
  const channel = await channels.retrieveChannel(req.params.id ?? "")
  if (!channels.marketplace(channel.marketplace).provider.prices) {
    throw new MedusaError(MedusaError.Types.NOT_ALLOWED, `Prices cannot be sent to ${channel.marketplace}.`)
  }
  const rows = req.validatedBody.prices
  const { prices, refused } = readPriceRows(rows)
  const { changed, unknown } = await setDesiredPrices(ledger, channel.id, prices)
  if (changed > 0) await engine.enqueue("push-prices", channel.id)
  const isUnknown = new Set(unknown)
  const strangers = rows.flatMap(({ external_id }, row) =>
    isUnknown.has(external_id) && !refused.some((one) => one.row === row)
      ? [{ row, external_id, reason: "is no listing of this channel" }]
      : [],
  )
  res.json({
    changed,
    unchanged: prices.length - changed - unknown.length,
    refused: [...refused, ...strangers].sort((a, b) => a.row - b.row),
  })
}

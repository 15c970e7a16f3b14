import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { createHash, timingSafeEqual } from "node:crypto"
import { measure } from "../../engine/health/measure"
import { metricsText } from "../../engine/health/metrics"
import { engineOf } from "../scope"

/** Prometheus' text form, which scrapers recognise by its type. */
const contentType = "text/plain; version=0.0.4; charset=utf-8"

/** For whoever holds the token; without one in the options there is nothing here. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const engine = engineOf(req)
  const { metricsToken } = engine.channels.options
  if (metricsToken === undefined) {
    res.status(404).json({ message: "Metrics are off: set METRICS_TOKEN." })
    return
  }
  if (!bears(req.headers.authorization, metricsToken)) {
    res
      .status(401)
      .set("www-authenticate", "Bearer")
      .json({ message: "The bearer token is missing or wrong." })
    return
  }
  const text = await metricsText(await measure(engine))
  res.set("content-type", contentType).send(text)
}

const digest = (text: string) => createHash("sha256").update(text).digest()

/** Digests have one length, so that the comparison takes one time. */
const bears = (header: string | undefined, token: string) =>
  timingSafeEqual(digest(header ?? ""), digest(`Bearer ${token}`))

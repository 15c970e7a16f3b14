import type { TrendyolCredentials } from "./credentials"

/**
 * What every request carries. Without a User-Agent the gateway answers 403 (developers.trendyol.com/docs/2-authorization).
 * The storefront header is compulsory abroad; at home the pages name no such header and assume TR, so none is sent
 * (developers.trendyol.com/v3.0/docs/5-regions-and-store-front-codes).
 */
export function transportHeaders(credentials: TrendyolCredentials): Record<string, string> {
  const { sellerId, apiKey, apiSecret, integrator, storefront } = credentials
  return {
    authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString("base64")}`,
    "user-agent": `${sellerId} - ${integrator}`,
    ...(storefront !== "TR" && { storeFrontCode: storefront }),
  }
}

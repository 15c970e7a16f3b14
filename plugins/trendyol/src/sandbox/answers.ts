import { jsonResponse, Refusal, textResponse, type SandboxResponse } from "@serai/channels/sandbox-kit"

/** The body of the product, stock and order services: `key` is stable, `errorCode` repeats the status as text (docs/hata-kodları). */
export const failure = (status: number, key: string, message: string): SandboxResponse =>
  jsonResponse(status, { errors: [{ key, message, errorCode: String(status) }] })

export const refuse = (key: string, message: string, status = 400): Refusal =>
  new Refusal(failure(status, key, message))

/** The gateway's 401 (docs/2-authorization). */
export const unauthorized = (exception: string): SandboxResponse =>
  jsonResponse(401, {
    timestamp: 1_760_000_000_000,
    exception,
    errors: [{ key: "client.api.authentication", message: "Unauthorized", errorCode: "" }],
  })

export const gatewayAnswers = {
  tooMany: () => failure(429, "too.many.requests", "too.many.requests"),
  /** HTML, as gateways answer when nothing stands behind them. */
  unavailable: (): SandboxResponse => ({
    ...textResponse(503, "<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>"),
    contentType: "text/html",
  }),
  notFound: () => failure(404, "not.found", "This path is not offered by this sandbox"),
}

/** Several order actions and the webhook switches answer with text where one expects JSON. */
export const okText = (): SandboxResponse => textResponse(200, "200 OK")

import { readFailure } from "../src/errors"

interface Refusal {
  status: number
  body?: unknown
  write?: boolean
  headers?: Record<string, string>
}

const failure = ({ status, body = "", write = false, headers = {} }: Refusal) =>
  readFailure({
    operation: "price-and-inventory",
    status,
    body: typeof body === "string" ? body : JSON.stringify(body),
    header: (name) => headers[name] ?? null,
    write,
  })

const errors = (key: string, message: string) => ({ errors: [{ key, message, errorCode: "400" }] })

describe("what Trendyol answers, as a kind", () => {
  it.each<[string, Refusal, string]>([
    ["wrong credentials", { status: 401, body: { exception: "ClientApiAuthenticationException" } }, "auth"],
    ["a page of HTML on 403", { status: 403, body: "<html><body>Forbidden</body></html>" }, "auth"],
    [
      "an unknown seller",
      { status: 400, body: errors("supplier.api.supplier.not.found", "Tedarikçi") },
      "auth",
    ],
    ["a wrong storefront", { status: 400, body: errors("invalid.storefrontcode", "no") }, "auth"],
    ["too many requests as text", { status: 429, body: "too.many.requests" }, "rate_limited"],
    [
      "too many requests as a key",
      { status: 400, body: errors("too.many.requests", "slow") },
      "rate_limited",
    ],
    ["a broken rule", { status: 400, body: errors("invalid.barcode", "Geçersiz barkod") }, "rejected"],
    ["a long url", { status: 414 }, "rejected"],
    ["something unknown", { status: 404, body: errors("not.found", "yok") }, "not_found"],
    ["a second invoice", { status: 409 }, "conflict"],
    ["a closed version", { status: 426 }, "contract"],
    ["an error while reading", { status: 500 }, "unavailable"],
    ["an error while writing", { status: 500, write: true }, "unknown_outcome"],
    ["a gateway's timeout while writing", { status: 504, write: true, body: "<html>" }, "unknown_outcome"],
    ["an unregistered address on stage", { status: 503 }, "unavailable"],
  ])("%s", (_name, refusal, kind) => {
    expect(failure(refusal).kind).toBe(kind)
  })

  it.each([
    ["JSON", errors("", "15 dakika boyunca aynı isteği tekrarlı olarak atamazsınız!")],
    ["text", "15 dakika boyunca aynı isteği tekrarlı olarak atamazsınız!"],
    ["escaped JSON", '{"errors":[{"message":"15 dakika boyunca ayn\\u0131 iste\\u011fi tekrarl\\u0131"}]}'],
  ])("a repeated request, told in %s, was received the first time", (_name, body) => {
    const error = failure({ status: 400, body, write: true })
    expect(error).toMatchObject({ kind: "unknown_outcome", code: "duplicate_request", status: 400 })
  })

  it("carries their key as the code and their words in the message", () => {
    const error = failure({ status: 400, body: errors("invalid.barcode", "Geçersiz barkod") })
    expect(error.code).toBe("invalid.barcode")
    expect(error.message).toBe("Trendyol answered price-and-inventory with 400: Geçersiz barkod")
  })

  it("adds what to do where their words do not say it, and says so when they say nothing", () => {
    expect(failure({ status: 401, body: {} }).message).toBe(
      "Trendyol answered price-and-inventory with 401: no explanation (Check the API key, the API secret and the seller id)",
    )
  })

  it("waits as long as they ask, and five seconds when they do not say", () => {
    expect(failure({ status: 429, headers: { "retry-after": "7" } }).retryAfterMs).toBe(7_000)
    expect(failure({ status: 429 }).retryAfterMs).toBe(5_000)
    expect(failure({ status: 429, headers: { "retry-after": "soon" } }).retryAfterMs).toBe(5_000)
  })

  it.each([
    ["errors that are not a list", { errors: "many" }],
    ["errors without fields", { errors: [{}, null, 3] }],
    ["a list", []],
    ["nothing", ""],
    ["half a JSON", '{"errors":['],
  ])("survives %s", (_name, body) => {
    expect(failure({ status: 400, body }).kind).toBe("rejected")
  })

  it("never quotes a web page", () => {
    const error = failure({ status: 502, body: "<!DOCTYPE html><html>secret</html>" })
    expect(error.message).toContain("a web page instead of an answer")
    expect(error.message).not.toContain("secret")
  })
})

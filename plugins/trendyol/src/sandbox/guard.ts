import {
  param,
  RateWindows,
  Refusal,
  type RateRule,
  type SandboxRequest,
  type SandboxResponse,
  type SandboxRoute,
} from "@serai/channels/sandbox-kit"
import { storefronts, type Storefront } from "../storefronts"
import { failure, gatewayAnswers, refuse, unauthorized } from "./answers"
import type { Seller } from "./catalogue"
import type { Marketplace } from "./marketplace"

/** A request that got past the gateway. */
export interface SellerCall {
  request: SandboxRequest
  seller: Seller
  storefront: Storefront
}

const minute = 60_000

/** docs/1-servis-limitleri, lowest tier; the stream has only the limit that every endpoint has. */
const groupRules = {
  "product-read": { max: 1000, windowMs: minute },
  "product-write": { max: 200, windowMs: minute },
  inventory: { max: 350, windowMs: minute },
  "order-list": { max: 30, windowMs: minute },
  "package-status": { max: 300, windowMs: minute },
  "package-split": { max: 100, windowMs: minute },
} satisfies Record<string, RateRule>

export type RateGroup = keyof typeof groupRules

/** "50 requests per 10 seconds per endpoint; the 51st gets 429." */
const endpointRule: RateRule = { max: 50, windowMs: 10_000 }

export interface SellerRoute {
  method: SandboxRoute["method"]
  /** Below the base URL; `:sellerId` says whose. */
  path: string
  endpoint: string
  group?: RateGroup
  handle(call: SellerCall): SandboxResponse
}

/** What Trendyol's gateway checks before any service sees a request: in the order of docs/2-authorization. */
export function createGuard(marketplace: Marketplace): (route: SellerRoute) => SandboxRoute {
  const windows = new RateWindows()

  function admit(route: SellerRoute, seller: Seller): void {
    const claims = [{ key: `${seller.id} ${route.endpoint}`, rule: endpointRule }]
    if (route.group) claims.push({ key: `${seller.id} group ${route.group}`, rule: groupRules[route.group] })
    if (windows.admitAll(claims, marketplace.clock.now())) return
    marketplace.overLimit.set(route.endpoint, (marketplace.overLimit.get(route.endpoint) ?? 0) + 1)
    throw new Refusal(gatewayAnswers.tooMany())
  }

  return (route) => ({
    method: route.method,
    path: route.path,
    endpoint: route.endpoint,
    handle: (request) => {
      if (!marketplace.settings.rules.ipRegistered) throw new Refusal(gatewayAnswers.unavailable())
      checkUserAgent(request, marketplace)
      const seller = authenticated(request, marketplace)
      admit(route, seller)
      return route.handle({ request, seller, storefront: storefrontOf(request, seller) })
    },
  })
}

function checkUserAgent(request: SandboxRequest, { settings }: Marketplace): void {
  const userAgent = request.headers["user-agent"]
  const fits = settings.rules.userAgent === "present" || /^\d+ - [A-Za-z0-9]{1,30}$/.test(userAgent ?? "")
  if (!userAgent || !fits) {
    throw new Refusal(failure(403, "user.agent.invalid", "User-Agent must be '{sellerId} - {integrator}'"))
  }
}

function authenticated(request: SandboxRequest, { catalogue, faults }: Marketplace): Seller {
  const [scheme, token = ""] = (request.headers.authorization ?? "").split(" ")
  const [apiKey = "", ...secret] = Buffer.from(token, "base64").toString("utf8").split(":")
  const owner = catalogue.sellerWith(apiKey, secret.join(":"))
  if (scheme !== "Basic" || !owner || faults.plan().expiredCredentials) {
    throw new Refusal(unauthorized("ClientApiAuthenticationException"))
  }
  if (sellerIdOf(request) !== String(owner.id)) {
    throw new Refusal(unauthorized("TrendyolAuthorizationException"))
  }
  return owner
}

/** In the path; the stage calls that make test orders have it in a header. */
const sellerIdOf = (request: SandboxRequest): string =>
  request.params["sellerId"] === undefined ? String(request.headers["sellerid"]) : param(request, "sellerId")

/** Absent means the home storefront; a seller abroad who leaves it out is not found (v3.0 docs, region codes). */
function storefrontOf(request: SandboxRequest, seller: Seller): Storefront {
  const header = request.headers["storefrontcode"] ?? "TR"
  if (typeof header !== "string" || !isStorefront(header)) {
    throw refuse("invalid.storefrontcode", "Geçersiz storeFrontCode")
  }
  if (!seller.storefronts.includes(header)) {
    throw refuse("supplier.api.supplier.not.found", "Tedarikçi bulunamadı", 404)
  }
  return header
}

const isStorefront = (code: string): code is Storefront => Object.hasOwn(storefronts, code)

import { createHash } from "node:crypto"
import { jsonResponse, type SandboxRequest, type SandboxResponse } from "@serai/channels/sandbox-kit"
import { refuse } from "../answers"
import { pageOf, pagingOf, queryNumber } from "../body"
import type { SellerCall, SellerRoute } from "../guard"
import type { Marketplace } from "../marketplace"
import { packageStatuses, type Package, type PackageStatus } from "../packages"
import { packageOnWire } from "../package-wire"

const day = 86_400_000
const longestWindow = 14 * day

interface Span {
  from: number
  to: number
}

/** docs/sipariş-paketlerini-çekme-getshipmentpackages and docs/sipariş-paketlerini-akış-ile-çekme */
export function orderRoutes(marketplace: Marketplace): SellerRoute[] {
  return [
    {
      method: "GET",
      path: "/order/sellers/:sellerId/orders/stream",
      endpoint: "order-stream",
      handle: (call) => stream(marketplace, call),
    },
    {
      method: "GET",
      path: "/order/sellers/:sellerId/v2/orders",
      endpoint: "order-list",
      group: "order-list",
      handle: (call) => list(marketplace, call),
    },
    ...closedV1(marketplace),
  ]
}

/** "V1 closed"; during the brown-outs before that it answered 426 (changelog). */
function closedV1({ settings }: Marketplace): SellerRoute[] {
  const closed = (path: string): SellerRoute => ({
    method: "GET",
    path,
    endpoint: "closed-v1",
    handle: () => {
      const status = settings.rules.v1 === "closed" ? 410 : 426
      throw refuse("version.closed", "V1 is closed, use V2", status)
    },
  })
  return [closed("/order/sellers/:sellerId/orders"), closed("/product/sellers/:sellerId/products")]
}

/** Newest first, page by page; a package that changes during a scan moves in front of it and is missed by that scan. */
function stream(marketplace: Marketplace, { request, seller, storefront }: SellerCall): SandboxResponse {
  const { size } = pagingOf(request, { usual: 50, most: 200 })
  const now = marketplace.clock.now()
  const asked = spanOf(request, { start: "lastModifiedStartDate", end: "lastModifiedEndDate" })
  const window = windowOf(marketplace, asked, longestWindow)
  const statuses = statusesOf(request, "packageItemStatuses")
  const cursor = cursorOf(request)
  // "3 months back": older packages are not told; whether asking for them is refused, no page says.
  const reachable = { ...window, from: Math.max(window.from, now - 90 * day) }
  const found: Package[] = []
  const log = marketplace.orders.log(seller, storefront)
  let hasMore = false
  for (const one of log.newestFirst({ ...reachable, ...(cursor !== null && { beforeSeq: cursor }) })) {
    if (!statuses(one.status)) continue
    hasMore = found.length === size
    if (hasMore) break
    found.push(one)
  }
  return jsonResponse(200, {
    hasMore,
    nextCursor: hasMore ? cursorAfter(request, found.at(-1)) : null,
    size,
    content: found.map((one) => packageOnWire(one, marketplace.settings)),
  })
}

const sevenDays = 7 * day

function list(marketplace: Marketplace, { request, seller, storefront }: SellerCall): SandboxResponse {
  const paging = pagingOf(request, { usual: 50, most: 200 })
  if ((paging.page + 1) * paging.size > 10_000) {
    throw refuse("page.reach.exceeded", "(page + 1) * size must not exceed 10000")
  }
  const now = marketplace.clock.now()
  const asked = spanOf(request, { start: "startDate", end: "endDate" })
  const span = windowOf(marketplace, asked, sevenDays)
  if (span.from < now - 31 * day) {
    throw refuse("startDate.too.old", "Only the last month can be listed")
  }
  const found = packagesFor(marketplace, request, { seller, storefront, span })
  const { envelope, items } = pageOf(found, paging)
  const content = items.map((one) => packageOnWire(one, marketplace.settings))
  return jsonResponse(200, { ...envelope, content })
}

interface Search {
  seller: SellerCall["seller"]
  storefront: SellerCall["storefront"]
  span: Span
}

function packagesFor(marketplace: Marketplace, request: SandboxRequest, search: Search): Package[] {
  const statuses = statusesOf(request, "status")
  const orderNumber = request.query.get("orderNumber")
  const ids = idsOf(request)
  const byCreation = request.query.get("orderByField") === "CreatedDate"
  const log = marketplace.orders.log(search.seller, search.storefront)
  const span = byCreation ? { from: 0, to: Infinity } : search.span
  const found = [...log.newestFirst(span)].filter(
    (one) =>
      statuses(one.status) &&
      (orderNumber === null || one.order.number === orderNumber) &&
      (ids === null || ids.has(one.id)) &&
      (!byCreation || (one.createdAt >= search.span.from && one.createdAt <= search.span.to)),
  )
  if (byCreation) found.sort((a, b) => b.createdAt - a.createdAt)
  return request.query.get("orderByDirection") === "ASC" ? found.reverse() : found
}

function idsOf(request: SandboxRequest): Set<number> | null {
  const text = request.query.get("shipmentPackageIds")
  if (!text) return null
  const ids = text.split(",")
  if (ids.length > 50) throw refuse("shipmentPackageIds.too.many", "At most 50 package ids")
  return new Set(ids.map(Number))
}

function spanOf(request: SandboxRequest, names: { start: string; end: string }): Partial<Span> {
  const from = queryNumber(request, names.start)
  const to = queryNumber(request, names.end)
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
}

/** Dates are compared as they are delivered: when the delivered ones are shifted, so are the asked ones. */
function windowOf({ clock, settings }: Marketplace, asked: Partial<Span>, usualLength: number): Span {
  const shift = settings.rules.lastModifiedShiftMs
  const end = asked.to ?? clock.now() + shift
  const start = asked.from ?? end - usualLength
  if (end - start > longestWindow) throw refuse("date.range.exceeded", "The window must not exceed 14 days")
  if (end < start) throw refuse("date.range.invalid", "The window ends before it starts")
  // Without an end everything up to this very moment is meant.
  return { from: start - shift, to: asked.to === undefined ? Infinity : end - shift }
}

const known: ReadonlySet<string> = new Set(packageStatuses)

/** "Cancelled (also covers UnSupplied)". */
function statusesOf(request: SandboxRequest, name: string): (status: PackageStatus) => boolean {
  const wanted = (request.query.get(name) ?? "").split(",").filter((status) => status !== "")
  const unknown = wanted.find((status) => !known.has(status))
  if (unknown !== undefined) throw refuse("status.invalid", `Unknown status ${unknown}`)
  const all = new Set<string>(wanted.includes("Cancelled") ? [...wanted, "UnSupplied"] : wanted)
  return (status) => all.size === 0 || all.has(status)
}

/** What has to stay the same while a cursor is followed. */
function filtersOf(request: SandboxRequest): string {
  const filters = [...request.query].filter(([name]) => name !== "nextCursor").sort()
  return createHash("sha256")
    .update(JSON.stringify([request.path, filters, request.headers["storefrontcode"]]))
    .digest("hex")
    .slice(0, 16)
}

function cursorAfter(request: SandboxRequest, last: Package | undefined): string {
  return Buffer.from(`${last?.seq ?? 0}.${filtersOf(request)}`).toString("base64url")
}

function cursorOf(request: SandboxRequest): number | null {
  const cursor = request.query.get("nextCursor")
  if (cursor === null || cursor === "") return null
  const [seq = "", filters] = Buffer.from(cursor, "base64url").toString("utf8").split(".")
  if (!/^\d+$/.test(seq)) throw refuse("cursor.unknown", "Unknown cursor")
  if (filters !== filtersOf(request)) throw refuse("cursor.filters", "The filters changed under the cursor")
  return Number(seq)
}

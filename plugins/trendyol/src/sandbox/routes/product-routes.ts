import { jsonResponse, param, type SandboxRequest, type SandboxResponse } from "@serai/channels/sandbox-kit"
import type { Storefront } from "../../storefronts"
import { failure, refuse } from "../answers"
import { pageOf, pagingOf, queryNumber, type Paging } from "../body"
import { isOnSale, type Product } from "../catalogue"
import type { SellerCall, SellerRoute } from "../guard"
import { approvedContent, inventoryContent, unapprovedProduct } from "../product-wire"

const products = "/product/sellers/:sellerId/products"

/** docs/ürün-filtreleme-onaylı-ürün-v2, …-onaysız-ürün-v2, …-stok-ve-fiyat */
export function productRoutes(): SellerRoute[] {
  const read = (path: string, endpoint: string, handle: SellerRoute["handle"]): SellerRoute => ({
    method: "GET",
    path,
    endpoint,
    group: "product-read",
    handle,
  })
  return [
    read(`${products}/approved`, "approved-products", (call) =>
      approved(call, (variants) => approvedContent(call.seller, call.storefront, variants)),
    ),
    read(`${products}/approved/inventory-and-price`, "approved-inventory", (call) =>
      approved(call, (variants) => inventoryContent(call.storefront, variants)),
    ),
    read(`${products}/unapproved`, "unapproved-products", unapproved),
    read("/product/sellers/:sellerId/product/:barcode", "product", single),
  ]
}

/** By content; of a content only the variants that fit are told. */
function approved(call: SellerCall, onWire: (variants: Product[]) => unknown): SandboxResponse {
  const paging = reachablePaging(call.request, 100)
  const fits = approvedFilter(call.request, call.storefront)
  const found: Product[][] = []
  for (const variants of call.seller.contents.values()) {
    const fitting = variants.filter(fits)
    if (fitting.length > 0) found.push(fitting)
  }
  const { envelope, items } = pageOf(found, paging)
  return jsonResponse(200, {
    ...envelope,
    nextPageToken: tokenAfter(paging, found.length),
    content: items.map(onWire),
  })
}

function unapproved({ request, seller, storefront }: SellerCall): SandboxResponse {
  const paging = reachablePaging(request, 1_000)
  const status = oneOf(request, "status", ["rejected", "pendingApproval"])
  const barcode = request.query.get("barcode")
  const found = [...seller.products.values()].filter(
    (product) =>
      product.approval !== "approved" &&
      product.offers[storefront] !== undefined &&
      (status === null || product.approval === status) &&
      (barcode === null || product.barcode === barcode),
  )
  const { envelope, items } = pageOf(found, paging)
  return jsonResponse(200, {
    ...envelope,
    nextPageToken: tokenAfter(paging, found.length),
    content: items.map((product) => unapprovedProduct(seller, storefront, product)),
  })
}

function single({ request, seller, storefront }: SellerCall): SandboxResponse {
  const product = seller.products.get(param(request, "barcode"))
  if (!product) return failure(404, "product.not.found", "Ürün bulunamadı")
  const approved = product.approval === "approved"
  return jsonResponse(200, {
    barcode: product.barcode,
    approved,
    approvedDate: approved ? product.createdAt : null,
    archived: product.archivedOn.has(storefront),
    listingId: `L${product.variantId}`,
    contentId: product.contentId,
  })
}

const statuses = ["archived", "blacklisted", "locked", "onSale", "notOnSale"] as const
const dateTypes = ["VARIANT_CREATED_DATE", "VARIANT_MODIFIED_DATE", "CONTENT_MODIFIED_DATE"] as const

type Filter = (product: Product) => boolean

function approvedFilter(request: SandboxRequest, storefront: Storefront): Filter {
  const barcodes = barcodesOf(request)
  const contentId = queryNumber(request, "contentId")
  const status = oneOf(request, "status", statuses)
  const filters: Filter[] = [
    (product) => product.approval === "approved" && product.offers[storefront] !== undefined,
    sameText(request, "barcode", (product) => product.barcode),
    sameText(request, "stockCode", (product) => product.stockCode),
    sameText(request, "productMainId", (product) => product.productMainId),
    (product) => barcodes === null || barcodes.has(product.barcode),
    (product) => contentId === undefined || product.contentId === contentId,
    (product) => status === null || hasStatus(product, storefront, status),
    timeFilter(request),
  ]
  return (product) => filters.every((fits) => fits(product))
}

function sameText(request: SandboxRequest, name: string, of: (product: Product) => string): Filter {
  const wanted = request.query.get(name)
  return (product) => wanted === null || wanted === "" || of(product) === wanted
}

function timeFilter(request: SandboxRequest): Filter {
  const from = queryNumber(request, "startDate") ?? -Infinity
  const to = queryNumber(request, "endDate") ?? Infinity
  const created = oneOf(request, "dateQueryType", dateTypes) === "VARIANT_CREATED_DATE"
  return (product) => {
    const at = created ? product.createdAt : product.modifiedAt
    return at >= from && at <= to
  }
}

function hasStatus(product: Product, storefront: Storefront, status: (typeof statuses)[number]): boolean {
  const onSale = isOnSale(product, storefront) && (product.offers[storefront]?.quantity ?? 0) > 0
  switch (status) {
    case "archived":
      return product.archivedOn.has(storefront)
    case "blacklisted":
      return product.blacklisted
    case "locked":
      return product.locked
    case "onSale":
      return onSale
    case "notOnSale":
      return !onSale
  }
}

function barcodesOf(request: SandboxRequest): Set<string> | null {
  const text = request.query.get("barcodes")
  if (!text) return null
  const barcodes = text.split(",")
  if (barcodes.length > 50) throw refuse("barcodes.too.many", "At most 50 barcodes")
  return new Set(barcodes)
}

function oneOf<T extends string>(request: SandboxRequest, name: string, allowed: readonly T[]): T | null {
  const value = request.query.get(name)
  if (value === null || value === "") return null
  const found = allowed.find((one) => one === value)
  if (found === undefined) throw refuse("invalid.parameter", `${name} must be one of ${allowed.join(", ")}`)
  return found
}

/** "page*size ≤ 10 000, then nextPageToken": a token takes the place of the page number. */
function reachablePaging(request: SandboxRequest, most: number): Paging {
  const paging = pagingOf(request, { usual: 20, most })
  const token = request.query.get("nextPageToken")
  if (token) return { size: paging.size, page: pageOfToken(token, paging.size) }
  if (paging.page * paging.size > 10_000) {
    throw refuse("page.reach.exceeded", "page * size must not exceed 10000; use nextPageToken")
  }
  return paging
}

function tokenAfter({ page, size }: Paging, total: number): string | null {
  const next = (page + 1) * size
  return next < total ? Buffer.from(JSON.stringify({ sort: [next, size] })).toString("base64") : null
}

function pageOfToken(token: string, size: number): number {
  const match = /^\{"sort":\[(\d+),(\d+)\]\}$/.exec(Buffer.from(token, "base64").toString("utf8"))
  const [, next, tokenSize] = match ?? []
  if (Number(tokenSize) !== size) throw refuse("page.token.invalid", "The token does not fit this request")
  return Number(next) / size
}

import { parseWith, ChannelError, type RemoteListing } from "@serai/channels/contract"
import type { z } from "zod"
import { TrendyolClient, type TrendyolSession } from "./client"
import {
  approvedProduct,
  unapprovedProduct,
  type WireApprovedProduct,
  type WireUnapprovedProduct,
} from "./schemas"
import { storefronts, type Storefront } from "./storefronts"

/** Pages are addressed by number up to here, afterwards by the token of the page before. */
const reach = 10_000

const approvedPageSize = 100
const unapprovedPageSize = 1000

type FetchPage = TrendyolClient["approvedProducts"]

/**
 * Every product of the seller, page by page. Unapproved ones come first: should a barcode be in both lists, the approved entry,
 * which can be pushed, is the last word.
 */
export async function* allListings(session: TrendyolSession): AsyncGenerator<RemoteListing[]> {
  const client = new TrendyolClient(session)
  const { storefront } = session.credentials
  for await (const page of products(client.unapprovedProducts, unapprovedPageSize)) {
    yield parseEach(session, unapprovedProduct, page).map((product) => unapproved(product, storefront))
  }
  for await (const page of products(client.approvedProducts, approvedPageSize)) {
    yield parseEach(session, approvedProduct, page).flatMap((product) => approved(product, storefront))
  }
}

/** developers.trendyol.com/docs/ürün-filtreleme-onaylı-ürün-v2: page * size up to 10 000, then nextPageToken. */
async function* products(fetchPage: FetchPage, size: number): AsyncGenerator<unknown[]> {
  let seen = 0
  let token: string | null = null
  for (let page = 0; ; page += 1) {
    const beyond = (page + 1) * size > reach
    if (beyond && token === null) return
    const answer = await fetchPage(beyond && token !== null ? { nextPageToken: token, size } : { page, size })
    if (answer.content.length === 0) return
    yield answer.content
    seen += answer.content.length
    token = answer.nextPageToken
    const last = answer.totalElements == null ? answer.content.length < size : seen >= answer.totalElements
    if (last) return
  }
}

/** A product we cannot read is named in the log and left out; it must not hide the others. */
export function parseEach<T>(session: TrendyolSession, schema: z.ZodType<T>, page: unknown[]): T[] {
  return page.flatMap((raw) => {
    try {
      return [parseWith(schema, "A Trendyol product", raw)]
    } catch (error) {
      if (!(error instanceof ChannelError)) throw error
      session.log.warn(`Left a product out of the listings: ${error.message}`)
      return []
    }
  })
}

/** Pure: one listing per variant. */
export function approved(product: WireApprovedProduct, storefront: Storefront): RemoteListing[] {
  return product.variants.map((variant) => {
    const blocked = blockedBy(variant)
    return {
      externalId: variant.barcode,
      externalProductId: product.contentId,
      barcode: variant.barcode,
      sku: variant.stockCode,
      title: product.title ?? variant.barcode,
      imageUrl: absolute(product.images?.[0]?.url),
      url: absolute(variant.productUrl),
      pushable: blocked === null,
      offSale: blocked === "archived",
      remoteState: blocked ?? (variant.onSale ? "onSale" : "approved"),
      quantity: variant.stock?.quantity ?? null,
      price: variant.price?.salePrice ?? null,
      currency: storefronts[storefront].currency,
    }
  })
}

type Flags = Pick<WireApprovedProduct["variants"][number], "blacklisted" | "locked" | "archived">

function blockedBy({ blacklisted, locked, archived }: Flags): string | null {
  if (blacklisted) return "blacklisted"
  if (locked) return "locked"
  return archived ? "archived" : null
}

/** Pure. Stock is refused until the product is approved. */
export function unapproved(product: WireUnapprovedProduct, storefront: Storefront): RemoteListing {
  return {
    externalId: product.barcode,
    externalProductId: null,
    barcode: product.barcode,
    sku: product.stockCode,
    title: product.title ?? product.barcode,
    imageUrl: absolute(product.media?.[0]?.url),
    url: null,
    pushable: false,
    remoteState: product.status ?? "unapproved",
    quantity: product.quantity ?? null,
    price: product.salePrice ?? null,
    currency: storefronts[storefront].currency,
  }
}

/** Stage serves relative image paths, which nobody outside can open. */
const absolute = (url: string | null | undefined) => (url && /^https?:\/\//.test(url) ? url : null)

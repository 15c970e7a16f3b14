import { wireMoney } from "@serai/channels/sandbox-kit"
import type { Storefront } from "../storefronts"
import { isOnSale, type Offer, type Product, type Seller } from "./catalogue"

type Json = Record<string, unknown>

/** One content with those of its variants that were asked for (docs/ürün-filtreleme-onaylı-ürün-v2). */
export function approvedContent(seller: Seller, storefront: Storefront, variants: Product[]): Json {
  const [first] = variants
  return {
    contentId: first?.contentId,
    productMainId: first?.productMainId,
    brand: { id: 315_675, name: "Örnek" },
    category: { id: 91_266, name: "Ev" },
    creationDate: first?.createdAt,
    lastModifiedDate: first?.modifiedAt,
    lastModifiedBy: "user@example.com",
    title: first?.title,
    description: "",
    images: [{ url: `/mediacenter/${first?.contentId ?? 0}/1.jpg` }],
    attributes: [{ attributeId: 47, attributeName: "Renk", attributeValue: "Yeşil" }],
    variants: variants.map((product) => approvedVariant(seller, storefront, product)),
  }
}

function approvedVariant(seller: Seller, storefront: Storefront, product: Product): Json {
  const offer = product.offers[storefront]
  return {
    variantId: product.variantId,
    supplierId: seller.id,
    barcode: product.barcode,
    commission: 13,
    attributes: [],
    productUrl: `https://www.example.com/p-${product.contentId}?merchantId=${seller.id}`,
    onSale: isOnSale(product, storefront) && (offer?.quantity ?? 0) > 0,
    channels: ["CORE"],
    deliveryOption: { deliveryDuration: 0 },
    stock: stockOf(offer),
    price: offer && {
      salePrice: wireMoney(offer.saleCents),
      listPrice: wireMoney(offer.listCents),
      priceSeenByCustomer: wireMoney(offer.saleCents),
    },
    stockCode: product.stockCode,
    origin: "TR",
    vatRate: product.vatRate,
    sellerCreatedDate: product.createdAt,
    sellerModifiedDate: product.modifiedAt,
    locked: product.locked,
    lockReason: null,
    lockDate: null,
    archived: product.archivedOn.has(storefront),
    archivedDate: null,
    docNeeded: false,
    hasViolation: false,
    blacklisted: product.blacklisted,
  }
}

/** "stock.quantity … can be missing": it is while nothing was ever set and nothing is there. */
const stockOf = (offer: Offer | undefined): Json =>
  offer && (offer.quantity > 0 || offer.stockSetAt !== null)
    ? { quantity: offer.quantity, lastModifiedDate: offer.stockSetAt }
    : { lastModifiedDate: null }

/** docs/ürün-filtreleme-onaylı-ürün-v2-stok-ve-fiyat */
export function inventoryContent(storefront: Storefront, variants: Product[]): Json {
  const [first] = variants
  return {
    contentId: first?.contentId,
    productMainId: first?.productMainId,
    variants: variants.map((product) => {
      const offer = product.offers[storefront]
      return {
        variantId: product.variantId,
        barcode: product.barcode,
        salePrice: wireMoney(offer?.saleCents ?? 0),
        listPrice: wireMoney(offer?.listCents ?? 0),
        quantity: offer?.quantity ?? 0,
        stockCode: product.stockCode,
        stockLastModifiedDate: offer?.stockSetAt ?? null,
      }
    }),
  }
}

/** By barcode, and with `media` where the approved list says `images` (docs/ürün-filtreleme-onaysız-ürün-v2). */
export function unapprovedProduct(seller: Seller, storefront: Storefront, product: Product): Json {
  const offer = product.offers[storefront]
  return {
    supplierId: seller.id,
    productMainId: product.productMainId,
    status: product.approval,
    createDateTime: product.createdAt,
    lastUpdateDate: product.modifiedAt,
    lastPriceChangeDate: product.createdAt,
    lastStockChangeDate: offer?.stockSetAt ?? product.createdAt,
    brand: { id: 315_675, name: "Örnek" },
    category: { id: 91_266, name: "Ev" },
    barcode: product.barcode,
    title: product.title,
    description: "",
    quantity: offer?.quantity ?? 0,
    listPrice: wireMoney(offer?.listCents ?? 0),
    salePrice: wireMoney(offer?.saleCents ?? 0),
    docNeeded: false,
    vatRate: product.vatRate,
    dimensionalWeight: null,
    stockCode: product.stockCode,
    media: [],
    attributes: [],
    rejectReasonDetails: [],
    locationBasedDelivery: "DISABLED",
  }
}

import { centsOf } from "@serai/channels/sandbox-kit"
import { z } from "zod"
import { storefrontCodes, type Storefront } from "../storefronts"

/** What one storefront shows of a product. */
export interface Offer {
  quantity: number
  saleCents: number
  listCents: number
  /** Null until the seller has set a stock. */
  stockSetAt: number | null
}

export interface Product {
  barcode: string
  stockCode: string
  title: string
  contentId: number
  variantId: number
  productMainId: string
  vatRate: number
  approval: "approved" | "pendingApproval" | "rejected"
  archivedOn: Set<Storefront>
  locked: boolean
  blacklisted: boolean
  createdAt: number
  modifiedAt: number
  offers: Partial<Record<Storefront, Offer>>
}

export interface Seller {
  id: number
  apiKey: string
  apiSecret: string
  storefronts: Storefront[]
  products: Map<string, Product>
  /** Variants by content. */
  contents: Map<number, Product[]>
}

/** A number, or the text of one. */
export const sellerId = z.union([z.number(), z.string()]).transform(Number).pipe(z.number().int().positive())

const sellerSchema = z.strictObject({
  sellerId,
  apiKey: z.string().min(1),
  apiSecret: z.string().min(1),
  storefronts: z.array(z.enum(storefrontCodes)).min(1).default(["TR"]),
})

export type SellerInput = z.input<typeof sellerSchema>

/** Money as people write it, number or text, in hundredths. */
export const cents = z.union([z.number(), z.string()]).transform((value, context) => {
  const amount = centsOf(String(value))
  if (amount !== null && amount >= 0) return amount
  context.addIssue({ code: "custom", message: "expected an amount with at most two decimals" })
  return z.NEVER
})

const offerSchema = z.strictObject({
  quantity: z.number().int().min(0).default(0),
  salePrice: cents.default(10_000),
  listPrice: cents.optional(),
})

const productSchema = z.strictObject({
  barcode: z.string().min(1).max(40),
  stockCode: z.string().optional(),
  title: z.string().optional(),
  contentId: z.number().int().positive().optional(),
  productMainId: z.string().optional(),
  vatRate: z.number().default(20),
  approval: z.enum(["approved", "pendingApproval", "rejected"]).default("approved"),
  /** On every storefront of the seller. */
  archived: z.boolean().default(false),
  locked: z.boolean().default(false),
  blacklisted: z.boolean().default(false),
  /** Stock and price on every storefront of the seller, unless `offers` names some. */
  quantity: z.number().int().min(0).optional(),
  salePrice: cents.optional(),
  offers: z.partialRecord(z.enum(storefrontCodes), offerSchema).optional(),
})

export type ProductInput = z.input<typeof productSchema>
type CheckedProduct = z.output<typeof productSchema>

export class Catalogue {
  readonly #sellers = new Map<number, Seller>()
  #nextContentId = 12_715_000
  #nextVariantId = 70_228_000

  putSeller(input: SellerInput): Seller {
    const { sellerId: id, ...rest } = sellerSchema.parse(input)
    const known = this.#sellers.get(id)
    const seller = {
      ...rest,
      id,
      products: known?.products ?? new Map<string, Product>(),
      contents: known?.contents ?? new Map<number, Product[]>(),
    }
    this.#sellers.set(id, seller)
    return seller
  }

  seller(id: number): Seller | undefined {
    return this.#sellers.get(id)
  }

  /** Whose credentials these are. */
  sellerWith(apiKey: string, apiSecret: string): Seller | undefined {
    return [...this.#sellers.values()].find((one) => one.apiKey === apiKey && one.apiSecret === apiSecret)
  }

  /** Adds a product or replaces what is known of it; keeps its ids. */
  putProduct(seller: Seller, input: ProductInput, now: number): Product {
    const checked = productSchema.parse(input)
    const known = seller.products.get(checked.barcode)
    const { contentId, variantId, createdAt } = known ?? {
      contentId: checked.contentId ?? (this.#nextContentId += 1),
      variantId: (this.#nextVariantId += 1),
      createdAt: now,
    }
    const product: Product = {
      barcode: checked.barcode,
      stockCode: checked.stockCode ?? `STK-${checked.barcode}`,
      title: checked.title ?? `Product ${checked.barcode}`,
      productMainId: checked.productMainId ?? `M-${contentId}`,
      vatRate: checked.vatRate,
      approval: checked.approval,
      archivedOn: new Set(checked.archived ? seller.storefronts : []),
      locked: checked.locked,
      blacklisted: checked.blacklisted,
      contentId,
      variantId,
      createdAt,
      modifiedAt: now,
      offers: { ...known?.offers, ...offersOf(checked, seller, known) },
    }
    // Orders and batches hold the object itself, so a known product changes in place.
    const kept = known ? Object.assign(known, product) : product
    if (!known) this.#add(seller, kept)
    return kept
  }

  #add(seller: Seller, product: Product): void {
    seller.products.set(product.barcode, product)
    const variants = seller.contents.get(product.contentId)
    if (variants) variants.push(product)
    else seller.contents.set(product.contentId, [product])
  }
}

function offersOf(input: CheckedProduct, seller: Seller, known: Product | undefined): Product["offers"] {
  const named = Object.entries(input.offers ?? {}).map(([storefront, offer]): [string, Offer] => [
    storefront,
    newOffer(offer.quantity, offer.salePrice, offer.listPrice),
  ])
  if (input.offers) return Object.fromEntries(named)
  const unchanged = known && input.quantity === undefined && input.salePrice === undefined
  if (unchanged) return known.offers
  const everywhere = seller.storefronts.map((storefront): [string, Offer] => [
    storefront,
    newOffer(input.quantity ?? known?.offers[storefront]?.quantity ?? 0, input.salePrice ?? 10_000),
  ])
  return Object.fromEntries(everywhere)
}

const newOffer = (quantity: number, saleCents: number, listCents = saleCents): Offer => ({
  quantity,
  saleCents,
  listCents,
  stockSetAt: null,
})

/** Would a buyer on this storefront find it? */
export const isOnSale = (product: Product, storefront: Storefront): boolean =>
  product.approval === "approved" &&
  !product.archivedOn.has(storefront) &&
  !product.locked &&
  !product.blacklisted

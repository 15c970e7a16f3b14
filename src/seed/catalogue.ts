import { integerBetween, seededRandom } from "@serai/channels/sandbox-kit"
import { ownEan } from "./ean"
import { designs, kinds, kits, type Kind } from "./giftware"

export type Place = "istanbul" | "cluj"

/** As Medusa lists its stock locations. */
export const placeNames: Record<Place, string> = {
  istanbul: "Istanbul warehouse",
  cluj: "Cluj-Napoca warehouse",
}

/** Whole units of each currency, so that a number holds every price exactly. */
export interface Price {
  eur: number
  try: number
  ron: number
}

export interface GiftVariant {
  sku: string
  ean: string
  /** The option's value: "30 cl". */
  name: string
  price: Price
  /** What was counted on the first day, by place; a place that does not keep it is left out. Kits have none: their parts do. */
  stock: Partial<Record<Place, number>>
  /** SKU of a part → pieces of it in one kit. */
  parts?: Record<string, number>
}

export interface Gift {
  handle: string
  title: string
  description: string
  option: string
  hue: number
  material: string
  variants: GiftVariant[]
}

/** Everything the shop sells, the same on every machine. */
export function giftCatalogue(): Gift[] {
  return [
    ...kinds.flatMap((kind, row) =>
      designs.map((design, column) => single(kind, design, row * 100 + column * 10)),
    ),
    ...kits.map(kit),
  ]
}

export const variantsOf = (gifts: Gift[]): GiftVariant[] => gifts.flatMap((gift) => gift.variants)

function single(kind: Kind, design: (typeof designs)[number], number: number): Gift {
  const title = `${design.name} ${kind.noun}`
  return {
    handle: handleOf(title),
    title,
    description: `${title} in ${kind.material}, with ${design.about}.`,
    option: kind.option,
    hue: kind.hue,
    material: kind.material,
    variants: kind.variants.map((variant, index) => {
      const sku = `${kind.code}-${design.code}-${variant.code}`
      return {
        sku,
        ean: ownEan(1000 + number + index),
        name: variant.name,
        price: priceOf(kind.euros + variant.extra),
        stock: openingStock(sku),
      }
    }),
  }
}

function kit({ title, code, euros, parts }: (typeof kits)[number], index: number): Gift {
  return {
    handle: handleOf(title),
    title,
    description: `${title}: a gift box of ${Object.keys(parts).length} things.`,
    option: "Box",
    hue: 300,
    material: "mixed",
    variants: [
      { sku: code, ean: ownEan(9000 + index), name: "Gift box", price: priceOf(euros), stock: {}, parts },
    ],
  }
}

const handleOf = (title: string) => title.toLowerCase().replace(/[^a-z0-9]+/g, "-")

/** Near the rates of 2026, and ending as shop prices do. */
const priceOf = (eur: number): Price => ({ eur, try: eur * 50 - 1, ron: eur * 5 - 1 })

/** One in nine is nearly sold out, and four in ten are kept in Cluj-Napoca too. */
function openingStock(sku: string): GiftVariant["stock"] {
  const random = seededRandom(`stock of ${sku}`)
  const scarce = random() < 1 / 9
  const istanbul = scarce ? integerBetween(random, 1, 3) : integerBetween(random, 12, 140)
  const inCluj = !scarce && random() < 0.4
  return { istanbul, ...(inCluj && { cluj: integerBetween(random, 4, 40) }) }
}

import { z } from "zod"
import { giftCatalogue, variantsOf } from "../seed/catalogue"
import { readShelf, type SandboxControl } from "../seed/sandbox-control"
import { seller } from "../seed/shops"
import type { BackOffice } from "./back-office"
import {
  nextArrivalMs,
  nextHappening,
  type Happening,
  type OpenOrder,
  type Random,
  type Wish,
} from "./happenings"

export interface Street {
  sandbox: SandboxControl
  backOffice: BackOffice
  random: Random
  now: () => number
  /** Rejects when `signal` aborts. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  say: (line: string) => void
}

/** What the street remembers between happenings. */
interface Shop {
  open: OpenOrder[]
  courierIsHere: boolean
}

/** About one order every four seconds, with all that happens in between. */
const meanMs = 3_000

/** Lets things happen until `signal` aborts. What fails is said and forgotten: the next buyer does not know of it. */
export async function openStreet(street: Street, signal: AbortSignal): Promise<void> {
  const shop: Shop = { open: [], courierIsHere: false }
  for (;;) {
    const awake = await street.sleep(nextArrivalMs(street.random, meanMs), signal).then(
      () => true,
      () => false,
    )
    if (!awake) return
    try {
      await happen(street, shop)
    } catch (error) {
      street.say(failure(error))
    }
  }
}

const failure = (error: unknown) => `failed: ${error instanceof Error ? error.message : String(error)}`

const skuOf = new Map(
  variantsOf(giftCatalogue())
    .filter((variant) => !variant.parts)
    .map((variant) => [variant.ean, variant.sku]),
)

async function happen(street: Street, shop: Shop): Promise<void> {
  const { sandbox, random, now } = street
  const [TR, RO] = await Promise.all([
    readShelf(sandbox, seller.sellerId, "TR"),
    readShelf(sandbox, seller.sellerId, "RO"),
  ])
  const market = { now: now(), shelves: { TR, RO }, open: shop.open, receivable: new Set(skuOf.keys()) }
  await carryOut(street, shop, nextHappening(market, random))
}

async function carryOut(street: Street, shop: Shop, happening: Happening): Promise<void> {
  const { open } = shop
  switch (happening.kind) {
    case "order":
      // At the same moment, so that two who want the last pieces really race.
      await Promise.all(happening.wishes.map((wish) => buy(street, open, wish)))
      return
    case "cancel":
      forget(open, happening.orderNumber)
      await street.sandbox.send("POST", `/orders/${happening.orderNumber}/cancel`, {})
      street.say(`order ${happening.orderNumber} was cancelled by its buyer`)
      return
    case "receive": {
      const sku = skuOf.get(happening.barcode)
      if (sku === undefined) return
      await street.backOffice.receive(sku, happening.pieces)
      street.say(`received ${happening.pieces} of ${sku}`)
      return
    }
    case "pack":
      // Beside the buyers: packing waits for the marketplace's limits.
      if (!shop.courierIsHere) void packAll(street, shop, happening.orderNumbers)
      return
    case "nothing":
  }
}

const placedSchema = z.object({ orderNumber: z.string() })
const refusedSchema = z.object({ error: z.string() })

async function buy({ sandbox, now, say }: Street, open: OpenOrder[], wish: Wish): Promise<void> {
  const { storefront, lines } = wish
  const what = lines
    .map(({ barcode, quantity }) => `${quantity} × ${skuOf.get(barcode) ?? barcode}`)
    .join(", ")
  const { status, body } = await sandbox.send("POST", "/orders", {
    sellerId: seller.sellerId,
    storefront,
    lines,
  })
  if (status === 409) {
    say(`${storefront}: ${what}: ${refusedSchema.parse(body).error}`)
    return
  }
  const { orderNumber } = placedSchema.parse(body)
  open.push({ orderNumber, placedAt: now() })
  say(`${storefront}: ${what}: order ${orderNumber}`)
}

/** Never rejects: nobody waits for the courier. */
async function packAll(street: Street, shop: Shop, orderNumbers: string[]): Promise<void> {
  shop.courierIsHere = true
  for (const orderNumber of orderNumbers) {
    await pack(street, shop.open, orderNumber).catch((error: unknown) => street.say(failure(error)))
  }
  shop.courierIsHere = false
}

async function pack(
  { backOffice, sandbox, say }: Street,
  open: OpenOrder[],
  orderNumber: string,
): Promise<void> {
  // Tried once: what cannot leave stays for people to look at.
  forget(open, orderNumber)
  if (!(await backOffice.pack(orderNumber))) {
    say(`order ${orderNumber} cannot leave: a line is not mapped, or its goods are in two places`)
    return
  }
  await sandbox.send("POST", `/orders/${orderNumber}/status`, { status: "Shipped" })
  say(`order ${orderNumber} was shipped`)
}

function forget(open: OpenOrder[], orderNumber: string): void {
  const index = open.findIndex((order) => order.orderNumber === orderNumber)
  if (index >= 0) open.splice(index, 1)
}

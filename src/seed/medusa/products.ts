import { createInventoryLevelsWorkflow, createProductsWorkflow } from "@medusajs/medusa/core-flows"
import type { CreateProductWorkflowInputDTO, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "zod"
import { variantsOf, type Gift, type GiftVariant, type Place } from "../catalogue"
import { thumbnail } from "../thumbnail"

export interface ProductWorld {
  shippingProfileId: string
  salesChannelIds: string[]
}

const batchSize = 20

/** Makes the gifts that are missing; those there are left as people may have changed them. */
export async function seedProducts(
  container: MedusaContainer,
  gifts: Gift[],
  world: ProductWorld,
): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "product", fields: ["id", "handle"] })
  const known = new Set(
    z
      .array(z.object({ handle: z.string() }))
      .parse(data)
      .map((product) => product.handle),
  )
  const missing = gifts.filter((gift) => !known.has(gift.handle))
  const isKit = (gift: Gift) => gift.variants.some((variant) => variant.parts)
  // Kits last: their parts must be there.
  for (const group of [missing.filter((gift) => !isKit(gift)), missing.filter(isKit)]) {
    for (let start = 0; start < group.length; start += batchSize) {
      const items = await inventoryItems(container)
      const products = group.slice(start, start + batchSize).map((gift) => toProduct(gift, world, items))
      await createProductsWorkflow(container).run({ input: { products } })
    }
  }
}

/** Counts what is kept where for the first time; figures that exist belong to the shop by now. */
export async function seedStock(
  container: MedusaContainer,
  gifts: Gift[],
  locations: Record<Place, string>,
): Promise<void> {
  const items = await inventoryItems(container)
  const levels = variantsOf(gifts).flatMap(({ sku, stock }) => {
    const item = items.get(sku)
    if (!item) return []
    return (Object.entries(stock) as [Place, number][])
      .filter(([place]) => !item.locationIds.includes(locations[place]))
      .map(([place, stocked_quantity]) => ({
        inventory_item_id: item.id,
        location_id: locations[place],
        stocked_quantity,
      }))
  })
  if (levels.length > 0) {
    await createInventoryLevelsWorkflow(container).run({ input: { inventory_levels: levels } })
  }
}

interface Item {
  id: string
  locationIds: string[]
}

const itemRows = z.array(
  z.object({
    id: z.string(),
    sku: z.string().nullable(),
    location_levels: z.array(z.object({ location_id: z.string() }).nullish()).nullish(),
  }),
)

async function inventoryItems(container: MedusaContainer): Promise<Map<string, Item>> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "inventory_item",
    fields: ["id", "sku", "location_levels.location_id"],
  })
  return new Map(
    itemRows.parse(data).flatMap(({ id, sku, location_levels }) => {
      const locationIds = (location_levels ?? []).flatMap((level) => level?.location_id ?? [])
      return sku === null ? [] : [[sku, { id, locationIds }] as const]
    }),
  )
}

function toProduct(
  gift: Gift,
  { shippingProfileId, salesChannelIds }: ProductWorld,
  items: Map<string, Item>,
): CreateProductWorkflowInputDTO {
  return {
    title: gift.title,
    handle: gift.handle,
    description: gift.description,
    material: gift.material,
    status: "published",
    thumbnail: thumbnail(gift),
    shipping_profile_id: shippingProfileId,
    sales_channels: salesChannelIds.map((id) => ({ id })),
    options: [{ title: gift.option, values: gift.variants.map((variant) => variant.name) }],
    variants: gift.variants.map((variant) => ({
      title: variant.name,
      sku: variant.sku,
      ean: variant.ean,
      barcode: variant.ean,
      manage_inventory: true,
      options: { [gift.option]: variant.name },
      prices: Object.entries(variant.price).map(([currency_code, amount]) => ({
        currency_code,
        // A whole number, whatever its type says about others.
        amount: Number(amount),
      })),
      ...(variant.parts && { inventory_items: partsOf(variant, items) }),
    })),
  }
}

function partsOf(kit: GiftVariant, items: Map<string, Item>) {
  return Object.entries(kit.parts ?? {}).map(([sku, required_quantity]) => {
    const item = items.get(sku)
    if (!item) throw new Error(`The kit ${kit.sku} needs ${sku}, which is not in the inventory`)
    return { inventory_item_id: item.id, required_quantity }
  })
}

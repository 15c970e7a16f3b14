import { readFileSync, writeFileSync } from "node:fs"
import type { ExecArgs, IInventoryService, IProductModuleService } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { z } from "zod"

const catalogueSchema = z.array(
  z.object({ sku: z.string(), barcode: z.string(), title: z.string(), stocked: z.number() }),
)

/** What `fill-catalogue` is given, as JSON. */
export type CatalogueEntry = z.infer<typeof catalogueSchema>[number]

/** What it answers with, in another file. */
export const filledSchema = z.object({ locationId: z.string() })

const perRound = 200

/**
 * `medusa exec fill-catalogue.js <catalogue.json> <answer.json>`: one product with one variant per SKU, its stock in one
 * warehouse. Through Medusa's modules in bulk, because thousands of product workflows would take an hour.
 */
export default async function fillCatalogue({ container, args }: ExecArgs): Promise<void> {
  const [input = "", output = ""] = args
  const catalogue = catalogueSchema.parse(JSON.parse(readFileSync(input, "utf8")))
  const stores = container.resolve(Modules.STOCK_LOCATION)
  const location = await stores.createStockLocations({ name: "Warehouse" })
  await linkProviders(container, location.id)
  for (let from = 0; from < catalogue.length; from += perRound) {
    await addGoods(container, catalogue.slice(from, from + perRound), location.id)
  }
  writeFileSync(output, JSON.stringify({ locationId: location.id }))
}

/** Orders could not be fulfilled from a place without them. */
async function linkProviders(container: ExecArgs["container"], locationId: string): Promise<void> {
  const providers = await container.resolve(Modules.FULFILLMENT).listFulfillmentProviders()
  await container.resolve(ContainerRegistrationKeys.LINK).create(
    providers.map(({ id }) => ({
      [Modules.STOCK_LOCATION]: { stock_location_id: locationId },
      [Modules.FULFILLMENT]: { fulfillment_provider_id: id },
    })),
  )
}

async function addGoods(
  container: ExecArgs["container"],
  entries: CatalogueEntry[],
  locationId: string,
): Promise<void> {
  const inventory = container.resolve<IInventoryService>(Modules.INVENTORY)
  const products = await container.resolve<IProductModuleService>(Modules.PRODUCT).createProducts(
    entries.map(({ sku, barcode, title }) => ({
      title: title || sku,
      handle: `replay-${barcode.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`,
      status: "published",
      options: [{ title: "Size", values: ["one"] }],
      variants: [{ title: "one", sku, barcode, manage_inventory: true, options: { Size: "one" } }],
    })),
  )
  const items = await inventory.createInventoryItems(
    entries.map(({ sku, title }) => ({ sku, title: title || sku })),
  )
  const itemOf = new Map(items.map((item) => [item.sku, item.id]))
  const idOf = (sku: string | null | undefined) => {
    const id = itemOf.get(sku)
    if (id === undefined) throw new Error(`No inventory item was made for ${sku ?? "a variant without SKU"}`)
    return id
  }
  await container.resolve(ContainerRegistrationKeys.LINK).create(
    products.flatMap(({ variants }) =>
      variants.map((variant) => ({
        [Modules.PRODUCT]: { variant_id: variant.id },
        [Modules.INVENTORY]: { inventory_item_id: idOf(variant.sku) },
        data: { required_quantity: 1 },
      })),
    ),
  )
  await inventory.createInventoryLevels(
    entries.map(({ sku, stocked }) => ({
      inventory_item_id: idOf(sku),
      location_id: locationId,
      stocked_quantity: stocked,
    })),
  )
}

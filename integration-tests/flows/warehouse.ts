import { barcodeOf, type World } from "../support/world"

/** What operators do in Medusa's own dashboard, as requests. */
export function warehouse({ admin, sandbox, locationId, channelIds }: World) {
  const itemId = async (sku: string) =>
    (await admin.get<{ inventory_items: { id: string }[] }>(`/admin/inventory-items?sku=${sku}`))
      .inventory_items[0]!.id

  return {
    itemId,

    /** A variant made of others, offered on every storefront. `parts` by SKU. */
    async addKit(sku: string, parts: Record<string, number>): Promise<void> {
      const inventory_items = await Promise.all(
        Object.entries(parts).map(async ([part, required_quantity]) => ({
          inventory_item_id: await itemId(part),
          required_quantity,
        })),
      )
      await admin.post("/admin/products", {
        title: `A ${sku.toLowerCase()}`,
        status: "published",
        options: [{ title: "Size", values: ["one"] }],
        variants: [
          {
            title: "one",
            sku,
            barcode: barcodeOf(sku),
            manage_inventory: true,
            inventory_items,
            options: { Size: "one" },
            prices: [],
          },
        ],
      })
      sandbox.putProducts(4711, [{ barcode: barcodeOf(sku), stockCode: sku, quantity: 0 }])
      for (const id of Object.values(channelIds)) {
        await admin.post(`/admin/channels/${id}/sync`, { what: "listings" })
      }
    },

    async addLocation(name: string, stock: Record<string, number>): Promise<string> {
      const { stock_location: location } = await admin.post<{ stock_location: { id: string } }>(
        "/admin/stock-locations",
        { name },
      )
      for (const [sku, stocked_quantity] of Object.entries(stock)) {
        await admin.post(`/admin/inventory-items/${await itemId(sku)}/location-levels`, {
          location_id: location.id,
          stocked_quantity,
        })
      }
      return location.id
    },

    /** A location that joins the sales channels of these channels. */
    async openTo(location: string, ids: string[]): Promise<void> {
      const { channels } = await admin.get<{ channels: { id: string; sales_channel_id: string }[] }>(
        "/admin/channels",
      )
      const add = channels.filter(({ id }) => ids.includes(id)).map((channel) => channel.sales_channel_id)
      await admin.post(`/admin/stock-locations/${location}/sales-channels`, { add })
    },

    /** A shipping option of the Trendyol provider at the warehouse, and a profile that products take part in. */
    async shipWithTrendyol(skus: string[]): Promise<string> {
      const { shipping_profile: profile } = await admin.post<{ shipping_profile: { id: string } }>(
        "/admin/shipping-profiles",
        { name: "Parcels", type: "parcels" },
      )
      for (const sku of skus) {
        const { variants } = await admin.get<{ variants: { product_id: string }[] }>(
          `/admin/product-variants?sku=${sku}`,
        )
        await admin.post(`/admin/products/${variants[0]!.product_id}`, { shipping_profile_id: profile.id })
      }
      const place = `/admin/stock-locations/${locationId}`
      await admin.post(`${place}/fulfillment-providers`, { add: ["trendyol_trendyol"] })
      const { stock_location: location } = await admin.post<{
        stock_location: { fulfillment_sets: { id: string }[] }
      }>(`${place}/fulfillment-sets?fields=*fulfillment_sets`, { name: "Shipping", type: "shipping" })
      const { fulfillment_set: set } = await admin.post<{
        fulfillment_set: { service_zones: { id: string }[] }
      }>(`/admin/fulfillment-sets/${location.fulfillment_sets[0]!.id}/service-zones`, {
        name: "Everywhere",
        geo_zones: [{ type: "country", country_code: "tr" }],
      })
      const { shipping_option: option } = await admin.post<{ shipping_option: { id: string } }>(
        "/admin/shipping-options",
        {
          name: "Trendyol",
          service_zone_id: set.service_zones[0]!.id,
          shipping_profile_id: profile.id,
          provider_id: "trendyol_trendyol",
          price_type: "flat",
          type: { label: "Trendyol", description: "Trendyol", code: "trendyol" },
          prices: [{ currency_code: "try", amount: 0 }],
          data: { id: "trendyol-marketplace" },
          rules: [],
        },
      )
      return option.id
    },
  }
}

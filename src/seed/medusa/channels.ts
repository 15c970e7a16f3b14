import { createSalesChannelsWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { connectChannel, updateChannelWorkflow } from "@serai/channels/workflows"
import { z } from "zod"
import type { Place } from "../catalogue"
import { accountOf, credentialsFor, shops, type Shop } from "../shops"

/** A sales channel per shop, by its name: products are published in it before the marketplace is connected. */
export async function seedSalesChannels(container: MedusaContainer): Promise<Map<Shop, string>> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "sales_channel", fields: ["id", "name"] })
  const known = z.array(z.object({ id: z.string(), name: z.string() })).parse(data)
  const ids = new Map<Shop, string>()
  for (const shop of shops) {
    const id = known.find((channel) => channel.name === shop.name)?.id
    ids.set(shop, id ?? (await createSalesChannel(container, shop)))
  }
  return ids
}

async function createSalesChannel(container: MedusaContainer, { name }: Shop): Promise<string> {
  const { result } = await createSalesChannelsWorkflow(container).run({
    input: { salesChannelsData: [{ name, description: "Orders and stock of the simulated Trendyol" }] },
  })
  const [created] = result
  if (!created) throw new Error(`Medusa made no sales channel for ${name}`)
  return created.id
}

/** Connects the shops that are not connected, as the dashboard would. */
export async function seedChannels(
  container: MedusaContainer,
  salesChannels: Map<Shop, string>,
  locations: Record<Place, string>,
): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "channel", fields: ["id", "account"] })
  const connected = new Set(
    z
      .array(z.object({ account: z.string() }))
      .parse(data)
      .map((channel) => channel.account),
  )
  for (const [shop, sales_channel_id] of salesChannels) {
    if (connected.has(accountOf(shop.storefront))) continue
    const { id } = await connectChannel(container, {
      marketplace: "trendyol",
      name: shop.name,
      credentials: credentialsFor(shop),
      sales_channel_id,
      stock_location_ids: shop.places.map((place) => locations[place]),
    })
    await updateChannelWorkflow(container).run({ input: { id, cap: shop.cap } })
  }
}

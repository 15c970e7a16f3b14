import type { ExecArgs } from "@medusajs/framework/types"
import { demoLogin } from "./launch/demo"
import { giftCatalogue } from "./seed/catalogue"
import { seedChannels, seedSalesChannels } from "./seed/medusa/channels"
import { seedPlaces } from "./seed/medusa/places"
import { seedProducts, seedStock } from "./seed/medusa/products"
import { seedShippingProfile, seedStore } from "./seed/medusa/store"
import { seedUser } from "./seed/medusa/user"

/**
 * The demo's shop, as `npm start` fills it: safe to run again, for each part makes only what is missing. The sandbox must be
 * filled before (`seed/fill-sandbox.ts`): channels are connected to it.
 */
export default async function seed({ container }: ExecArgs): Promise<void> {
  const gifts = giftCatalogue()
  await seedStore(container)
  await seedUser(container, demoLogin)
  const shippingProfileId = await seedShippingProfile(container)
  const locations = await seedPlaces(container, shippingProfileId)
  const salesChannels = await seedSalesChannels(container)
  await seedProducts(container, gifts, { shippingProfileId, salesChannelIds: [...salesChannels.values()] })
  await seedStock(container, gifts, locations)
  await seedChannels(container, salesChannels, locations)
}

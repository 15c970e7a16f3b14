import {
  createRegionsWorkflow,
  createShippingProfilesWorkflow,
  updateStoresWorkflow,
} from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { z } from "zod"

const rows = z.array(z.object({ id: z.string(), name: z.string() }))

const regions = [
  { name: "Türkiye", currency_code: "try", countries: ["tr"] },
  { name: "România", currency_code: "ron", countries: ["ro"] },
  { name: "Europe", currency_code: "eur", countries: ["de", "at", "nl", "fr", "it", "gr"] },
]

/** Names the store, and makes the regions that are missing. */
export async function seedStore(container: MedusaContainer): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data: stores } = await query.graph({ entity: "store", fields: ["id", "name"] })
  const [store] = rows.parse(stores)
  await updateStoresWorkflow(container).run({
    input: {
      selector: { id: store?.id },
      update: {
        name: "Serai Gifts",
        supported_currencies: regions.map(({ currency_code }, index) => ({
          currency_code,
          is_default: index === 0,
        })),
      },
    },
  })
  const { data: known } = await query.graph({ entity: "region", fields: ["id", "name"] })
  const names = new Set(rows.parse(known).map((region) => region.name))
  const missing = regions.filter((region) => !names.has(region.name))
  if (missing.length > 0) await createRegionsWorkflow(container).run({ input: { regions: missing } })
}

/** Medusa wants one before it sends anything. */
export async function seedShippingProfile(container: MedusaContainer): Promise<string> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({ entity: "shipping_profile", fields: ["id", "name"] })
  const [known] = rows.parse(data)
  if (known) return known.id
  const { result } = await createShippingProfilesWorkflow(container).run({
    input: { data: [{ name: "Default", type: "default" }] },
  })
  return rows.parse(result)[0]?.id ?? ""
}

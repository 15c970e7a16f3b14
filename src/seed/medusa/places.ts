import {
  createLocationFulfillmentSetWorkflow,
  createServiceZonesWorkflow,
  createShippingOptionsWorkflow,
  createStockLocationsWorkflow,
} from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { z } from "zod"
import { placeNames, type Place } from "../catalogue"

const addresses: Record<Place, { address_1: string; city: string; country_code: string }> = {
  istanbul: { address_1: "Örnek Cad. 7", city: "Istanbul", country_code: "tr" },
  cluj: { address_1: "Strada Exemplu 3", city: "Cluj-Napoca", country_code: "ro" },
}

const places = Object.keys(addresses) as Place[]

const locationRows = z.array(
  z.object({
    id: z.string(),
    name: z.string(),
    fulfillment_sets: z
      .array(
        z
          .object({
            id: z.string(),
            service_zones: z.array(z.object({ id: z.string() }).nullish()).nullish(),
          })
          .nullish(),
      )
      .nullish(),
  }),
)

/** Medusa's name for a fulfilment provider: its identifier and its id in `medusa-config.ts`. */
const fulfilmentProvider = "trendyol_trendyol"

/** Two warehouses whose goods Trendyol's couriers fetch. */
export async function seedPlaces(
  container: MedusaContainer,
  shippingProfileId: string,
): Promise<Record<Place, string>> {
  const ids = {} as Record<Place, string>
  for (const place of places) {
    const location = (await findLocation(container, place)) ?? (await createLocation(container, place))
    ids[place] = location.id
    if (!location.shipped) await offerShipping(container, { ...location, place, shippingProfileId })
  }
  return ids
}

interface Location {
  id: string
  /** Has everything that a fulfilment needs. */
  shipped: boolean
}

async function findLocation(container: MedusaContainer, place: Place): Promise<Location | undefined> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "stock_location",
    fields: ["id", "name", "fulfillment_sets.id", "fulfillment_sets.service_zones.id"],
    filters: { name: placeNames[place] },
  })
  const [known] = locationRows.parse(data)
  return known && { id: known.id, shipped: (known.fulfillment_sets ?? []).length > 0 }
}

async function createLocation(container: MedusaContainer, place: Place): Promise<Location> {
  const { result } = await createStockLocationsWorkflow(container).run({
    input: { locations: [{ name: placeNames[place], address: addresses[place] }] },
  })
  const [created] = result
  if (!created) throw new Error(`Medusa made no stock location for ${place}`)
  return { id: created.id, shipped: false }
}

async function offerShipping(
  container: MedusaContainer,
  { id, place, shippingProfileId }: { id: string; place: Place; shippingProfileId: string },
): Promise<void> {
  await container.resolve(ContainerRegistrationKeys.LINK).create({
    [Modules.STOCK_LOCATION]: { stock_location_id: id },
    [Modules.FULFILLMENT]: { fulfillment_provider_id: fulfilmentProvider },
  })
  await createLocationFulfillmentSetWorkflow(container).run({
    input: {
      location_id: id,
      fulfillment_set_data: { name: `Shipping from ${addresses[place].city}`, type: "shipping" },
    },
  })
  const zoneId = await createZone(container, place)
  await createShippingOptionsWorkflow(container).run({
    input: [
      {
        name: `Trendyol courier, ${addresses[place].city}`,
        service_zone_id: zoneId,
        shipping_profile_id: shippingProfileId,
        provider_id: fulfilmentProvider,
        data: { id: "trendyol-marketplace" },
        type: { label: "Marketplace", description: "Trendyol pays the courier", code: "marketplace" },
        price_type: "flat",
        prices: ["try", "ron", "eur"].map((currency_code) => ({ amount: 0, currency_code })),
      },
    ],
  })
}

async function createZone(container: MedusaContainer, place: Place): Promise<string> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "stock_location",
    fields: ["id", "name", "fulfillment_sets.id"],
    filters: { name: placeNames[place] },
  })
  const set = locationRows.parse(data)[0]?.fulfillment_sets?.[0]
  if (!set) throw new Error(`${placeNames[place]} has no fulfilment set`)
  const { result } = await createServiceZonesWorkflow(container).run({
    input: {
      data: [
        {
          name: `Türkiye and România from ${addresses[place].city}`,
          fulfillment_set_id: set.id,
          geo_zones: ["tr", "ro"].map((country_code) => ({ type: "country" as const, country_code })),
        },
      ],
    },
  })
  return result[0]?.id ?? ""
}

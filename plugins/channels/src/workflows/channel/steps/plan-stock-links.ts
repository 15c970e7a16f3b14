import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { z } from "zod"

export interface StockChoice {
  sales_channel_id: string
  stock_location_ids?: string[] | undefined
}

const locationRows = z.array(z.object({ id: z.string() }))

/** Links may point at locations that were deleted since; Query answers those with null. */
const salesChannelRows = z.array(
  z.object({ stock_locations: z.array(z.object({ id: z.string() }).nullable()).nullish() }),
)

/**
 * Which locations still have to be linked to the sales channel. Nothing chosen means all locations, unless the sales
 * channel has its own already.
 */
export const planStockLinksStep = createStep(
  "plan-stock-links",
  async ({ sales_channel_id, stock_location_ids }: StockChoice, { container }) => {
    const query = container.resolve(ContainerRegistrationKeys.QUERY)
    const { data: locations } = await query.graph({ entity: "stock_location", fields: ["id"] })
    const existing = new Set(locationRows.parse(locations).map((location) => location.id))
    const { data } = await query.graph({
      entity: "sales_channel",
      fields: ["id", "stock_locations.id"],
      filters: { id: sales_channel_id },
    })
    const [salesChannel] = salesChannelRows.parse(data)
    const unknown = (stock_location_ids ?? []).find((id) => !existing.has(id))
    if (!salesChannel || unknown !== undefined) {
      throw new MedusaError(
        MedusaError.Types.NOT_FOUND,
        unknown === undefined
          ? `There is no sales channel with the id ${sales_channel_id}.`
          : `There is no stock location with the id ${unknown}.`,
      )
    }
    const linked = new Set((salesChannel.stock_locations ?? []).flatMap((place) => place?.id ?? []))
    const wanted = stock_location_ids ?? (linked.size > 0 ? [] : [...existing])
    const links = wanted
      .filter((id) => !linked.has(id))
      .map((location_id) => ({ sales_channel_id, location_id }))
    return new StepResponse({ links, places: linked.size + links.length })
  },
)

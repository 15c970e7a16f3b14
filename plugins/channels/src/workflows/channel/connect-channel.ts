import { randomBytes } from "node:crypto"
import { associateLocationsWithSalesChannelsStep, createSalesChannelsWorkflow } from "@medusajs/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { generateEntityId } from "@medusajs/framework/utils"
import { createWorkflow, transform, when, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import { ENGINE, type Engine } from "../../engine/engine"
import { createChannelStep, type NewChannel } from "./steps/create-channel"
import { enqueueChannelJobsStep } from "./steps/enqueue-channel-jobs"
import { planStockLinksStep } from "./steps/plan-stock-links"
import { registerWebhookStep } from "./steps/register-webhook"
import { requireUnconnectedStep } from "./steps/require-unconnected"
import { accountOf, tryCredentials } from "./try-credentials"

export interface ConnectRequest {
  marketplace: string
  name: string
  credentials: unknown
  /** An existing sales channel that no other channel uses; a new one is made when it is left out. */
  sales_channel_id?: string | undefined
  /** All existing ones when left out. */
  stock_location_ids?: string[] | undefined
}

export interface Connected {
  id: string
  warnings: string[]
}

export type ConnectChannelInput = Omit<NewChannel, "sales_channel_id"> &
  Pick<ConnectRequest, "sales_channel_id" | "stock_location_ids">

/**
 * Connects a seller account. Credentials are tried against the marketplace and sealed here, before the workflow begins: a
 * workflow's input may be stored and logged, so it never holds a secret in the clear.
 */
export async function connectChannel(
  container: MedusaContainer,
  request: ConnectRequest,
): Promise<Connected> {
  const engine = container.resolve<Engine>(ENGINE)
  const { marketplace, name, credentials, sales_channel_id, stock_location_ids } = request
  const account = accountOf(await tryCredentials(engine, marketplace, credentials))
  const id = generateEntityId(undefined, "chan")
  const { result } = await connectChannelWorkflow(container).run({
    input: {
      id,
      marketplace,
      name,
      ...account,
      credentials: engine.channels.seal(id, JSON.stringify(credentials)),
      webhook_secret: engine.channels.seal(id, randomBytes(32).toString("hex")),
      sales_channel_id,
      stock_location_ids,
    },
  })
  return result
}

export const connectChannelWorkflow = createWorkflow("connect-channel", (input: ConnectChannelInput) => {
  requireUnconnectedStep(input)

  const created = when(input, ({ sales_channel_id }) => sales_channel_id === undefined).then(() =>
    createSalesChannelsWorkflow.runAsStep({
      input: transform(input, ({ name, marketplace }) => ({
        salesChannelsData: [{ name, description: `Orders and stock of ${marketplace}` }],
      })),
    }),
  )
  const salesChannelId = transform(
    { input, created },
    // One of the two exists: the given id, or the channel made for want of one.
    ({ input, created }) => input.sales_channel_id ?? created?.[0]?.id ?? "",
  )

  const stock = planStockLinksStep({
    sales_channel_id: salesChannelId,
    stock_location_ids: input.stock_location_ids,
  })
  associateLocationsWithSalesChannelsStep(transform(stock, ({ links }) => ({ links })))

  const id = createChannelStep({
    id: input.id,
    marketplace: input.marketplace,
    name: input.name,
    account: input.account,
    currency: input.currency,
    credentials: input.credentials,
    webhook_secret: input.webhook_secret,
    sales_channel_id: salesChannelId,
  })
  const webhookWarning = registerWebhookStep(id)
  enqueueChannelJobsStep({ channelId: id, tasks: ["pull-listings", "pull-orders"] })

  return new WorkflowResponse(
    transform({ id, webhookWarning, stock }, ({ id, webhookWarning, stock }): Connected => {
      const noPlace =
        "No stock location is linked to the channel, so nothing is available there. Link one to its sales channel."
      return {
        id,
        warnings: [webhookWarning, stock.places === 0 ? noPlace : null].filter((text) => text !== null),
      }
    }),
  )
})

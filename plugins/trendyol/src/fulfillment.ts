import type {
  CreateFulfillmentResult,
  FulfillmentDTO,
  FulfillmentItemDTO,
  FulfillmentOption,
  FulfillmentOrderDTO,
} from "@medusajs/framework/types"
import { AbstractFulfillmentProviderService, MedusaError } from "@medusajs/framework/utils"
import type { ChannelSessions, RemotePackage } from "@serai/channels/contract"
import { z } from "zod"
import { medusaError, notAllowed } from "./fulfillment-errors"
import { fulfilledPieces, originOf, packagesToMove, type OrderOrigin } from "./fulfillment-plan"
import { medusaSessions } from "./fulfillment-sessions"
import { PackageDesk } from "./package-desk"

const options: FulfillmentOption[] = [
  { id: "trendyol-marketplace", name: "Trendyol" },
  { id: "trendyol-return", name: "Trendyol return", is_return: true },
]

const invoiceNumber = z.object({ invoice_number: z.string().trim().min(1) })

/**
 * Medusa's fulfilments as Trendyol's package states: fulfilling an order's lines moves their packages Created → Picking, and on
 * to Invoiced when an `invoice_number` comes with it (in the fulfilment's data, its metadata or its additional data).
 */
export class TrendyolFulfillmentService extends AbstractFulfillmentProviderService {
  static override identifier = "trendyol"

  constructor(
    _container: unknown,
    _options: unknown,
    private readonly sessions: ChannelSessions = medusaSessions,
  ) {
    super()
  }

  override getFulfillmentOptions(): Promise<FulfillmentOption[]> {
    return Promise.resolve(options)
  }

  override validateOption(data: Record<string, unknown>): Promise<boolean> {
    return Promise.resolve(options.some(({ id }) => id === data.id))
  }

  override validateFulfillmentData(
    _optionData: Record<string, unknown>,
    data: Record<string, unknown>,
  ): Promise<Record<string, unknown>> {
    return Promise.resolve(data)
  }

  override canCalculate(): Promise<boolean> {
    return Promise.resolve(false)
  }

  override calculatePrice(): Promise<never> {
    return Promise.reject(
      new MedusaError(
        MedusaError.Types.NOT_ALLOWED,
        "Trendyol charges for shipping itself; give its shipping options a flat price.",
      ),
    )
  }

  // eslint-disable-next-line max-params -- Medusa's signature
  override async createFulfillment(
    data: Record<string, unknown>,
    items: Partial<Omit<FulfillmentItemDTO, "fulfillment">>[],
    order: Partial<FulfillmentOrderDTO> | undefined,
    fulfillment: Partial<Omit<FulfillmentDTO, "provider_id" | "data" | "items">>,
    additionalData?: Record<string, unknown>,
  ): Promise<CreateFulfillmentResult> {
    const origin = requireTrendyol(order)
    const pieces = fulfilledPieces(items, order?.items ?? [])
    const invoice = [data, fulfillment.metadata, additionalData]
      .map((place) => invoiceNumber.safeParse(place).data?.invoice_number)
      .find((number) => number !== undefined)
    try {
      const desk = await PackageDesk.open(this.sessions, origin)
      const moved = await this.move(desk, pieces, invoice)
      return result(origin, moved, invoice)
    } catch (error) {
      throw medusaError(error)
    }
  }

  private async move(desk: PackageDesk, pieces: Map<string, number>, invoice: string | undefined) {
    const plan = packagesToMove(await desk.packages(), pieces)
    const odd = plan.left[0]
    if (plan.packages.length === 0 || odd !== undefined) {
      const what = odd ? `${odd.quantity} pieces of line ${odd.lineId} fill` : "The fulfilled items fill"
      throw notAllowed(
        `${what} no open Trendyol package. A package moves as a whole: fulfil all of its lines together, ` +
          "or split it in Trendyol's panel first.",
      )
    }
    for (const one of plan.packages) await desk.advance(one, invoice)
    const ids = new Set(plan.packages.map(({ externalId }) => externalId))
    return (await desk.packages()).filter(({ externalId }) => ids.has(externalId))
  }

  /** Trendyol knows no way back from Picking: the package stays as it is there, and the fulfilment may be made again. */
  override cancelFulfillment(): Promise<Record<string, never>> {
    return Promise.resolve({})
  }

  /** A return is a claim that the buyer opens at Trendyol; there is nothing to tell it. */
  override createReturnFulfillment(): Promise<CreateFulfillmentResult> {
    return Promise.resolve({ data: {}, labels: [] })
  }
}

function requireTrendyol(order: Partial<FulfillmentOrderDTO> | undefined): OrderOrigin {
  const origin = originOf(order?.metadata)
  if (origin?.marketplace === TrendyolFulfillmentService.identifier) return origin
  const id = order?.display_id ?? order?.id ?? "without an id"
  const from = origin ? `comes from ${origin.marketplace}` : "comes from no marketplace"
  throw notAllowed(
    `Order ${id} ${from}, so Trendyol cannot fulfil it; choose another shipping option for this order.`,
  )
}

function result(origin: OrderOrigin, packages: RemotePackage[], invoice?: string): CreateFulfillmentResult {
  return {
    data: {
      channel_id: origin.channel_id,
      order_number: origin.external_id,
      ...(invoice !== undefined && { invoice_number: invoice }),
      packages: packages.map(({ externalId, remoteState, tracking }) => ({
        id: externalId,
        state: remoteState,
        tracking_number: tracking.number,
        tracking_url: tracking.url,
        carrier: tracking.carrier,
      })),
    },
    labels: packages.flatMap(({ tracking: { number, url } }) =>
      number === null ? [] : [{ tracking_number: number, tracking_url: url ?? "", label_url: "" }],
    ),
  }
}

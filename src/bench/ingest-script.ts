import { readFileSync, writeFileSync } from "node:fs"
import { ENGINE, type Engine } from "@serai/channels/engine"
import { createMedusa } from "@serai/channels/engine/medusa"
import { ingestChannel } from "@serai/channels/engine/orders/ingest"
import type { Logger as ChannelLogger, RemoteOrder } from "@serai/channels/contract"
import { createOrderWorkflow, createReservationsWorkflow } from "@medusajs/medusa/core-flows"
import type { ExecArgs, Logger, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { inputSchema, type IngestInput, type IngestTimes } from "./ingest-exchange"

/** Run by `medusa exec`: the same orders in turns through Medusa's own workflows and through the inbox. */
export default async function ingestScript({ container, args }: ExecArgs): Promise<void> {
  const [inputFile = "", outputFile = ""] = args
  const input = inputSchema.parse(JSON.parse(readFileSync(inputFile, "utf8")))
  const sides = await prepare(container, input)
  const times: IngestTimes = { medusa: [], batched: [], single: [] }
  for (const [index, round] of input.rounds.entries()) {
    const theirs = await timed(() => sides.throughWorkflows(round))
    const ours = await timed(() => sides.throughInbox(round))
    // The first round warms both up.
    if (index === 0) continue
    times.medusa.push({ orders: round.length, ms: theirs })
    times.batched.push({ orders: round.length, ms: ours })
  }
  for (const delivery of input.singles) {
    times.single.push({ orders: 1, ms: await timed(() => sides.throughInbox([delivery])) })
  }
  writeFileSync(outputFile, JSON.stringify(times))
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

type Deliveries = IngestInput["singles"]

async function prepare(container: MedusaContainer, { channelId }: IngestInput) {
  const engine = container.resolve<Engine>(ENGINE)
  const { channel, provider } = await engine.sessions.open(channelId)
  const places = await placesOf(engine)

  const read = (body: string): RemoteOrder[] =>
    (provider.webhooks?.read(Buffer.from(body)) ?? []).flatMap((fact) => provider.orders.read(fact.body))

  /** As anyone would write it: an order, then its reservations, one order after the other. */
  async function throughWorkflows(round: Deliveries): Promise<void> {
    for (const order of round.flatMap(({ body }) => read(body))) {
      const { result } = await createOrderWorkflow(container).run({
        input: orderInput(order, channel.sales_channel_id, places),
      })
      const reservations = (result.items ?? []).map((item) => {
        const place = placeOf(places, item.variant_barcode ?? "")
        return {
          line_item_id: item.id,
          inventory_item_id: place.itemId,
          location_id: place.locationId,
          quantity: item.quantity,
        }
      })
      await createReservationsWorkflow(container).run({ input: { reservations } })
    }
  }

  const dependencies = {
    ledger: engine.ledger,
    medusa: createMedusa(container),
    log: quiet(container.resolve<Logger>(ContainerRegistrationKeys.LOGGER)),
    onSettled: () => Promise.resolve(),
    // What is put off is not ingested, and would look fast.
    onRetry: () => Promise.reject(new Error("A fact failed while ingestion was measured")),
  }
  /** As the server does: every delivery verified and stored, then what waits is ingested. */
  async function throughInbox(round: Deliveries): Promise<void> {
    for (const { body, headers } of round) {
      const rawBody = Buffer.from(body)
      await engine.receiveWebhook({ marketplace: channel.marketplace, channelId, headers, rawBody })
    }
    await ingestChannel(dependencies, { channel, provider })
  }
  return { throughWorkflows, throughInbox }
}

/** Only what would make the numbers wrong is said. */
function quiet(logger: Logger): ChannelLogger {
  const silent = () => undefined
  return {
    debug: silent,
    info: silent,
    warn: (message) => logger.warn(message),
    error: (message) => logger.error(message),
  }
}

interface Place {
  barcode: string
  variantId: string
  itemId: string
  locationId: string
}

async function placesOf({ ledger }: Engine): Promise<Map<string, Place>> {
  const rows = await ledger.query<Place[]>(
    `select v.barcode, v.id as "variantId", r.inventory_item_id as "itemId", l.location_id as "locationId"
     from product_variant v join product_variant_inventory_item r on r.variant_id = v.id
     join inventory_level l on l.inventory_item_id = r.inventory_item_id`,
  )
  return new Map(rows.map((row) => [row.barcode, row]))
}

function placeOf(places: Map<string, Place>, barcode: string): Place {
  const place = places.get(barcode)
  if (!place) throw new Error(`No product has the barcode ${barcode}.`)
  return place
}

/** Without an e-mail address: with one the workflow would make a customer too, which ingestion does not. */
function orderInput(order: RemoteOrder, salesChannelId: string, places: Map<string, Place>) {
  const address = order.shippingAddress
  return {
    status: "pending" as const,
    currency_code: order.currency.toLowerCase(),
    sales_channel_id: salesChannelId,
    ...(address && {
      shipping_address: {
        first_name: address.firstName,
        last_name: address.lastName,
        address_1: address.address1,
        city: address.city,
        country_code: address.countryCode ?? undefined,
      },
    }),
    metadata: { external_id: order.externalId },
    items: order.packages.flatMap(({ lines }) =>
      lines.map((line) => ({
        title: line.title,
        quantity: line.quantity,
        unit_price: Number(line.unitPrice),
        is_tax_inclusive: true,
        variant_id: placeOf(places, line.listingExternalId).variantId,
      })),
    ),
  }
}

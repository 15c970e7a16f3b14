import assert from "node:assert/strict"
import type { ChannelProvider, WebhookRequest, WebhooksPort } from "../../contract"
import { createWebhookReceiver, type WebhookReceiver } from "../../sandbox-kit"
import { listingAt, openBench, recentFacts, throwsContract } from "../bench"
import type { ConformanceCase, ConformanceWorld } from "../world"

const secret = "conformance-secret-0123456789abcdef"

interface Hooked {
  world: ConformanceWorld
  port: WebhooksPort<unknown>
  receiver: WebhookReceiver
  /** Another order; resolves when its deliveries are there. */
  order(): Promise<string>
  verify(request: WebhookRequest, withSecret?: string): boolean
}

/** Runs `test` with a registered webhook that ends in a real HTTP server. */
async function withHook(world: ConformanceWorld, test: (hooked: Hooked) => Promise<void>): Promise<void> {
  const port = world.provider.webhooks
  assert.ok(port)
  const receiver = await createWebhookReceiver()
  try {
    const { session } = openBench(world)
    await port.register(session, receiver.url, secret)
    const order = async () => {
      const placed = await world.placeOrder([{ listing: listingAt(world, 0), quantity: 1 }])
      await world.webhooksDelivered()
      return placed
    }
    const verify = (request: WebhookRequest, withSecret = secret) =>
      port.verify(request, withSecret, world.clock.now())
    await test({ world, port, receiver, order, verify })
  } finally {
    await receiver.close()
  }
}

const deliveryOf = ({ receiver }: Hooked): WebhookRequest => {
  const [request] = receiver.requests
  assert.ok(request, "no webhook was delivered")
  return request
}

const tellsTheSameAsAPoll = (world: ConformanceWorld) =>
  withHook(world, async (hooked) => {
    const placed = await hooked.order()
    const request = deliveryOf(hooked)
    assert.ok(hooked.verify(request), "the marketplace's own delivery was refused")
    const facts = hooked.port.read(request.rawBody)
    assert.deepEqual(
      facts.map((fact) => fact.externalId),
      [placed],
    )
    const polled = await recentFacts(world)
    assert.deepEqual(
      facts.map((fact) => fact.key),
      polled.map((fact) => fact.key),
      "one fact, two keys",
    )
  })

const refusesForgeries = (world: ConformanceWorld) =>
  withHook(world, async (hooked) => {
    await hooked.order()
    const request = deliveryOf(hooked)
    const otherSecret = `${secret.slice(0, -1)}X`
    for (const wrong of [otherSecret, secret.slice(0, 8), `${secret}${secret}`, ""]) {
      assert.equal(
        hooked.verify(request, wrong),
        false,
        `accepted with a secret of ${wrong.length} characters`,
      )
    }
    for (const headers of [{}, emptied(request.headers)]) {
      assert.equal(hooked.verify({ ...request, headers }), false, "accepted without its proof")
    }
  })

const emptied = (headers: WebhookRequest["headers"]): WebhookRequest["headers"] =>
  Object.fromEntries(Object.keys(headers).map((name) => [name, ""]))

const refusesAlteredBodies = (world: ConformanceWorld) =>
  withHook(world, async (hooked) => {
    await hooked.order()
    const request = deliveryOf(hooked)
    const rawBody = Buffer.concat([request.rawBody, Buffer.from(" ")])
    assert.equal(hooked.verify({ ...request, rawBody }), false, "accepted with an altered body")
  })

const collapsesRepetitions = (world: ConformanceWorld) =>
  withHook(world, async (hooked) => {
    world.setFaults({ duplicateWebhook: 1, reorderWebhook: 0.5 })
    const placed = [await hooked.order(), await hooked.order(), await hooked.order()]
    const keys = hooked.receiver.requests.flatMap((request) =>
      hooked.port.read(request.rawBody).map((fact) => fact.key),
    )
    assert.ok(keys.length > placed.length, "the sandbox repeated nothing")
    assert.equal(new Set(keys).size, placed.length)
  })

async function refusesMalformedDeliveries(world: ConformanceWorld): Promise<void> {
  for (const body of ["", "<html>", '{"content":', "null"]) {
    throwsContract(`the delivery ${JSON.stringify(body)}`, () =>
      world.provider.webhooks?.read(Buffer.from(body)),
    )
  }
}

const managesRegistrations = (world: ConformanceWorld) =>
  withHook(world, async ({ port, receiver }) => {
    const { session } = openBench(world)
    const [registered] = await port.list(session)
    assert.deepEqual([registered?.url, registered?.active], [receiver.url, true])
    await port.activate(session, registered?.externalId ?? "")
    await port.remove(session, registered?.externalId ?? "")
    assert.deepEqual(await port.list(session), [])
  })

const hasWebhooks = (provider: ChannelProvider) => provider.webhooks !== undefined

export const webhookCases: ConformanceCase[] = [
  {
    name: "registers, lists, activates and removes webhooks",
    applies: hasWebhooks,
    run: managesRegistrations,
  },
  { name: "tells by webhook the very facts a poll tells", applies: hasWebhooks, run: tellsTheSameAsAPoll },
  {
    name: "refuses webhooks with a wrong, short, long or missing proof",
    applies: hasWebhooks,
    run: refusesForgeries,
  },
  {
    name: "refuses webhooks whose body was altered",
    applies: (provider) => provider.traits.webhooks === "signed",
    run: refusesAlteredBodies,
  },
  {
    name: "gives repeated and reordered deliveries the same keys",
    applies: hasWebhooks,
    run: collapsesRepetitions,
  },
  {
    name: "refuses malformed deliveries as `contract`",
    applies: hasWebhooks,
    run: refusesMalformedDeliveries,
  },
]

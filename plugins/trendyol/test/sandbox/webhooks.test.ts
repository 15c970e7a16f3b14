import { createWebhookReceiver, type WebhookReceiver } from "@serai/channels/sandbox-kit"
import { sandboxWorld, type SandboxWorld } from "../sandbox-world"

let world: SandboxWorld
let receiver: WebhookReceiver
let status: number
beforeEach(async () => {
  status = 200
  world = await sandboxWorld({ webhookPassiveAfter: 2 })
  receiver = await createWebhookReceiver(() => status)
})
afterEach(() => Promise.all([world.close(), receiver.close()]))

const path = "/webhook/sellers/2738/webhooks"
const hook = (more = {}) => ({ url: receiver.url, authenticationType: "API_KEY", apiKey: "k-1", ...more })
const create = (more = {}) => world.call("POST", path, { body: hook(more) })
const listed = async () => (await world.call("GET", path)).json<Record<string, unknown>[]>()
const order = (more = {}) =>
  world.buyers.placeOrder({ sellerId: 2738, lines: [{ barcode: "B-2", quantity: 1 }], ...more })
const delivered = () =>
  receiver.requests.map(
    // The envelope is what the test is about.
    ({ rawBody }) =>
      (JSON.parse(rawBody.toString()) as { content: Record<string, unknown>[] }).content[0]?.["status"],
  )

describe("webhook registration", () => {
  it("lists hooks without their secrets", async () => {
    await create()
    const [first] = await listed()
    expect(first).toMatchObject({ url: receiver.url, status: "ACTIVE", subscribedStatuses: null })
    expect(JSON.stringify(first)).not.toContain("k-1")
  })

  it("refuses forbidden words, missing secrets and unknown states", async () => {
    const refused = [
      { url: "https://my-TRENDYOL-hook.example.com" },
      { url: "http://localhost:9/x" },
      { apiKey: undefined },
      { authenticationType: "BASIC_AUTHENTICATION", username: "u" },
      { subscribedStatuses: ["Created"] },
    ]
    for (const more of refused) expect((await create(more)).status).toBe(400)
  })

  it("refuses the sixteenth, passive ones included", async () => {
    for (let index = 0; index < 15; index += 1) await create()
    const id = String((await listed())[0]?.["id"])
    expect((await world.call("PUT", `${path}/${id}/deactivate`)).text).toBe("200 OK")
    expect((await create()).status).toBe(400)
    expect((await world.call("DELETE", `${path}/${id}`)).status).toBe(200)
    expect((await create()).status).toBe(200)
  })
})

describe("webhook deliveries", () => {
  it("carry the full package in the list's envelope and the hook's secret", async () => {
    await create({ subscribedStatuses: [] })
    const { orderNumber, shipmentPackageId } = order()
    await world.drained()
    const [request] = receiver.requests
    expect(request?.headers["x-api-key"]).toBe("k-1")
    const streamed = await world.call("GET", "/order/sellers/2738/orders/stream")
    const body = JSON.parse(request?.rawBody.toString() ?? "") as { content: unknown[] }
    expect(body).toMatchObject({ totalElements: 1, content: [{ orderNumber, shipmentPackageId }] })
    expect(body.content).toEqual(streamed.json<{ content: unknown[] }>().content)
  })

  it("tell only what was subscribed, of the hook's own storefront", async () => {
    await create({ subscribedStatuses: ["CANCELLED"] })
    const { orderNumber } = order()
    order({ storefront: "RO" })
    world.buyers.cancelOrder(orderNumber)
    await world.drained()
    expect(delivered()).toEqual(["Cancelled"])
  })

  it("prove themselves with Basic where the hook says so", async () => {
    await create({ authenticationType: "BASIC_AUTHENTICATION", username: "u", password: "p" })
    order()
    await world.drained()
    expect(receiver.requests[0]?.headers["authorization"]).toBe("Basic dTpw")
  })

  it("stop when the receiver keeps failing, until the hook is activated again", async () => {
    await create()
    status = 500
    order()
    order()
    await world.drained()
    expect((await listed())[0]).toMatchObject({ status: "PASSIVE" })
    status = 200
    order()
    await world.call("PUT", `${path}/${String((await listed())[0]?.["id"])}/activate`)
    const { orderNumber } = order()
    await world.drained()
    expect(receiver.requests.at(-1)?.rawBody.toString()).toContain(orderNumber)
    expect(receiver.requests).toHaveLength(3)
  })

  it("arrive twice or out of order when told to", async () => {
    await create()
    world.setFaults({ duplicateWebhook: 1 })
    order()
    await world.drained()
    expect(delivered()).toEqual(["Created", "Created"])
    world.setFaults({ duplicateWebhook: 0, reorderWebhook: 1 })
    const { orderNumber } = order()
    world.buyers.cancelOrder(orderNumber)
    await world.drained()
    expect(delivered()).toEqual(["Created", "Created", "Cancelled", "Created"])
  })
})

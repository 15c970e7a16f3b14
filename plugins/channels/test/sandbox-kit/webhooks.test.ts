import {
  createWebhookReceiver,
  Faults,
  manualClock,
  WebhookDeliverer,
  type FaultPatch,
  type WebhookReceiver,
} from "../../src/sandbox-kit"

const clock = manualClock(0)
let status: number
let receiver: WebhookReceiver

beforeEach(async () => {
  status = 200
  receiver = await createWebhookReceiver(() => status)
})
afterEach(() => receiver.close())

function setUp(patch: FaultPatch = {}, passiveAfter = 3) {
  const faults = new Faults(1, clock)
  faults.set(patch)
  const passive: string[] = []
  const deliverer = new WebhookDeliverer({
    clock,
    faults,
    retryMs: 1_000,
    passiveAfter,
    onPassive: (id) => passive.push(id),
    concurrency: 1,
  })
  const deliver = (body: string) =>
    deliverer.deliver({ id: "h1", url: receiver.url, headers: { "x-api-key": "k" } }, body)
  return { deliverer, deliver, passive }
}

const bodies = () => receiver.requests.map((request) => request.rawBody.toString())

/** Lets the failure of the newest attempt be booked before the clock moves on. */
async function afterFailures(deliverer: WebhookDeliverer, failures: number): Promise<void> {
  while (deliverer.counts.failed < failures) await new Promise((resolve) => setImmediate(resolve))
}

describe("the webhook deliverer", () => {
  it("posts each body with the hook's secret, in order", async () => {
    const { deliverer, deliver } = setUp()
    deliver("1")
    deliver("2")
    deliver("3")
    await deliverer.drain()
    expect(bodies()).toEqual(["1", "2", "3"])
    expect(receiver.requests[0]?.headers["x-api-key"]).toBe("k")
    expect(deliverer.counts).toMatchObject({ delivered: 3, failed: 0 })
  })

  it("tries again after the retry delay until the receiver takes it", async () => {
    status = 500
    const { deliverer, deliver } = setUp()
    deliver("1")
    await afterFailures(deliverer, 1)
    status = 200
    expect(bodies()).toEqual(["1"])
    clock.advance(1_000)
    await deliverer.drain()
    expect(bodies()).toEqual(["1", "1"])
  })

  it("gives a hook up after too many failures in a row and counts what was lost", async () => {
    status = 500
    const { deliverer, deliver, passive } = setUp({}, 2)
    deliver("1")
    await afterFailures(deliverer, 1)
    deliver("2")
    await deliverer.drain()
    expect(passive).toEqual(["h1"])
    expect(deliverer.counts.lost).toBe(2)
    clock.advance(10_000)
    expect(bodies()).toEqual(["1", "2"])
  })

  it("delivers twice when told to", async () => {
    const { deliverer, deliver } = setUp({ duplicateWebhook: 1 })
    deliver("1")
    await deliverer.drain()
    expect(bodies()).toEqual(["1", "1"])
  })

  it("holds a delivery back until a later one has gone out, and loses none", async () => {
    const { deliverer, deliver } = setUp({ reorderWebhook: 1 })
    deliver("1")
    deliver("2")
    deliver("3")
    await deliverer.drain()
    expect(bodies()).toEqual(["2", "1", "3"])
    expect(deliverer.counts.reordered).toBe(2)
  })
})

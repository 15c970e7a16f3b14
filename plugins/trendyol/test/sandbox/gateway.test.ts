import { basic, otherSellerHeaders, sandboxWorld, seller, type SandboxWorld } from "../sandbox-world"

let world: SandboxWorld
beforeEach(async () => {
  world = await sandboxWorld()
})
afterEach(() => world.close())

const stream = "/order/sellers/2738/orders/stream"

describe("the gateway", () => {
  it("lets the seller in", async () => {
    expect((await world.call("GET", stream)).status).toBe(200)
  })

  it("answers 403 to a malformed User-Agent, and takes any when told to be lenient", async () => {
    const headers = { "user-agent": "curl/8" }
    expect((await world.call("GET", stream, { headers })).status).toBe(403)
    const lenient = await sandboxWorld({ rules: { userAgent: "present" } })
    expect((await lenient.call("GET", stream, { headers })).status).toBe(200)
    await lenient.close()
  })

  it("answers 401 to missing, wrong and expired credentials", async () => {
    const wrong = { authorization: basic({ ...seller, apiSecret: "guess" }) }
    for (const answer of [
      await world.call("GET", stream, { without: "authorization" }),
      await world.call("GET", stream, { headers: wrong }),
    ]) {
      expect([answer.status, answer.json()["exception"]]).toEqual([401, "ClientApiAuthenticationException"])
    }
    world.setFaults({ expiredCredentials: true })
    expect((await world.call("GET", stream)).status).toBe(401)
  })

  it("answers 401 to another seller's credentials", async () => {
    const answer = await world.call("GET", stream, { headers: otherSellerHeaders })
    expect([answer.status, answer.json()["exception"]]).toEqual([401, "TrendyolAuthorizationException"])
  })

  it("answers 503 to an unregistered address on stage", async () => {
    const stage = await sandboxWorld({ rules: { ipRegistered: false } })
    expect((await stage.call("GET", stream)).status).toBe(503)
    await stage.close()
  })

  it("answers 429 to the 51st request in ten seconds on one endpoint, and lets it in afterwards", async () => {
    const statuses = await Promise.all(
      Array.from({ length: 51 }, async () => (await world.call("GET", stream)).status),
    )
    expect(statuses.filter((status) => status === 200)).toHaveLength(50)
    expect((await world.call("GET", stream)).text).toContain("too.many.requests")
    expect((await world.call("GET", "/webhook/sellers/2738/webhooks")).status).toBe(200)
    world.clock.advance(10_000)
    expect((await world.call("GET", stream)).status).toBe(200)
  })

  it("answers 429 when a group's limit is reached: 30 order lists a minute", async () => {
    const list = () => world.call("GET", "/order/sellers/2738/v2/orders?size=1")
    for (let index = 0; index < 30; index += 1) expect((await list()).status).toBe(200)
    world.clock.advance(15_000)
    expect((await list()).status).toBe(429)
    expect(world.stats()).toMatchObject({ overLimit: { "order-list": 1 } })
    world.clock.advance(45_000)
    expect((await list()).status).toBe(200)
  })

  it("answers 410 to V1 paths, or 426 while they are being phased out", async () => {
    expect((await world.call("GET", "/order/sellers/2738/orders")).status).toBe(410)
    const closing = await sandboxWorld({ rules: { v1: "closing" } })
    expect((await closing.call("GET", "/product/sellers/2738/products")).status).toBe(426)
    await closing.close()
  })

  it("knows storefronts: refuses unknown codes and those where the seller does not sell", async () => {
    const unknown = await world.call("GET", stream, { headers: { storeFrontCode: "XX" } })
    expect([unknown.status, unknown.text]).toEqual([400, expect.stringContaining("invalid.storefrontcode")])
    const foreign = await world.call("GET", stream, { headers: { storeFrontCode: "DE" } })
    expect(foreign.text).toContain("supplier.api.supplier.not.found")
  })

  it("answers 404 to what it does not offer", async () => {
    expect((await world.call("POST", "/product/sellers/2738/v2/products", { body: {} })).status).toBe(404)
  })
})

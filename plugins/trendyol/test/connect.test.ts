import { TrendyolChannel } from "../src/channel"
import { trendyolCredentials } from "../src/credentials"
import { endpointGroups, groupsOf, trendyolLimits, type Endpoint } from "../src/limits"
import { storefrontCodes, storefronts } from "../src/storefronts"
import { channelErrorOf } from "./fixture"
import { testSession } from "./session"

const entered = { sellerId: "4711", apiKey: "key", apiSecret: "secret" }

describe("credentials", () => {
  it("default to the seller's own software and the Turkish storefront", () => {
    expect(trendyolCredentials.parse(entered)).toMatchObject({
      integrator: "SelfIntegration",
      storefront: "TR",
    })
  })

  it.each([
    ["a seller id with letters", { sellerId: "47a" }],
    ["an empty API key", { apiKey: " " }],
    ["an integrator with a blank", { integrator: "My Company" }],
    ["an integrator of 31 letters", { integrator: "x".repeat(31) }],
    ["a storefront nobody knows", { storefront: "FR" }],
  ])("refuse %s", (_name, change) => {
    expect(trendyolCredentials.safeParse({ ...entered, ...change }).success).toBe(false)
  })

  it("describe every field to the connect form, and mark the secret ones", () => {
    const fields = Object.entries(trendyolCredentials.shape).map(
      ([name, field]) => [name, field.meta()] as const,
    )
    expect(fields.every(([, meta]) => typeof meta?.label === "string" && typeof meta.help === "string")).toBe(
      true,
    )
    expect(fields.filter(([, meta]) => meta?.secret === true).map(([name]) => name)).toEqual([
      "apiKey",
      "apiSecret",
    ])
  })

  it("offer every storefront there is a currency for", () => {
    expect([...storefrontCodes].sort()).toEqual(Object.keys(storefronts).sort())
  })
})

describe("every request", () => {
  it("carries Basic credentials and the User-Agent, and no storefront at home", async () => {
    const { channel, session, sent } = testSession(() => '{"content":[]}')
    await channel.connect.verify(session)
    expect(sent[0]?.headers).toEqual({
      authorization: `Basic ${Buffer.from("key:secret").toString("base64")}`,
      "user-agent": "4711 - SelfIntegration",
    })
  })

  it("names the storefront abroad, whose currency the channel has", async () => {
    const { channel, session, sent } = testSession(() => '{"content":[]}', {
      credentials: { storefront: "RO" },
    })
    expect(await channel.connect.verify(session)).toEqual({
      account: "Seller 4711, storefront RO",
      currency: "RON",
    })
    expect(sent[0]?.headers.storeFrontCode).toBe("RO")
  })

  it("fails to connect with wrong credentials as an auth error that says what to check", async () => {
    const { channel, session } = testSession(() => ({
      status: 401,
      body: '{"exception":"ClientApiAuthenticationException"}',
    }))
    const error = await channelErrorOf(() => channel.connect.verify(session))
    expect(error).toMatchObject({ kind: "auth", code: "ClientApiAuthenticationException" })
    expect(error.message).toContain("Check the API key")
  })

  it("goes to production unless another host is configured", () => {
    const channel = new TrendyolChannel({}, {})
    expect(channel.transport(trendyolCredentials.parse(entered)).baseUrl).toBe(
      "https://apigw.trendyol.com/integration",
    )
  })

  it("stops the start when an option is wrong", () => {
    expect(() => TrendyolChannel.validateOptions({ baseUrl: "nowhere" })).toThrow()
    expect(() => TrendyolChannel.validateOptions({ baseurl: "https://x.example.com" })).toThrow()
    expect(() => TrendyolChannel.validateOptions(undefined)).not.toThrow()
  })
})

describe("limits", () => {
  it.each(Object.keys(endpointGroups) as Endpoint[])(
    "hold %s to fifty requests in ten seconds of its own",
    (endpoint) => {
      const own = trendyolLimits.filter(
        (limit) => groupsOf(endpoint).includes(limit.group) && limit.max === 50 && limit.windowMs === 10_000,
      )
      expect(own).toHaveLength(1)
    },
  )

  it("name the page and the day they were read", () => {
    for (const limit of trendyolLimits) {
      expect(limit.source).toMatch(/^https:\/\/developers\.trendyol\.com\/docs\//)
      expect(limit.asOf).toMatch(/^\d{4}-\d\d-\d\d$/)
    }
  })

  it("count a stock push against its endpoint and the inventory group", async () => {
    const { channel, session, acquired } = testSession(() => '{"batchRequestId":"b"}')
    await channel.stock.write(session, [{ externalId: "1", quantity: 1 }])
    expect(acquired[0]?.map(({ max, windowMs }) => [max, windowMs])).toEqual([
      [50, 10_000],
      [350, 60_000],
    ])
  })
})

import { readWebhook, verifyWebhook } from "../src/webhooks"
import { channelErrorOf, fixture, losslessFixture } from "./fixture"
import { packageFact } from "../src/mapper"
import { testSession } from "./session"

const secret = "a-long-random-key"
const delivery = (headers: Record<string, string | undefined>) => ({ headers, rawBody: Buffer.from("{}") })
const basic = (pair: string) => `Basic ${Buffer.from(pair).toString("base64")}`

describe("whether a delivery is Trendyol's", () => {
  it.each([
    ["its API key", { "x-api-key": secret }],
    ["its Basic password", { authorization: basic(`anyone:${secret}`) }],
  ])("is told by %s", (_name, headers) => {
    expect(verifyWebhook(delivery(headers), secret)).toBe(true)
  })

  it.each([
    ["no header at all", {}],
    ["a forged key of the same length", { "x-api-key": "b-long-random-key" }],
    ["a shorter key", { "x-api-key": "a-long" }],
    ["a longer key", { "x-api-key": `${secret}x` }],
    ["an empty key", { "x-api-key": "" }],
    ["a key with a blank around it", { "x-api-key": ` ${secret}` }],
    ["the secret as a user name", { authorization: basic(`${secret}:x`) }],
    ["a pair without a colon", { authorization: basic(secret) }],
    ["the secret as a bearer token", { authorization: `Bearer ${secret}` }],
    ["a forged key beside the right password", { "x-api-key": "x", authorization: basic(`a:${secret}`) }],
  ])("is denied for %s", (_name, headers) => {
    expect(verifyWebhook(delivery(headers), secret)).toBe(false)
  })

  it("is denied when we have no secret, whatever comes", () => {
    expect(verifyWebhook(delivery({ "x-api-key": "" }), "")).toBe(false)
    expect(verifyWebhook(delivery({}), "")).toBe(false)
  })
})

describe("reading a delivery", () => {
  const envelope = (...packages: string[]) =>
    Buffer.from(`{"totalElements":1,"totalPages":1,"page":0,"size":1,"content":[${packages.join(",")}]}`)

  it("makes one fact per package, the same facts that a poll makes", () => {
    const facts = readWebhook(envelope(fixture("package"), fixture("package-awaiting")))
    expect(facts).toEqual([
      packageFact(losslessFixture("package")),
      packageFact(losslessFixture("package-awaiting")),
    ])
  })

  it("keeps a package it cannot read beside one it can", () => {
    expect(readWebhook(envelope(fixture("package"), '{"lines":"none"}'))).toHaveLength(2)
  })

  it.each([
    ["half a JSON", '{"content":['],
    ["text", "200 OK"],
    ["a bare package", fixture("package")],
    ["a list", "[]"],
    ["null", "null"],
    ["nothing", ""],
  ])("refuses %s as off the contract", async (_name, body) => {
    expect((await channelErrorOf(() => readWebhook(Buffer.from(body)))).kind).toBe("contract")
  })

  it("refuses bytes that are no text", async () => {
    const error = await channelErrorOf(() => readWebhook(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])))
    expect(error.message).toContain("UTF-8")
  })
})

describe("managing webhooks", () => {
  it("registers with an API key and for every status", async () => {
    const { channel, session, sent } = testSession(() => '{"id":"wh-1"}')
    const hook = await channel.webhooks.register(session, "https://shop.example.com/hooks/c1", secret)
    expect(hook).toEqual({ externalId: "wh-1", url: "https://shop.example.com/hooks/c1", active: true })
    expect(sent[0]).toMatchObject({ method: "POST", path: "/webhook/sellers/4711/webhooks" })
    expect(JSON.parse(sent[0]?.body ?? "")).toEqual({
      url: "https://shop.example.com/hooks/c1",
      authenticationType: "API_KEY",
      apiKey: secret,
      subscribedStatuses: [],
    })
  })

  it.each([
    "https://shop.example.com/hooks/Trendyol",
    "http://LOCALHOST:9000/x",
    "https://dolap.example.com",
  ])("refuses %s before asking", async (url) => {
    const { channel, session, sent } = testSession(() => "{}")
    const error = await channelErrorOf(() => channel.webhooks.register(session, url, secret))
    expect(error).toMatchObject({ kind: "rejected", code: "forbidden_url" })
    expect(sent).toEqual([])
  })

  it("lists hooks and tells the passive ones", async () => {
    const { channel, session } = testSession(() =>
      JSON.stringify([
        {
          id: "a",
          url: "https://x.example.com",
          status: "ACTIVE",
          lastModifiedDate: null,
          subscribedStatuses: null,
        },
        { id: "b", url: "https://y.example.com", status: "PASSIVE" },
      ]),
    )
    expect(await channel.webhooks.list(session)).toEqual([
      { externalId: "a", url: "https://x.example.com", active: true },
      { externalId: "b", url: "https://y.example.com", active: false },
    ])
  })

  it("takes the text 200 OK for success", async () => {
    const { channel, session, sent } = testSession(() => "200 OK")
    await channel.webhooks.activate(session, "a")
    await channel.webhooks.remove(session, "a")
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "PUT /webhook/sellers/4711/webhooks/a/activate",
      "DELETE /webhook/sellers/4711/webhooks/a",
    ])
  })
})

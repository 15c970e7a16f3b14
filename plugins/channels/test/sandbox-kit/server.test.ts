import {
  createSandboxServer,
  jsonResponse,
  manualClock,
  param,
  Refusal,
  textResponse,
  wireMoney,
  WireNumber,
  type FaultPatch,
  type SandboxServer,
} from "../../src/sandbox-kit"

const answers = {
  tooMany: () => textResponse(429, "too many"),
  unavailable: () => textResponse(503, "<html>down</html>"),
  notFound: () => textResponse(404, "no such path"),
}

let server: SandboxServer
let carriedOut: number

async function start(seed = 1): Promise<SandboxServer> {
  carriedOut = 0
  return createSandboxServer({
    name: "shelf",
    clock: manualClock(1_000),
    seed,
    answers,
    stats: () => ({ carriedOut }),
    routes: [
      {
        method: "POST",
        path: "/things/:id",
        endpoint: "things",
        handle: (request) => {
          carriedOut += 1
          if (param(request, "id") === "no") throw new Refusal(jsonResponse(422, { no: true }))
          return jsonResponse(200, {
            id: param(request, "id"),
            q: request.query.get("q"),
            body: request.body,
          })
        },
      },
      {
        method: "GET",
        path: "/money",
        endpoint: "money",
        handle: () =>
          jsonResponse(200, { price: wireMoney(49_890), big: new WireNumber("72602420957047272632") }),
      },
    ],
  })
}

beforeEach(async () => {
  server = await start()
})
afterEach(() => server.close())

const post = (id = "7", from = server) => fetch(`${from.url}/things/${id}`, { method: "POST", body: "x" })
const statusOf = (answer: Promise<Response>) =>
  answer.then(
    (response) => response.status,
    () => "lost" as const,
  )
const setFaults = (patch: FaultPatch) =>
  fetch(`${server.url}/__sandbox/faults`, { method: "PUT", body: JSON.stringify(patch) })

describe("a sandbox server", () => {
  it("routes by method and pattern and hands over parameters, query and body", async () => {
    const response = await fetch(`${server.url}/things/a%20b?q=1`, { method: "POST", body: "hello" })
    expect(await response.json()).toEqual({ id: "a b", q: "1", body: "hello" })
    expect((await fetch(`${server.url}/things/7`)).status).toBe(404)
  })

  it("sends a thrown refusal as the answer", async () => {
    expect(await statusOf(post("no"))).toBe(422)
  })

  it("keeps the digits of money and of big numbers", async () => {
    const text = await (await fetch(`${server.url}/money`)).text()
    expect(text).toBe('{"price":498.90,"big":72602420957047272632}')
  })

  it("counts calls per endpoint and status, and tells them under /__sandbox/stats", async () => {
    await post()
    await post("no")
    const stats = (await (await fetch(`${server.url}/__sandbox/stats`)).json()) as unknown
    expect(stats).toEqual({ name: "shelf", calls: { things: { "200": 1, "422": 1 } }, carriedOut: 2 })
  })

  it("moves its clock on request", async () => {
    await fetch(`${server.url}/__sandbox/clock/advance`, { method: "POST", body: '{"ms":500}' })
    expect(server.clock.now()).toBe(1_500)
  })

  it("refuses a fault plan it does not understand and says why", async () => {
    const response = await setFaults({ lostAnswer: 2 })
    expect(response.status).toBe(400)
    expect(await response.text()).toContain("lostAnswer")
  })
})

describe("misbehaviour", () => {
  it("carries a request out and loses the answer", async () => {
    await setFaults({ lostAnswer: 1 })
    expect(await statusOf(post())).toBe("lost")
    expect(carriedOut).toBe(1)
    expect(server.calls.count("things", "lost")).toBe(1)
  })

  it("refuses a burst with 429, carries none of it out, and calms down when its storms are spent", async () => {
    await setFaults({ storm429: { probability: 1, burst: 2, times: 1 } })
    const statuses = [await statusOf(post()), await statusOf(post()), await statusOf(post())]
    expect(statuses).toEqual([429, 429, 200])
    expect(carriedOut).toBe(1)
  })

  it("is down for a span of its clock, with 503 or with a reset, and carries nothing out meanwhile", async () => {
    await setFaults({ outage: { answer: "503", forMs: 100 } })
    expect(await statusOf(post())).toBe(503)
    await setFaults({ outage: { answer: "reset", forMs: 100 } })
    expect(await statusOf(post())).toBe("lost")
    expect(carriedOut).toBe(0)
    server.clock.advance(100)
    expect(await statusOf(post())).toBe(200)
  })

  it("strikes the same requests for the same seed, and others for another", async () => {
    const history = async (seed: number) => {
      const own = await start(seed)
      own.faults.set({ lostAnswer: 0.5 })
      const seen = []
      for (let index = 0; index < 24; index += 1) seen.push(await statusOf(post("7", own)))
      await own.close()
      return seen
    }
    const first = await history(5)
    expect(new Set(first)).toEqual(new Set([200, "lost"]))
    expect(await history(5)).toEqual(first)
    expect(await history(6)).not.toEqual(first)
  })
})

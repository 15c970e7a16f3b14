import { Response, type RequestInit } from "undici"
import { ChannelError, createHttpClient, type HttpClientOptions, type HttpRequest } from "../../src/contract"

type Step = Response | Error

const failed = (code: string) =>
  new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) })

/** A client whose network plays `steps`, whose clock moves only by sleeping, and which keeps a diary. */
function world(steps: Step[], more: Partial<HttpClientOptions> = {}) {
  const diary: string[] = []
  const requests: { url: string; init: RequestInit }[] = []
  let now = 1_000
  const client = createHttpClient({
    baseUrl: "https://market.test/integration/",
    headers: { authorization: "Basic x", "x-base": "1" },
    account: "seller-1",
    channel: "chan-1",
    limits: [
      { group: "a", max: 5, windowMs: 1000, asOf: "2026-01-01", source: "s" },
      { group: "b", max: 9, windowMs: 1000, asOf: "2026-01-01", source: "s" },
    ],
    limiter: {
      acquire: async (account, limits) =>
        void diary.push(`acquire ${account} ${limits.map(({ group }) => group).join()}`),
      pause: async (account, group, untilMs) => void diary.push(`pause ${account} ${group} ${untilMs}`),
    },
    runtime: {
      now: () => now,
      random: () => 1,
      sleep: async (ms, signal) => {
        signal?.throwIfAborted()
        diary.push(`sleep ${ms}`)
        now += ms
      },
      fetch: async (url, init = {}) => {
        if (typeof url !== "string") throw new Error("the client sends text urls")
        requests.push({ url, init })
        const step = steps.shift()
        if (step === undefined) throw new Error("nothing more was expected")
        if (step instanceof Error) throw step
        return step
      },
    },
    readFailure: ({ status, write }) => {
      if (status === 429) return new ChannelError("rate_limited", "slow", { status, retryAfterMs: 700 })
      const lost = write ? "unknown_outcome" : "unavailable"
      return new ChannelError(status >= 500 ? lost : "rejected", `status ${status}`, { status })
    },
    ...more,
  })
  return { client, diary, requests }
}

const request = (changes: Partial<HttpRequest<string>> = {}): HttpRequest<string> => ({
  operation: "list",
  method: "GET",
  path: "/orders",
  groups: ["a"],
  write: false,
  read: (text) => text,
  ...changes,
})

const status = (code: number) => new Response("", { status: code })

describe("one request", () => {
  it("goes to the base URL with its query, its own headers over the common ones", async () => {
    const { client, requests } = world([new Response("body")])
    const query = { page: 0, q: "a&b", absent: undefined }
    expect(await client.send(request({ query, headers: { "x-base": "2" } }))).toBe("body")
    expect(requests[0]?.url).toBe("https://market.test/integration/orders?page=0&q=a%26b")
    expect(requests[0]?.init.headers).toEqual({ authorization: "Basic x", "x-base": "2" })
  })

  it("says that its body is JSON, and only when it has one", async () => {
    const { client, requests } = world([new Response(""), new Response("")])
    await client.send(request({ method: "POST", body: "{}" }))
    await client.send(request())
    const types = requests.map(({ init }) => (init.headers as Record<string, string>)["content-type"])
    expect(types).toEqual(["application/json", undefined])
    expect(requests.map(({ init }) => init.body)).toEqual(["{}", null])
  })

  it("waits for the limits of its groups, and for no others", async () => {
    const { client, diary } = world([new Response("")])
    await client.send(request({ groups: ["b", "unlimited"] }))
    expect(diary).toEqual(["acquire seller-1 b"])
  })

  it("waits per channel where a limit is counted so, and says when it really goes out", async () => {
    const limits = [
      { group: "a", max: 1, windowMs: 1000, per: "channel" as const, asOf: "2026-01-01", source: "s" },
    ]
    const { client, diary } = world([new Response("")], { limits })
    await client.send({ ...request({ groups: ["a"] }), onSend: () => void diary.push("out") })
    expect(diary).toEqual(["acquire seller-1 chan-1 a", "out"])
  })

  it("hands over what its reader makes of the text, and its reader's error unchanged", async () => {
    const { client, requests } = world([new Response("41"), new Response("x")])
    expect(await client.send({ ...request(), read: (text) => Number(text) + 1 })).toBe(42)
    const off = new ChannelError("contract", "not a number")
    const read = () => {
      throw off
    }
    await expect(client.send({ ...request(), read })).rejects.toBe(off)
    expect(requests).toHaveLength(2)
  })
})

describe("a request that fails", () => {
  it("waits for the limits again before every attempt", async () => {
    const { client, diary } = world([status(500), status(503), new Response("ok")])
    expect(await client.send(request())).toBe("ok")
    expect(diary).toEqual([
      "acquire seller-1 a",
      "sleep 250",
      "acquire seller-1 a",
      "sleep 500",
      "acquire seller-1 a",
    ])
  })

  it("pauses its groups for everybody when they say it is too much", async () => {
    const { client, diary } = world([status(429), new Response("ok")])
    await client.send(request({ groups: ["a", "b"] }))
    expect(diary.filter((line) => line.startsWith("pause"))).toEqual([
      "pause seller-1 a 1700",
      "pause seller-1 b 1700",
    ])
  })

  it("is given up after four attempts with its last error", async () => {
    const { client, requests } = world([status(500), status(500), status(500), status(502)])
    await expect(client.send(request())).rejects.toMatchObject({ kind: "unavailable", status: 502 })
    expect(requests).toHaveLength(4)
  })

  it("is not repeated when they refused it", async () => {
    const { client, requests } = world([status(400)])
    await expect(client.send(request())).rejects.toMatchObject({ kind: "rejected" })
    expect(requests).toHaveLength(1)
  })

  it("is not repeated when it is a write whose answer was lost", async () => {
    for (const step of [failed("ECONNRESET"), status(502), new DOMException("late", "TimeoutError")]) {
      const { client, requests } = world([step])
      const write = request({ method: "POST", write: true, body: "{}" })
      await expect(client.send(write)).rejects.toMatchObject({ kind: "unknown_outcome" })
      expect(requests).toHaveLength(1)
    }
  })

  it("is repeated when it is a write that never left", async () => {
    const { client } = world([failed("ECONNREFUSED"), failed("ENOTFOUND"), new Response("ok")])
    expect(await client.send(request({ method: "POST", write: true }))).toBe("ok")
  })

  it("names the operation and the reason when there was no answer", async () => {
    const { client } = world(Array.from({ length: 4 }, () => failed("ECONNRESET")))
    await expect(client.send(request())).rejects.toMatchObject({
      kind: "unavailable",
      operation: "list",
      code: "ECONNRESET",
      message: "No answer to list (ECONNRESET)",
    })
  })

  it("stops waiting at once when the caller aborts", async () => {
    const abort = new AbortController()
    const { client, requests } = world([status(500)], { signal: abort.signal })
    abort.abort(new Error("shutting down"))
    await expect(client.send(request())).rejects.toThrow("shutting down")
    expect(requests).toHaveLength(1)
  })

  it("reports every attempt", async () => {
    const attempts: (number | null)[] = []
    const { client } = world([failed("ECONNRESET"), status(500), new Response("ok")], {
      onAttempt: (attempt) => attempts.push(attempt.status),
    })
    await client.send(request())
    expect(attempts).toEqual([null, 500, 200])
  })
})

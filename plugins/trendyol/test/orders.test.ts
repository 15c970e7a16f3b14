import type { Answer } from "./session"
import { channelErrorOf, plainFixture } from "./fixture"
import { collect, testSession, type SentRequest } from "./session"

const day = 24 * 60 * 60 * 1000
const now = 1_790_000_000_000
const page = (content: unknown[], nextCursor?: string) =>
  JSON.stringify({ hasMore: nextCursor !== undefined, nextCursor: nextCursor ?? null, size: 200, content })
const packageNumber = (id: number) => ({ ...plainFixture("package"), shipmentPackageId: id })

const open = (answer: (request: SentRequest) => Answer) => testSession(answer, { now })

describe("orders changed since a time", () => {
  it("follow the cursor with the same filters, and only the last page moves the mark", async () => {
    const pages = [page([packageNumber(3)], "c1"), page([packageNumber(2)], "c2"), page([packageNumber(1)])]
    const { channel, session, sent } = open(() => pages.shift()!)
    const read = await collect(channel.orders.changesSince(session, new Date(now - day)))
    expect(read.map(({ readThrough }) => readThrough)).toEqual([undefined, undefined, new Date(now - 2000)])
    expect(read.flatMap(({ facts }) => facts.map(({ key }) => key.split(":")[0]))).toEqual(["3", "2", "1"])
    const filters = sent[0]!.query
    expect(filters.nextCursor).toBeUndefined()
    expect(sent.slice(1).map(({ query }) => query)).toEqual([
      { ...filters, nextCursor: "c1" },
      { ...filters, nextCursor: "c2" },
    ])
    expect(sent[0]!.path).toBe("/order/sellers/4711/orders/stream")
  })

  it("are covered from the oldest package of each page, unless the stream's order is not to be relied on", async () => {
    const covered = async (newestFirst: boolean) => {
      const pages = [page([packageNumber(2)], "c1"), page([packageNumber(1)])]
      const { channel, session } = testSession(() => pages.shift()!, { now, options: { newestFirst } })
      const read = await collect(channel.orders.changesSince(session, new Date(now - day)))
      expect(channel.traits.orders.newestFirst).toBe(newestFirst)
      return read.map(({ covers }) => covers?.through)
    }
    expect(await covered(true)).toEqual([new Date(now - 2000), new Date(now - 2000)])
    expect(await covered(false)).toEqual([undefined, undefined])
  })

  it("move the mark although nothing was sold", async () => {
    const { channel, session } = open(() => page([]))
    const read = await collect(channel.orders.changesSince(session, new Date(now - 1000)))
    expect(read).toEqual([{ facts: [], readThrough: new Date(now - 2000) }])
  })

  it("ask three hours into the future, for stamps that are three hours off", async () => {
    const { channel, session, sent } = open(() => page([]))
    await collect(channel.orders.changesSince(session, new Date(now - 1000)))
    expect(sent[0]?.query).toMatchObject({
      lastModifiedStartDate: String(now - 1000),
      lastModifiedEndDate: String(now + 3 * 60 * 60 * 1000),
    })
  })

  it("reach back in windows of fourteen days without a gap, the oldest first, and never beyond the reach", async () => {
    const { channel, session, sent } = open(() => page([]))
    const read = await collect(channel.orders.changesSince(session, new Date(0)))
    const windows = sent.map(({ query }) => [
      Number(query.lastModifiedStartDate),
      Number(query.lastModifiedEndDate),
    ])
    expect(windows[0]?.[0]).toBe(now - channel.traits.orders.reachMs)
    expect(windows.every(([start, end]) => end! - start! <= 14 * day)).toBe(true)
    for (const [index, window] of windows.entries()) {
      if (index > 0) expect(window[0]).toBe(windows[index - 1]?.[1])
    }
    const marks = read.map(({ readThrough }) => readThrough!.getTime())
    expect(marks).toEqual([...marks].sort((a, b) => a - b))
    expect(marks.at(-1)).toBe(now - 2000)
  })

  it("are asked for although our clock is behind the mark", async () => {
    const { channel, session, sent } = open(() => page([]))
    await collect(channel.orders.changesSince(session, new Date(now + day)))
    expect(sent).toHaveLength(1)
    expect(sent[0]?.query.lastModifiedStartDate).toBe(String(now))
  })

  it("keep the readable packages of a page beside an unreadable one", async () => {
    const { channel, session } = open(() => page([{ odd: true }, packageNumber(1)]))
    const [read] = await collect(channel.orders.changesSince(session, new Date(now - day)))
    expect(read?.facts).toHaveLength(2)
  })

  it.each([
    ["more without a cursor", '{"hasMore":true,"content":[]}'],
    ["no content", '{"hasMore":false}'],
    ["a web page", "<html>maintenance</html>"],
  ])("do not move the mark over %s", async (_name, body) => {
    const { channel, session } = open(() => body)
    const error = await channelErrorOf(() =>
      collect(channel.orders.changesSince(session, new Date(now - day))),
    )
    expect(error.kind).toBe("contract")
  })

  it("are asked for again after a 429 and a 500, then read", async () => {
    const answers: Answer[] = [
      { status: 429, body: "too.many.requests" },
      { status: 500, body: "" },
      page([packageNumber(1)]),
    ]
    const { channel, session, sent } = open(() => answers.shift()!)
    expect(await collect(channel.orders.changesSince(session, new Date(now - day)))).toHaveLength(1)
    expect(sent).toHaveLength(3)
  })
})

describe("one order", () => {
  it("is fetched by its number, all packages of the last fourteen days", async () => {
    const { channel, session, sent } = open(() => page([packageNumber(1), packageNumber(2)]))
    expect(await channel.orders.fetch?.(session, "10700000001")).toHaveLength(2)
    expect(sent[0]).toMatchObject({
      path: "/order/sellers/4711/v2/orders",
      query: { orderNumber: "10700000001", size: "200", page: "0" },
    })
    const { startDate, endDate } = sent[0]!.query
    expect(Number(endDate) - Number(startDate)).toBe(14 * day)
  })

  it("is nothing when Trendyol does not know it", async () => {
    const { channel, session } = open(() => '{"totalElements":0,"content":[]}')
    expect(await channel.orders.fetch?.(session, "1")).toEqual([])
  })
})

describe("a seller's step", () => {
  const lines = [{ externalId: "4800000000000000007", quantity: 2 }]
  const prefix = "/order/sellers/4711/shipment-packages/3400000000000000001"
  const base = { packageExternalId: "3400000000000000001", lines }
  const wireLines = '[{"lineId":4800000000000000007,"quantity":2}]'

  it.each([
    [{ ...base, type: "pick" } as const, prefix, `{"lines":${wireLines},"params":{},"status":"Picking"}`],
    [
      { ...base, type: "invoice", invoiceNumber: "EME2026000000001" } as const,
      prefix,
      `{"lines":${wireLines},"params":{"invoiceNumber":"EME2026000000001"},"status":"Invoiced"}`,
    ],
    [
      { ...base, type: "refuse", reason: "out_of_stock" } as const,
      `${prefix}/items/unsupplied`,
      `{"lines":${wireLines},"reasonId":500}`,
    ],
  ])("keeps every digit of the line ids: %j", async (action, path, body) => {
    const { channel, session, sent } = open(() => "")
    await channel.orders.act?.(session, action)
    expect(sent[0]).toMatchObject({ method: "PUT", path, body })
  })

  it("is refused for a waiting package, whose lines have no ids", async () => {
    const { channel, session, sent } = open(() => "")
    const waiting = { ...base, type: "pick" as const, lines: [{ externalId: "MUG.BLUE", quantity: 1 }] }
    expect((await channelErrorOf(() => channel.orders.act?.(session, waiting))).kind).toBe("rejected")
    expect(sent).toEqual([])
  })
})

import { PassThrough } from "node:stream"
import { setImmediate as turn } from "node:timers/promises"
import type { MedusaResponse } from "@medusajs/framework/http"
import { fileName, sendHistory } from "../../src/api/send-history"
import type { HistoryPage } from "../../src/ledger/queries/stock-history"

const row: HistoryPage["rows"][number] = {
  kind: "figure",
  at: new Date("2026-03-01T12:00:00.000Z"),
  desired: 5,
  desired_before: null,
  reason: {},
}

/** A history of so many pages, and how many of them were asked for. */
function historyOf(pages: number, fail: number = Infinity) {
  const read = { pages: 0 }
  const readPage = (): Promise<HistoryPage> => {
    read.pages += 1
    if (read.pages > fail) return Promise.reject(new Error("The database went away."))
    const next = read.pages < pages ? { until: "2026-03-01T12:00:00.000Z", positions: {} } : null
    return Promise.resolve({ rows: Array.from({ length: 500 }, () => row), next, knownSince: new Date(0) })
  }
  return { read, readPage }
}

function answer() {
  const headers: Record<string, string> = {}
  const stream = new PassThrough()
  const setHeader = (name: string, value: string) => (headers[name] = value)
  // Of a response only its stream and headers are used.
  const response = Object.assign(stream, { setHeader }) as unknown as MedusaResponse
  return { headers, stream, response }
}

const untilQuiet = async () => {
  for (let round = 0; round < 50; round += 1) await turn()
}

describe("a history that is sent as a file", () => {
  it("is read from the database no faster than the reader takes it", async () => {
    const { read, readPage } = historyOf(100)
    const { headers, stream, response } = answer()
    const sent = sendHistory(response, "history-8690/1", readPage)
    await untilQuiet()
    expect(read.pages).toBeLessThan(10)
    expect(headers["content-disposition"]).toBe(`attachment; filename="history-8690-1.csv"`)

    let lines = 0
    for await (const chunk of stream) lines += String(chunk).split("\n").length - 1
    await sent
    expect(read.pages).toBe(100)
    expect(lines).toBe(1 + 100 * 500)
  })

  it("ends quietly when nobody reads any more", async () => {
    const { read, readPage } = historyOf(1_000)
    const { stream, response } = answer()
    const sent = sendHistory(response, "history", readPage)
    await untilQuiet()
    stream.destroy()
    await sent
    expect(read.pages).toBeLessThan(10)
  })

  it("breaks off when it cannot go on, so that half a file is not taken for a whole one", async () => {
    const { stream, response } = answer()
    const sent = sendHistory(response, "history", historyOf(1_000, 2).readPage)
    stream.resume()
    await expect(sent).rejects.toThrow("The database went away.")
    expect(stream.errored).not.toBeNull()
  })

  it("is named as every system takes it", () => {
    expect(fileName('a"b/../c\r\nd')).toBe("a-b-c-d.csv")
  })
})

import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import type { MedusaResponse } from "@medusajs/framework/http"
import type { HistoryPage } from "../ledger/queries/stock-history"
import { csvHead, csvLine } from "../ledger/queries/stock-history-csv"
import type { Cursor } from "../ledger/queries/stock-history-merge"

/** So many rows are in memory at a time. */
const rowsPerPage = 500

type ReadPage = (page: { before?: Cursor; limit: number }) => Promise<HistoryPage>

/**
 * Sends a history as a file, page by page: the next page is asked for when the reader has taken the last one, so that a long
 * history costs no more memory than a short one. What fails on the way breaks the transfer off, so that nobody takes half a
 * file for a whole one.
 */
export async function sendHistory(response: MedusaResponse, name: string, readPage: ReadPage): Promise<void> {
  // The first page decides whether there is a file at all.
  const first = await readPage({ limit: rowsPerPage })
  response.setHeader("content-type", "text/csv; charset=utf-8")
  response.setHeader("content-disposition", `attachment; filename="${fileName(name)}"`)
  response.setHeader("cache-control", "no-store")
  try {
    await pipeline(Readable.from(chunks(first, readPage)), response)
  } catch (error) {
    if (!isReaderGone(error)) throw error
  }
}

async function* chunks(first: HistoryPage, readPage: ReadPage): AsyncGenerator<string> {
  yield csvHead
  for (let page = first; ; page = await readPage({ before: page.next, limit: rowsPerPage })) {
    yield page.rows.map(csvLine).join("")
    if (page.next === null) return
  }
}

const isReaderGone = (error: unknown) =>
  typeof error === "object" &&
  error !== null &&
  "code" in error &&
  error.code === "ERR_STREAM_PREMATURE_CLOSE"

/** Pure: what every system takes as the name of a file. */
export const fileName = (name: string) => `${name.replace(/[^a-zA-Z0-9_-]+/g, "-").slice(0, 80)}.csv`

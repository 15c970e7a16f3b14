import { ChannelError, type InboxFact, type OrderPage, type PackageAction } from "@serai/channels/contract"
import { TrendyolClient, type TrendyolSession } from "./client"
import { packageFact } from "./mapper"

const hourMs = 60 * 60 * 1000
const dayMs = 24 * hourMs

/** "Three months back": 89 days is the shortest three months can be. */
export const orderReachMs = 89 * dayMs

/** The widest span one query may cover. */
const windowMs = 14 * dayMs

/**
 * Query dates are "milliseconds, GMT+3", and whether lastModifiedDate is shifted like orderDate is not said. Asking three
 * hours into the future finds the newest packages under either reading.
 */
const zoneMarginMs = 3 * hourMs

/** How far our clock may run ahead of Trendyol's before the read mark promises too much. */
const clockMarginMs = 2_000

const pageSize = 200

/**
 * Scans the stream from `since` in windows of at most 14 days, oldest window first. Inside a window the newest packages come
 * first ("order fixed: lastModifiedDate descending"), so only the last page of a window ends it, and every page of the newest
 * window covers all from its oldest package until now.
 *
 * The mark is our clock before the first request, less a margin, not the newest date seen: an account without sales must
 * advance too. What a faster clock of ours or their late indexing hides is read again thanks to `traits.orders.overlapMs`.
 * A package modified during a scan moves ahead of the first page and gets a date after the mark: the next scan finds it, and
 * the engine makes that scan at once when there was more than one page of the newest window.
 */
export async function* changesSince(
  session: TrendyolSession,
  since: Date,
  { newestFirst }: { newestFirst: boolean },
): AsyncGenerator<OrderPage> {
  const now = session.runtime.now()
  const end = now + zoneMarginMs
  let start = Math.min(Math.max(since.getTime(), now - orderReachMs), now)
  while (start < end) {
    const windowEnd = Math.min(start + windowMs, end)
    const readThrough = Math.min(windowEnd, now - clockMarginMs)
    yield* scan(session, { start, end: windowEnd, readThrough, covers: newestFirst && windowEnd === end })
    start = windowEnd
  }
}

interface Window {
  start: number
  end: number
  readThrough: number
  /** Does each page bring everything from its oldest package until now? */
  covers: boolean
}

async function* scan(session: TrendyolSession, window: Window): AsyncGenerator<OrderPage> {
  const client = new TrendyolClient(session)
  const filters = { lastModifiedStartDate: window.start, lastModifiedEndDate: window.end, size: pageSize }
  let nextCursor: string | null = null
  do {
    const page = await client.orderStream({ ...filters, ...(nextCursor !== null && { nextCursor }) })
    nextCursor = page.hasMore === true ? page.nextCursor : null
    const facts = page.content.map(packageFact)
    const oldest = window.covers ? facts.at(-1)?.occurredAt : undefined
    yield {
      facts,
      ...(nextCursor === null && { readThrough: new Date(window.readThrough) }),
      ...(oldest && { covers: { from: oldest, through: new Date(window.readThrough) } }),
    }
  } while (nextCursor !== null)
}

/** All packages of one order as they are now. The list answers for the last seven days unless told otherwise. */
export async function fetchOrder(session: TrendyolSession, orderNumber: string): Promise<InboxFact[]> {
  const endDate = session.runtime.now() + zoneMarginMs
  const page = await new TrendyolClient(session).orderList({
    orderNumber,
    startDate: endDate - windowMs,
    endDate,
    orderByField: "PackageLastModifiedDate",
    orderByDirection: "DESC",
    page: 0,
    size: pageSize,
  })
  return page.content.map(packageFact)
}

/** developers.trendyol.com/docs, order section, "unsupplied": 503 does not exist. */
const refusalReasonIds = { out_of_stock: 500, defective: 501, wrong_price: 502 } as const

/** Picking must come before Invoiced; refusing cancels the package and puts its other lines into a new one. */
export async function actOnPackage(session: TrendyolSession, action: PackageAction): Promise<void> {
  const client = new TrendyolClient(session)
  const lines = linesJson(action)
  const id = action.packageExternalId
  switch (action.type) {
    case "pick":
      return client.updatePackage(id, `{"lines":${lines},"params":{},"status":"Picking"}`)
    case "invoice": {
      const params = JSON.stringify({ invoiceNumber: action.invoiceNumber })
      return client.updatePackage(id, `{"lines":${lines},"params":${params},"status":"Invoiced"}`)
    }
    case "refuse":
      return client.unsupplied(id, `{"lines":${lines},"reasonId":${refusalReasonIds[action.reason]}}`)
  }
}

/** Line ids are JSON numbers that may exceed 2^53, so they are written digit for digit. */
function linesJson({ lines, packageExternalId }: PackageAction): string {
  const items = lines.map(({ externalId, quantity }) => {
    if (/^\d+$/.test(externalId)) return `{"lineId":${externalId},"quantity":${quantity}}`
    throw new ChannelError(
      "rejected",
      `Package ${packageExternalId} has no line ids yet: it waits for its payment check`,
    )
  })
  return `[${items.join(",")}]`
}

import { equalDecimals, type Logger, type PriceWrite } from "../../contract"
import { followPushes } from "../pushes/follow"
import { disownInterrupted, maxOpenPushes, pushWindowMs, sendPush } from "../pushes/send"
import type { OpenChannel } from "../sessions"
import type { Price, PriceLedger } from "./price-ledger"

/** The lane of prices. It has jobs of its own, so that nothing of stock ever stands behind it. */
export type PriceTask = "push-prices" | "settle-prices"

export interface PriceDependencies {
  prices: PriceLedger
  log: Logger
  enqueue: (task: PriceTask, channelId: string) => Promise<void>
}

/** Adds what a channel's prices were left with: something due, or an answer that is out. */
export async function resumePrices(
  { prices, enqueue }: Pick<PriceDependencies, "prices" | "enqueue">,
  channelId: string,
): Promise<void> {
  const open = await prices.openPushes(channelId)
  if (open.length > 0) await enqueue("settle-prices", channelId)
  const interrupted = open.some((push) => push.state === "sending")
  if (interrupted || (await prices.hasDue(channelId))) await enqueue("push-prices", channelId)
}

export function priceJobs(
  dependencies: PriceDependencies,
): Record<PriceTask, (open: OpenChannel) => Promise<void>> {
  const { enqueue, prices } = dependencies
  return {
    "push-prices": (open) => pushPrices(dependencies, open),
    "settle-prices": (open) =>
      settlePrices(dependencies, open, async () => {
        if (await prices.hasDue(open.channel.id)) await enqueue("push-prices", open.channel.id)
      }),
  }
}

/** Sends what is due, window by window, until nothing is, or enough answers are out: whoever settles them pushes on. */
async function pushPrices({ prices, log, enqueue }: PriceDependencies, open: OpenChannel): Promise<void> {
  const { channel, provider, session } = open
  const port = provider.prices
  const { price } = provider.traits
  if (!port || !price) return
  const onSent = () => enqueue("settle-prices", channel.id)
  if (await disownInterrupted(prices, await prices.openPushes(channel.id))) await onSent()
  const limits = { items: price.batch.max, identicalWithinMs: price.identicalWriteWindowMs }
  const write = (writes: PriceWrite[]) => port.write(session, writes)
  while (channel.state === "active" && (await prices.openPushes(channel.id)).length < maxOpenPushes) {
    const push = await prices.claim(channel.id, limits)
    if (!push) return
    await sendPush({ ledger: prices, log }, open, { ...push, write })
    await onSent()
    await session.runtime.sleep(pushWindowMs, session.signal)
  }
}

async function settlePrices(
  { prices, log }: PriceDependencies,
  open: OpenChannel,
  onSettled: () => Promise<void>,
): Promise<void> {
  const { provider, session } = open
  const port = provider.prices
  const traits = provider.traits.price
  if (!port || !traits) return
  const arrived = async (items: { external_id: string; value: Price }[]) => {
    const rows = await port.read(
      session,
      items.map((item) => item.external_id),
    )
    const shown = new Map(rows.map((row) => [row.externalId, row]))
    return items.filter(({ external_id, value }) => isShown(value, shown.get(external_id)))
  }
  await followPushes({ ledger: prices, log, port, traits, arrived }, open, onSettled)
}

const isShown = (wanted: Price, shown: PriceWrite | undefined): boolean =>
  shown !== undefined &&
  equalDecimals(shown.salePrice, wanted.sale_price) &&
  equalDecimals(shown.listPrice, wanted.list_price)

import type { ChannelProvider, OrderPage } from "@serai/channels/contract"
import type { LineTarget } from "@serai/channels/engine/orders/plan-reservations"
import type { OpenChannel } from "@serai/channels/engine/sessions"
import type { StockLedger } from "@serai/channels/engine/stock/stock-ledger"
import type { Wiring } from "./strategies"

/**
 * Mistakes one could make, planted into the wiring to see whether the checks find them. The engine's own code has no
 * switch for any of them.
 */
export const plants = {
  /** Figures go out whether or not orders were read. */
  "gate-off": {
    stock: (stock) => ({
      ...stock,
      gate: () => Promise.resolve("open"),
      claim: unasked(stock),
    }),
  },

  /** The read mark and the reading count before a single page is stored. */
  "mark-early": {
    facts: (facts) => ({
      ...facts,
      readMark: async (channelId) => {
        const mark = await facts.readMark(channelId)
        await facts.recordReading(channelId, await facts.now())
        return mark
      },
    }),
    open: (open) => ({ ...open, provider: withMarkFirst(open) }),
  },

  /** A write whose answer was lost is sent again without a look. */
  "blind-retry": {
    stock: (stock) => ({
      ...stock,
      recordFailure: (pushId, failure) => stock.recordFailure(pushId, { ...failure, lost: false }),
    }),
  },

  /** A component that several lines of an order share is reserved for the first of them only. */
  "unsummed-kit": { targets: countingSharedOnce },

  /** The figure is written first, and the orders are read afterwards. */
  "raise-before-read": {
    stock: (stock, enqueue) => ({
      ...stock,
      gate: async (channelId, freshnessMs) => {
        const gate = await stock.gate(channelId, freshnessMs)
        if (gate === "unread") await enqueue("pull-orders", channelId)
        return "open"
      },
      claim: unasked(stock),
    }),
  },
} as const satisfies Record<string, Wiring>

export type PlantName = keyof typeof plants

export const plantNames = Object.keys(plants) as PlantName[]

/** A claim that does not ask the gate once more. */
function unasked(stock: StockLedger): StockLedger["claim"] {
  return (channelId, request) => stock.claim(channelId, { ...request, freshnessMs: undefined })
}

/** The first page says that everything until now was read. */
function withMarkFirst({ provider, session }: OpenChannel): ChannelProvider {
  const { orders } = provider
  const changesSince: ChannelProvider["orders"]["changesSince"] = async function* (own, since) {
    yield { facts: [], readThrough: new Date(session.runtime.now()) } satisfies OrderPage
    yield* orders.changesSince(own, since)
  }
  return Object.create(provider, {
    orders: { value: { ...orders, changesSince } },
  }) as ChannelProvider
}

function countingSharedOnce(targets: LineTarget[]): LineTarget[] {
  const counted = new Set<string>()
  return targets.map((target) => {
    const components = target.components.filter(({ inventoryItemId }) => !counted.has(inventoryItemId))
    for (const { inventoryItemId } of components) counted.add(inventoryItemId)
    return { ...target, components }
  })
}

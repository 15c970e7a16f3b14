/// <reference types="jest" />
import type { ChannelProvider } from "../contract"
import { bodyCases } from "./cases/bodies"
import { connectCases } from "./cases/connect"
import { listingCases } from "./cases/listings"
import { offerCases } from "./cases/offers"
import { orderCases } from "./cases/orders"
import { priceCases } from "./cases/prices"
import { stockCases } from "./cases/stock"
import { weatherCases } from "./cases/weather"
import { webhookCases } from "./cases/webhooks"
import type { ConformanceCase, ConformanceWorld } from "./world"

export const conformanceCases: Record<string, ConformanceCase[]> = {
  connecting: connectCases,
  "orders in": orderCases,
  "order bodies": bodyCases,
  "stock out": stockCases,
  "prices out": priceCases,
  "on and off sale": offerCases,
  "bad weather": weatherCases,
  listings: listingCases,
  webhooks: webhookCases,
}

export interface ChannelUnderTest {
  /** Any instance: what it offers decides which cases apply. */
  provider: ChannelProvider
  /** A fresh world per case. */
  sandbox: () => Promise<ConformanceWorld>
  timeoutMs?: number
}

/** The rules every connector keeps, as tests of whoever provides `describe` and `it`: Jest. What a connector does not offer is shown as skipped, never left out. */
export function describeChannel(name: string, { provider, sandbox, timeoutMs }: ChannelUnderTest): void {
  describe(`${name} conforms`, () => {
    for (const [area, cases] of Object.entries(conformanceCases)) {
      describe(area, () => {
        for (const one of cases) {
          const test = one.applies?.(provider) === false ? it.skip : it
          test(one.name, () => runIn(sandbox, one), timeoutMs ?? 30_000)
        }
      })
    }
  })
}

async function runIn(sandbox: () => Promise<ConformanceWorld>, one: ConformanceCase): Promise<void> {
  const world = await sandbox()
  try {
    await one.run(world)
  } finally {
    await world.close()
  }
}

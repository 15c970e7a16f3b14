import { plants } from "../plants"
import { minuteMs } from "../scenario/scenario"
import type { Wiring } from "../strategies"

export interface Strategy {
  title: string
  wiring: Wiring
}

/** How shops keep several marketplaces in step, on the same ports and the same scenarios. */
export const strategies = {
  raw: {
    title: "a · all stock, every 15 minutes",
    wiring: { cron: { pushEveryMs: 15 * minuteMs, pullEveryMs: 4 * minuteMs, figure: "stocked" } },
  },
  net: {
    title: "b · stock less reservations every 10 minutes, orders every 4",
    wiring: { cron: { pushEveryMs: 10 * minuteMs, pullEveryMs: 4 * minuteMs, figure: "available" } },
  },
  events: { title: "c · on every event, without the gate", wiring: plants["gate-off"] },
  ours: { title: "d · Serai", wiring: {} },
} as const satisfies Record<string, Strategy>

export type StrategyName = keyof typeof strategies

export const strategyNames = Object.keys(strategies) as StrategyName[]

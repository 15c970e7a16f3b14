import type { ReplayOptions } from "../arguments"
import type { OrderSource } from "../orders/source"

/** Orders a second, at most: what two slow cores take in. */
const mostPerSecond = 1

/** A siege plays as many invoices as fit its time; the window ends where they do. */
export async function withinSiege(
  source: Pick<OrderSource, "invoices">,
  options: ReplayOptions,
): Promise<ReplayOptions> {
  if (options.siege === undefined) return options
  let left = Math.ceil((options.siege / 1_000) * mostPerSecond)
  for await (const { rows } of source.invoices(options)) {
    if (left === 0) return { ...options, to: rows[0].at }
    left -= 1
  }
  return options
}

import { followPushes } from "../pushes/follow"
import type { OpenChannel } from "../sessions"
import type { PushDependencies } from "./push"

/** Follows every open push of stock to its end; `onSettled` runs after each that ended. */
export function settlePushes(
  { stock, log }: PushDependencies,
  open: OpenChannel,
  onSettled: () => Promise<void>,
): Promise<void> {
  const { provider, session } = open
  const following = {
    ledger: stock,
    log,
    port: provider.stock,
    traits: provider.traits.stock,
    arrived: async (items: { external_id: string; value: number }[]) => {
      const rows = await provider.stock.read(
        session,
        items.map((item) => item.external_id),
      )
      const shown = new Map(rows.map((row) => [row.externalId, row.quantity]))
      return items.filter((item) => shown.get(item.external_id) === item.value)
    },
  }
  return followPushes(following, open, onSettled)
}

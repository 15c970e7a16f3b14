import type { OpenChannel } from "@serai/channels/engine/sessions"
import type { CronPush } from "../strategies"
import type { Worker } from "./worker"
import type { World } from "./world"

/**
 * What most shops run: every figure of a channel, whether it changed or not, in as few requests as its batches allow, and
 * no look at the answer. The next turn repeats it all.
 */
export async function cronPush(
  world: World,
  { step }: Worker,
  { open, figure }: { open: OpenChannel; figure: CronPush["figure"] },
): Promise<void> {
  const { channel, provider, session } = open
  const writes = await step(() =>
    world.ledger.tables.channelListings(channel.id).map((listing) => ({
      externalId: listing.externalId,
      quantity: figure === "available" ? world.publishable(listing) : world.stocked(listing),
    })),
  )
  const { max } = provider.traits.stock.batch
  for (let from = 0; from < writes.length; from += max) {
    const chunk = writes.slice(from, from + max)
    world.logClaim(channel.id, chunk, { lane: "raised", gateOpen: true, guarded: false })
    await provider.stock.write(session, chunk)
  }
}

import type { Engine } from "../engine/engine"
import { figuresOfChannels } from "../ledger/queries/channel-figures"
import type { ChannelRecord } from "../modules/channel/service"
import { channelView } from "./channel-view"
import type { ChannelView } from "./schemas/channels"

/** Channels as the API shows them, with their figures of this moment. */
export async function viewChannels(engine: Engine, channels: ChannelRecord[]): Promise<ChannelView[]> {
  const figures = await figuresOfChannels(
    engine.ledger,
    channels.map((channel) => channel.id),
  )
  const marketplaces = new Map(engine.channels.marketplaces().map((entry) => [entry.id, entry]))
  return channels.flatMap((channel) => {
    const own = figures.get(channel.id)
    if (!own) return []
    const marketplace = marketplaces.get(channel.marketplace)
    return [channelView({ channel, figures: own, marketplace, now: Date.now() })]
  })
}

/** Throws Medusa's 404 when there is no such channel. */
export async function viewChannel(engine: Engine, id: string): Promise<ChannelView> {
  const channel = await engine.channels.retrieveChannel(id)
  const [view] = await viewChannels(engine, [channel])
  if (!view) throw new Error(`The ledger has no figures for the channel ${id}.`)
  return view
}

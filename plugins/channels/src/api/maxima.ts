import type { Engine } from "../engine/engine"

/** The largest quantity of one listing that each installed marketplace takes, by its id. */
export const maxByMarketplace = ({ channels }: Engine): Record<string, number> =>
  Object.fromEntries(channels.marketplaces().map(({ id, provider }) => [id, provider.traits.stock.max]))

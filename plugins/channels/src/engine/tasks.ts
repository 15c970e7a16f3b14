/** Durable jobs that belong to one channel. Two of the same kind never run at once for one channel. */
export const channelTasks = [
  /** Read orders changed since the read mark into the inbox. */
  "pull-orders",
  /** The same for the whole overlap: finds what the marketplace listed late. */
  "sweep-orders",
  /** Turn pending inbox entries into Medusa orders and reservations. */
  "ingest",
  /** Send what is sold out or lower than before, until nothing of it is due. */
  "push-lowered",
  /** Send what is higher than before, or was never shown. */
  "push-raised",
  /** Ask for the answers of open batches, and look up writes whose answer was lost. */
  "settle",
  /** Send prices that differ from what was accepted. */
  "push-prices",
  /** Ask for the answers of open batches of prices, and look up those whose answer was lost. */
  "settle-prices",
  /** Take off sale what is sold out and ends by its rule, and put back what no longer does. */
  "push-offers",
  /** Ask for the answers of open batches of those, and look up those whose answer was lost. */
  "settle-offers",
  /** Recompute every listing of the channel, then push. */
  "compare-stock",
  /** Read what the marketplace shows, and compare it with what it accepted. */
  "read-back",
  /** Read the marketplace's own list of listings, and map the new ones. */
  "pull-listings",
  /** Reserve order lines whose listing was mapped after the order came. */
  "reserve-mapped",
  /** Make sure that the marketplace still calls us. */
  "keep-webhook",
] as const

export type ChannelTask = (typeof channelTasks)[number]

/** They leave part of the marketplace's limits to those that stock and orders wait for. */
export const patientTasks: ReadonlySet<ChannelTask> = new Set([
  "push-prices",
  "settle-prices",
  "sweep-orders",
  "read-back",
  "pull-listings",
])

/** Durable jobs of the house as a whole. */
export const houseTasks = [
  /** Recompute what dirty items' listings should show. */
  "reconcile",
  /** Bring the recipes of kits in step with what their parts are made of. */
  "follow-kits",
  /** Make coming partitions, drop expired ones. */
  "maintain",
  /** Count, take a sample, and tell people what is wrong. */
  "watch",
  /** Make the checks whose time has come. */
  "check",
  /** Count how fast items sell, for measured buffers. */
  "refresh-sales-rates",
] as const

export type HouseTask = (typeof houseTasks)[number]

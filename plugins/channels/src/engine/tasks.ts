/** Durable jobs that belong to one channel. Two of the same kind never run at once for one channel. */
export const channelTasks = [
  /** Read orders changed since the read mark into the inbox. */
  "pull-orders",
  /** Turn pending inbox entries into Medusa orders and reservations. */
  "ingest",
  /** Send what differs, sold-out first, until nothing is due. */
  "push-stock",
  /** Ask for the answers of open batches, and look up writes whose answer was lost. */
  "settle",
  /** Recompute every listing of the channel, then push. */
  "compare-stock",
  /** Read the marketplace's own list of listings, and map the new ones. */
  "pull-listings",
  /** Reserve order lines whose listing was mapped after the order came. */
  "reserve-mapped",
  /** Make sure that the marketplace still calls us. */
  "keep-webhook",
] as const

/** Durable jobs of the house as a whole. */
export const houseTasks = [
  /** Recompute what dirty items' listings should show. */
  "reconcile",
  /** Make coming partitions, drop expired ones. */
  "maintain",
] as const

export type ChannelTask = (typeof channelTasks)[number]
export type HouseTask = (typeof houseTasks)[number]

import { z } from "zod"
import { channelOrder } from "../../ledger/queries/channel-orders"

/** Null for an order that did not come from a marketplace. */
export const orderChannelAnswer = z.object({ channel_order: channelOrder.nullable() })

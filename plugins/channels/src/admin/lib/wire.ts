import type { z } from "zod"
import type * as channels from "../../api/schemas/channels"
import type * as inbox from "../../api/schemas/inbox"
import type * as listings from "../../api/schemas/listings"
import type * as orders from "../../api/schemas/orders"
import type * as pushes from "../../api/schemas/pushes"
import type * as history from "../../api/schemas/stock-history"

/** What the API answers, as it travels: the input side of its own schemas. Types only, so no schema is bundled. */
export type ChannelList = z.input<typeof channels.listChannelsAnswer>
export type Channel = z.input<typeof channels.channelView>
export type ChannelAnswer = z.input<typeof channels.channelAnswer>
export type ChannelChange = z.input<typeof channels.updateBody>
export type ConnectRequest = z.input<typeof channels.connectBody>
export type ConnectAnswer = z.input<typeof channels.connectAnswer>
export type CredentialField = z.input<typeof channels.credentialField>
export type MarketplaceList = z.input<typeof channels.marketplacesAnswer>
export type VerifyAnswer = z.input<typeof channels.verifyAnswer>
export type SyncWish = z.input<typeof channels.syncBody>["what"]

export type ListingList = z.input<typeof listings.listListingsAnswer>
export type Listing = ListingList["listings"][number]
export type ListingFilter = NonNullable<z.input<typeof listings.listListingsQuery>["filter"]>
export type ExplainAnswer = z.input<typeof listings.explainAnswer>
export type Explanation = ExplainAnswer["explanation"]
export type Standing = ExplainAnswer["standing"]
export type ExplanationAt = z.input<typeof listings.explainAtAnswer>["explanation_at"]

export type History = z.input<typeof history.historyAnswer>
export type HistoryRow = History["history"][number]
export type HistoryKind = HistoryRow["kind"]
type ItemPoint = z.input<typeof history.itemSeriesAnswer>["series"][number]
type ListingPoint = z.input<typeof history.listingSeriesAnswer>["series"][number]
/** An inventory item is shown nowhere, so its points have no figures of a listing. */
export interface HistorySeries {
  series: (ItemPoint & Partial<ListingPoint>)[]
}

export type PushList = z.input<typeof pushes.listPushesAnswer>
export type Push = PushList["pushes"][number]
export type PushDetail = z.input<typeof pushes.pushAnswer>
export type PushItem = PushDetail["items"][number]

export type InboxList = z.input<typeof inbox.listInboxAnswer>
export type InboxEntry = InboxList["entries"][number]
export type InboxState = InboxEntry["state"]
export type InboxDetail = z.input<typeof inbox.inboxEntryAnswer>["entry"]

export type ChannelOrder = NonNullable<z.input<typeof orders.orderChannelAnswer>["channel_order"]>

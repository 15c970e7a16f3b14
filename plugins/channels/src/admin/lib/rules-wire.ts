import type { z } from "zod"
import type * as rules from "../../api/schemas/rules"

export type ChannelRules = z.input<z.ZodObject<typeof rules.channelRulesView>>
export type ListingRulesAnswer = z.input<typeof rules.listingRulesAnswer>
export type ListingRulesChange = z.input<typeof rules.listingRulesBody>
/** A listing's own rules; null is the channel's. */
export type OwnRules = Omit<ListingRulesAnswer["own"], "hold" | "paused">
export type Hold = NonNullable<ListingRulesAnswer["own"]["hold"]>
export type PreviewAnswer = z.input<typeof rules.previewAnswer>
export type Preview = PreviewAnswer["preview"]
export type PreviewRow = Preview["rows"][number]

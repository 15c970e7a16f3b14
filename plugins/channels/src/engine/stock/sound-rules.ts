import { MedusaError } from "@medusajs/framework/utils"
import { findOffender, noListingRules, type KnownRules, type ListingRules } from "../../ledger/listing-rules"
import type { ChannelRecord } from "../../modules/channel/service"
import type { Engine } from "../engine"
import { cannotEnd, contradictionOf } from "./rules"

export const channelRuleNames = [
  "share_percent",
  "buffer",
  "buffer_percent",
  "buffer_mode",
  "oversell_chance",
  "minimum",
  "cap",
  "location_mode",
  "when_sold_out",
] as const

export type ChannelRules = Pick<ChannelRecord, (typeof channelRuleNames)[number]>

/** What a request gives: rules that are left out stay as they are. */
export type Given<Rules> = { [Name in keyof Rules]?: Rules[Name] | undefined }

const refused = (message: string) => new MedusaError(MedusaError.Types.INVALID_DATA, message)

/** Throws, with what to do, when a channel's rules would contradict each other or a listing's own. */
export async function requireSoundChannelRules(
  { channels, ledger }: Pick<Engine, "channels" | "ledger">,
  channel: ChannelRecord,
  given: Given<ChannelRules>,
): Promise<void> {
  const rules = overlaid<ChannelRules>(channel, given)
  const contradiction = contradictionOf(rules) ?? endRefusal(channels, channel, given.when_sold_out)
  if (contradiction !== undefined) throw refused(contradiction)
  const offender = await findOffender(ledger, channel.id, rules)
  if (!offender) return
  const why = contradictionOf(offender) ?? ""
  throw refused(`The listing "${offender.title}" has rules of its own that these contradict. ${why}`)
}

/** The rules a listing would have; throws when they contradict each other or its channel's. */
export function soundListingRules(
  { channels }: Pick<Engine, "channels">,
  { channel, known }: { channel: ChannelRecord; known: KnownRules | undefined },
  given: Given<ListingRules>,
): ListingRules {
  const rules = withoutEndedHold(overlaid(known?.rules ?? noListingRules, given))
  if (rules.hold_until === null && (given.hold_units != null || given.hold_reason != null)) {
    throw refused("A hold needs an end: give hold_until, a moment in the future.")
  }
  const contradiction =
    contradictionOf({
      share_percent: rules.share_percent ?? channel.share_percent,
      minimum: rules.minimum ?? channel.minimum,
      cap: rules.cap ?? channel.cap,
    }) ?? endRefusal(channels, channel, given.when_sold_out)
  if (contradiction !== undefined) throw refused(contradiction)
  return rules
}

function endRefusal(
  channels: Engine["channels"],
  { marketplace }: ChannelRecord,
  wanted: string | null | undefined,
): string | undefined {
  if (wanted !== "end") return undefined
  const { provider, displayName } = channels.marketplace(marketplace)
  return cannotEnd(provider, displayName)
}

function overlaid<Rules extends object>(stored: Rules, given: Given<Rules>): Rules {
  const told = Object.entries(given).filter(([, value]) => value !== undefined)
  return { ...stored, ...(Object.fromEntries(told) as Partial<Rules>) }
}

const withoutEndedHold = (rules: ListingRules): ListingRules =>
  rules.hold_until === null ? { ...rules, hold_units: null, hold_reason: null } : rules

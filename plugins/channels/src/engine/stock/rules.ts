import type { ChannelProvider } from "../../contract"

/** The rules that can stand against each other. */
export interface BoundRules {
  share_percent: number
  minimum: number
  cap: number | null
}

/** Pure: why these rules can never publish anything though each of them is sound; undefined when they can. */
export function contradictionOf({ share_percent, minimum, cap }: BoundRules): string | undefined {
  if (minimum > 0 && share_percent === 0) {
    return `A share of 0 % never reaches the minimum of ${minimum}: nothing would ever be shown. Raise the share, or set the minimum to 0.`
  }
  if (cap !== null && cap < minimum) {
    return `The cap of ${cap} is below the minimum of ${minimum}: fewer than the minimum are shown as none, so that the cap could never be kept to. Raise the cap, or lower the minimum.`
  }
  return undefined
}

/** Pure: why a marketplace cannot take off sale what is sold out; undefined when it can. */
export const cannotEnd = (provider: ChannelProvider, displayName: string): string | undefined =>
  provider.offers && provider.traits.offer
    ? undefined
    : `The connector of ${displayName} cannot take listings off sale. Let what is sold out show zero.`

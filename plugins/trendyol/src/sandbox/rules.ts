import type { SandboxClock } from "@serai/channels/sandbox-kit"

/** Where the pages leave a doubt, a switch. The defaults are the stricter reading. */
export interface SandboxRules {
  /** "present": any User-Agent will do. Only its absence is documented to be refused (docs/2-authorization). */
  userAgent: "strict" | "present"
  /** V1 paths: 410 when closed; 426 while they were being phased out (changelog). */
  v1: "closed" | "closing"
  /** Waiting orders come "with zero ids": are line ids among them? */
  waitingLineIds: "zero" | "real"
  /** `orderDate` is shifted to GMT+3; whether `lastModifiedDate` is too, no page says. */
  lastModifiedShiftMs: number
  /** Stage only: an unregistered address gets 503 (docs/3-canlı-test-ortam-bilgileri). */
  ipRegistered: boolean
  /** Does archiving count on all storefronts of the seller, or on the one that the request names? No page says. */
  archives: "seller" | "storefront"
  /** Does a buyer's cancellation raise Trendyol's own figure again? */
  restockOnCancel: boolean
}

export const strictRules: SandboxRules = {
  userAgent: "strict",
  v1: "closed",
  waitingLineIds: "zero",
  lastModifiedShiftMs: 0,
  ipRegistered: true,
  archives: "seller",
  restockOnCancel: true,
}

export interface TrendyolSandboxOptions {
  seed?: number
  port?: number
  clock?: SandboxClock
  /** How many numbers of orders, packages and lines earlier runs may have used: Trendyol never gives one twice. */
  numbersUsed?: number
  /** How long a stock batch takes; half of its items are answered after half of it. */
  settleAfterMs?: number
  /** How long a split takes. */
  splitAfterMs?: number
  /** Trendyol repeats a failed delivery every five minutes (docs/webhook-model). */
  webhookRetryMs?: number
  /** "After 13 errors" the hook becomes PASSIVE (August 2026 copy of docs/webhook-model). */
  webhookPassiveAfter?: number
  webhookConcurrency?: number
  /** How many accepted stock writes `accepted` remembers. */
  acceptedLogSize?: number
  rules?: Partial<SandboxRules>
}

export interface SandboxSettings {
  seed: number
  settleAfterMs: number
  splitAfterMs: number
  rules: SandboxRules
}

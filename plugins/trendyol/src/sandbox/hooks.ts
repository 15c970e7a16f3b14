import {
  jsonResponse,
  randomUuid,
  type Random,
  type SandboxClock,
  type WebhookDeliverer,
} from "@serai/channels/sandbox-kit"
import { z } from "zod"
import type { Storefront } from "../storefronts"
import { refuse } from "./answers"
import type { Seller } from "./catalogue"
import { packageStatuses, subscriptionName, type Package } from "./packages"

const subscribable: ReadonlySet<string> = new Set(packageStatuses.map(subscriptionName))

const hookSchema = z.object({
  url: z.url(),
  authenticationType: z.enum(["API_KEY", "BASIC_AUTHENTICATION"]),
  username: z.string().nullish(),
  password: z.string().nullish(),
  apiKey: z.string().nullish(),
  subscribedStatuses: z.array(z.string()).nullish(),
})

type HookInput = z.infer<typeof hookSchema>

export interface Hook extends HookInput {
  id: string
  seller: Seller
  /** Where the request that made it came from: a hook hears of its own storefront. */
  storefront: Storefront
  createdAt: number
  modifiedAt: number | null
  active: boolean
}

/** "At most 15 webhooks including passive ones" (docs/webhook-model). */
const mostHooks = 15
const forbiddenWords = /trendyol|dolap|localhost/i

export interface HooksOptions {
  clock: SandboxClock
  random: Random
  deliverer: WebhookDeliverer
  onWire: (one: Package) => unknown
}

/** Who wants to hear of packages, and telling them. */
export class Hooks {
  readonly #hooks = new Map<string, Hook>()

  constructor(private readonly options: HooksOptions) {}

  of(seller: Seller): Hook[] {
    return [...this.#hooks.values()].filter((hook) => hook.seller === seller)
  }

  find(seller: Seller, id: string): Hook {
    const hook = this.#hooks.get(id)
    if (hook?.seller !== seller) throw refuse("webhook.not.found", `No webhook ${id}`, 404)
    return hook
  }

  create(seller: Seller, storefront: Storefront, body: unknown): Hook {
    const input = checked(body)
    if (this.of(seller).length >= mostHooks) {
      throw refuse("webhook.limit", `A seller has at most ${mostHooks} webhooks, passive ones included`)
    }
    const { clock, random } = this.options
    const id = randomUuid(random)
    const hook = { ...input, id, seller, storefront, createdAt: clock.now(), modifiedAt: null, active: true }
    this.#hooks.set(id, hook)
    return hook
  }

  update(hook: Hook, body: unknown): void {
    Object.assign(hook, checked(body), { modifiedAt: this.options.clock.now() })
  }

  setActive(hook: Hook, active: boolean): void {
    hook.active = active
    hook.modifiedAt = this.options.clock.now()
  }

  /** The marketplace lost its patience with the receiver. */
  giveUp(id: string): void {
    const hook = this.#hooks.get(id)
    if (hook) this.setActive(hook, false)
  }

  remove(hook: Hook): void {
    this.#hooks.delete(hook.id)
    this.options.deliverer.forget(hook.id)
  }

  /** The full package in the list's envelope, as it is now, to everyone who subscribed to its state. */
  tell(changed: Package): void {
    const listening = this.of(changed.order.seller).filter((hook) => wants(hook, changed))
    if (listening.length === 0) return
    const content = [this.options.onWire(changed)]
    const { body } = jsonResponse(200, { totalElements: 1, totalPages: 1, page: 0, size: 1, content })
    for (const hook of listening) {
      this.options.deliverer.deliver({ id: hook.id, url: hook.url, headers: secretOf(hook) }, body)
    }
  }
}

function wants(hook: Hook, changed: Package): boolean {
  if (!hook.active || hook.storefront !== changed.order.storefront) return false
  const statuses = hook.subscribedStatuses
  return !statuses?.length || statuses.includes(subscriptionName(changed.status))
}

/** "sent to you as header x-api-key"; no signature exists (docs/webhook-model). */
function secretOf(hook: Hook): Record<string, string> {
  if (hook.authenticationType === "API_KEY") return { "x-api-key": hook.apiKey ?? "" }
  const credentials = Buffer.from(`${hook.username ?? ""}:${hook.password ?? ""}`).toString("base64")
  return { authorization: `Basic ${credentials}` }
}

function checked(body: unknown): HookInput {
  const parsed = hookSchema.safeParse(body)
  if (!parsed.success) throw refuse("webhook.invalid", z.prettifyError(parsed.error))
  const input = parsed.data
  if (forbiddenWords.test(input.url)) {
    throw refuse("webhook.url.invalid", "The url must not contain Trendyol, Dolap or Localhost")
  }
  if (input.authenticationType === "API_KEY" && !input.apiKey) {
    throw refuse("webhook.apiKey.required", "API_KEY needs apiKey")
  }
  if (input.authenticationType === "BASIC_AUTHENTICATION" && !(input.username && input.password)) {
    throw refuse("webhook.credentials.required", "BASIC_AUTHENTICATION needs username and password")
  }
  const unknown = input.subscribedStatuses?.find((status) => !subscribable.has(status))
  if (unknown !== undefined) throw refuse("webhook.status.invalid", `Unknown status ${unknown}`)
  return input
}

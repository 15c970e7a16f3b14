import {
  Faults,
  realClock,
  seededRandom,
  WebhookDeliverer,
  type SandboxClock,
} from "@serai/channels/sandbox-kit"
import { AcceptedLog } from "./accepted-log"
import { Batches } from "./batches"
import { Catalogue } from "./catalogue"
import { Hooks } from "./hooks"
import { OrderBook } from "./order-book"
import { packageOnWire } from "./package-wire"
import { StockBatches } from "./stock-batches"
import { strictRules, type SandboxSettings, type TrendyolSandboxOptions } from "./rules"

/** Everything a simulated Trendyol knows. Kept in memory only. */
export interface Marketplace {
  clock: SandboxClock
  faults: Faults
  settings: SandboxSettings
  catalogue: Catalogue
  orders: OrderBook
  batches: Batches
  stockBatches: StockBatches
  hooks: Hooks
  deliverer: WebhookDeliverer
  accepted: AcceptedLog
  /** Requests refused because a documented limit was used up, by endpoint; a storm's refusals are not among them. */
  overLimit: Map<string, number>
}

const fiveMinutes = 5 * 60_000

export function createMarketplace(options: TrendyolSandboxOptions): Marketplace {
  const seed = options.seed ?? 1
  const clock = options.clock ?? realClock()
  const faults = new Faults(seed, clock)
  const random = seededRandom(`${seed} ids`)
  const accepted = new AcceptedLog(options.acceptedLogSize ?? 100_000)
  const settings: SandboxSettings = {
    seed,
    settleAfterMs: options.settleAfterMs ?? 150,
    splitAfterMs: options.splitAfterMs ?? 300,
    rules: { ...strictRules, ...options.rules },
  }
  const deliverer = new WebhookDeliverer({
    clock,
    faults,
    retryMs: options.webhookRetryMs ?? fiveMinutes,
    passiveAfter: options.webhookPassiveAfter ?? 13,
    onPassive: (id) => hooks.giveUp(id),
    ...(options.webhookConcurrency !== undefined && { concurrency: options.webhookConcurrency }),
  })
  const hooks = new Hooks({ clock, random, deliverer, onWire: (one) => packageOnWire(one, settings) })
  const orders = new OrderBook(clock, (changed) => hooks.tell(changed), options.numbersUsed)
  const batches = new Batches({ clock, random, faults, settleAfterMs: settings.settleAfterMs })
  const stockBatches = new StockBatches(accepted)
  const [catalogue, overLimit] = [new Catalogue(), new Map<string, number>()]
  return {
    clock,
    faults,
    settings,
    catalogue,
    orders,
    batches,
    stockBatches,
    hooks,
    deliverer,
    accepted,
    overLimit,
  }
}

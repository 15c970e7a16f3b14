import type { StockWrite } from "@serai/channels/contract"
import type { StockLane } from "@serai/channels/engine/stock/stock-ledger"
import { noRules, sumUp, type PublishRules } from "@serai/channels/ledger/queries/publishable"
import { Chance } from "../chance"
import type { Counts, Entry } from "../history"
import { MemoryLedger } from "../ledger/memory-ledger"
import type { Listing } from "../ledger/rows"
import { StockDesk } from "../marketplace/batches"
import { Marketplace } from "../marketplace/marketplace"
import { Network } from "../marketplace/network"
import type { ChannelPlan, Scenario, VariantPlan } from "../scenario/scenario"
import type { Scheduler } from "../scheduler"
import { Books } from "./books"
import { ItemLocks } from "./locks"
import { Shelves } from "./shelves"

/** What the world tells those who work in it. */
export interface WorldEvents {
  onDirty(): void
  onStored(channelId: string): void
  /** A webhook has arrived. */
  onWebhook(channelId: string): boolean
}

/** Everything that outlives a process: Medusa's rows, the ledger's, and the marketplaces. */
export class World {
  readonly entries: Entry[] = []
  readonly counts: Counts = { calls: {}, faults: {}, crashes: 0, pushes: 0 }
  readonly shelves: Shelves
  readonly books: Books
  readonly locks = new ItemLocks()
  readonly ledger: MemoryLedger
  readonly network: Network
  readonly desks = new Map<string, StockDesk>()
  /** When the last run of a job that succeeded began. */
  readonly lastRuns = new Map<string, number>()
  readonly claims = new WeakMap<StockWrite[], number>()
  /** From here on nobody buys or cancels, and nothing goes wrong any more. */
  readonly quietFrom: number
  readonly #plans: Map<string, ChannelPlan>
  readonly #variants: Map<string, VariantPlan>
  readonly #listingsOfItem = new Map<string, Listing[]>()

  constructor(
    readonly scenario: Scenario,
    readonly scheduler: Scheduler,
    private readonly events: WorldEvents,
  ) {
    this.#plans = new Map(scenario.channels.map((plan) => [plan.id, plan]))
    this.#variants = new Map(scenario.variants.map((variant) => [variant.id, variant]))
    this.shelves = new Shelves((item) => this.ledger.markItemDirty(item))
    this.books = new Books((_channelId, listing) => listing)
    this.ledger = new MemoryLedger(
      {
        desiredOf: (listing) => this.publishable(listing),
        listingsOfItem: (item) => this.#listingsOfItem.get(item) ?? [],
      },
      () => scheduler.now,
      events,
    )
    const { network } = scenario
    const opening = scheduler.now
    this.quietFrom = opening + scenario.busyMs
    const faults = scenario.faults.map((fault) => ({
      ...fault,
      from: opening + fault.from,
      to: opening + fault.to,
    }))
    const weather = { network, faults, counts: this.counts }
    this.network = new Network(scheduler, new Chance(`network ${chanceOf(scenario)}`), weather)
    this.#addListings()
    for (const plan of scenario.channels) this.desks.set(plan.id, this.#desk(plan))
  }

  log(entry: Entry): void {
    this.entries.push(entry)
  }

  plan(channelId: string): ChannelPlan {
    const plan = this.#plans.get(channelId)
    if (!plan) throw new Error(`There is no channel ${channelId}.`)
    return plan
  }

  desk(channelId: string): StockDesk {
    const desk = this.desks.get(channelId)
    if (!desk) throw new Error(`There is no channel ${channelId}.`)
    return desk
  }

  /** Every listing bears its variant's name. */
  recipe(variantId: string): Record<string, number> {
    return this.#variants.get(variantId)?.recipe ?? {}
  }

  publishable({ channelId, variantId }: Listing): number {
    const plan = this.plan(channelId)
    const stock = this.shelves.componentStock(this.recipe(variantId), plan.locations)
    return sumUp(stock, rulesOf(plan)).publishable
  }

  /** What lies on the shelves, whoever it belongs to. */
  stocked({ channelId, variantId }: Listing): number {
    const stock = this.shelves.componentStock(this.recipe(variantId), this.plan(channelId).locations)
    return Math.max(0, sumUp(stock, noRules).on_hand)
  }

  /** A request is about to be made of these figures. */
  logClaim(
    channel: string,
    writes: StockWrite[],
    how: { lane: StockLane; gateOpen: boolean; guarded: boolean },
  ): void {
    this.counts.pushes += 1
    const claim = this.counts.pushes
    this.claims.set(writes, claim)
    const figures = writes.map(({ externalId, quantity }) => ({ listing: externalId, quantity }))
    this.log({ at: this.scheduler.now, kind: "claim", channel, claim, writes: figures, ...how })
  }

  #addListings(): void {
    let id = 0
    for (const { id: channelId } of this.scenario.channels) {
      for (const variant of this.scenario.variants) {
        id += 1
        const listing = { id, channelId, externalId: variant.id, variantId: variant.id }
        this.ledger.tables.addListing(listing)
        for (const item of Object.keys(variant.recipe)) {
          this.#listingsOfItem.set(item, [...(this.#listingsOfItem.get(item) ?? []), listing])
        }
      }
    }
  }

  #desk(plan: ChannelPlan): StockDesk {
    const { scheduler, scenario } = this
    const chance = new Chance(`marketplace ${chanceOf(scenario)} ${plan.id}`)
    const marketplace = new Marketplace(plan, {
      now: () => scheduler.now,
      chance,
      log: (entry) => this.log(entry),
      announce: (fact) => {
        const { webhooks } = plan
        if (!webhooks || chance.happens(webhooks.lost)) return
        const times = chance.happens(webhooks.twice) ? 2 : 1
        for (let time = 0; time < times; time += 1) {
          scheduler.after(chance.between(webhooks.delayMs), () => {
            if (this.events.onWebhook(plan.id)) this.ledger.store(plan.id, [fact])
          })
        }
      },
    })
    return new StockDesk(marketplace, scheduler, chance)
  }
}

/** What every sequence of chance begins with. */
export const chanceOf = ({ seed, noise }: Scenario) => `${seed}.${noise}`

const rulesOf = (plan: ChannelPlan): PublishRules => ({
  ...noRules,
  location_mode: plan.locationMode,
  share_percent: plan.sharePercent,
  buffer: plan.buffer,
  cap: plan.cap,
})

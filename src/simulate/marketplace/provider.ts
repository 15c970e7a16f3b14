import {
  ChannelProvider,
  type ChannelTraits,
  type ConnectPort,
  type HttpRequest,
  type OrderPage,
  type OrdersPort,
  type Session,
  type StockPort,
  type StockWrite,
} from "@serai/channels/contract"
import { z } from "zod"
import { hourMs, minuteMs, type ChannelPlan } from "../scenario/scenario"
import type { StockDesk } from "./batches"
import type { Window } from "./marketplace"
import type { Caller, Network } from "./network"

/** The way a request takes to the network: it may have to wait for a limit before it goes out. */
const knock: HttpRequest<undefined> = {
  operation: "orders",
  method: "GET",
  path: "/orders",
  groups: [],
  write: false,
  read: () => undefined,
}

const credentials = z.object({})
type None = z.infer<typeof credentials>

export interface ProviderWiring {
  network: Network
  desk: StockDesk
  caller: Caller
  /** The number under which a request was taken from the ledger. */
  claimOf: (items: StockWrite[]) => number
  now: () => number
}

/** The connector of a simulated marketplace: the contract, and no HTTP. */
export class SimulatedProvider extends ChannelProvider<None> {
  static override identifier = "simulated"
  static override displayName = "Simulated"

  readonly traits: ChannelTraits
  /** When the marketplace was asked for the first page of the reading that is under way, or of the last one. */
  listRequestedAt = 0

  constructor(private readonly wiring: ProviderWiring) {
    super()
    this.traits = traitsOf(wiring.desk.marketplace.plan)
  }

  account() {
    return this.wiring.desk.marketplace.plan.id
  }

  transport() {
    return { baseUrl: "simulated://", headers: {} }
  }

  readFailure(): never {
    throw new Error("A simulated marketplace speaks no HTTP.")
  }

  readonly connect: ConnectPort<None> = {
    credentials,
    verify: async () => Promise.resolve({ account: this.account(), currency: "EUR" }),
  }

  readonly orders: OrdersPort<None> = {
    changesSince: (session, since) => this.#pages(session, since.getTime()),
    read: (body) => this.wiring.desk.marketplace.read(body),
  }

  readonly stock: StockPort<None> = {
    write: (_session, items) => {
      const claim = this.wiring.claimOf(items)
      return this.#send("write", (late) => this.wiring.desk.write(items, { claim, late }))
    },
    read: (_session, ids) =>
      this.#send("read", () => {
        const { shown } = this.wiring.desk.marketplace
        return ids.map((externalId) => ({ externalId, quantity: shown.get(externalId) ?? 0 }))
      }),
    settle: (_session, batch) =>
      this.#send("settle", () => this.wiring.desk.settle(batch, this.traits.stock.settleWithinMs)),
  }

  async *#pages(session: Session<None>, since: number): AsyncGenerator<OrderPage> {
    const { marketplace } = this.wiring.desk
    const { newestFirst, pagePauseMs } = marketplace.plan
    await session.http.send(knock)
    let through: Date | undefined
    let after: Window["after"] = null
    do {
      const page = await this.#send("list", () => {
        if (!through) this.listRequestedAt = this.wiring.now()
        return { ...marketplace.list({ since, after }), time: marketplace.time }
      })
      const { facts, next, oldest } = page
      through ??= new Date(page.time)
      const covers = newestFirst && Number.isFinite(oldest) && { from: new Date(oldest), through }
      yield { facts, ...(next === null && { readThrough: through }), ...(covers && { covers }) }
      after = next
      if (after !== null) await session.runtime.sleep(pagePauseMs)
    } while (after !== null)
  }

  #send<T>(kind: "list" | "write" | "read" | "settle", act: (late: boolean) => T): Promise<T> {
    const { network, desk, caller } = this.wiring
    return network.send(caller, { channel: desk.marketplace.plan, kind, act })
  }
}

/** What the items of one batch take beside each other. */
const carryOutMs = 2_000

const traitsOf = (plan: ChannelPlan): ChannelTraits => ({
  stock: {
    batch: { max: plan.batchMax, per: "account" },
    answer: plan.answer,
    write: plan.write,
    ownDecrement: "yes",
    max: 20_000,
    identicalWriteWindowMs: plan.identicalWithinMs,
    settleWithinMs: 10 * minuteMs,
    landsWithinMs: plan.landsWithinMs + (plan.answer === "batch" ? plan.batchMs[1] + carryOutMs : 0),
  },
  orders: { overlapMs: plan.overlapMs, reachMs: 14 * 24 * hourMs, newestFirst: plan.newestFirst },
  webhooks: plan.webhooks ? "signed" : "none",
  limits: [],
})

import type { HttpRequest, Logger, Runtime, Session } from "@serai/channels/contract"
import type { OpenChannel } from "@serai/channels/engine/sessions"
import type { Chance } from "../chance"
import { SimulatedProvider } from "../marketplace/provider"
import { asError } from "../scheduler"
import type { Crash } from "../scenario/scenario"
import { asRecord } from "./channel-record"
import type { World } from "./world"

/** Who decides about life and death: the n-th step of all is the one that kills. */
export interface Fate {
  next(): Crash | undefined
  onCrash(worker: Worker, crash: Crash): void
}

const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

const limitedRequests = 0.05
const longestWaitMs = 5_000
const quickSteps = 0.5
const slowSteps = 0.003

/** Jobs side by side, as in `engine/runner.ts`. */
export const concurrency = 16

/**
 * One process of the engine. It may die at every step it takes; then what it waits for never comes, and whoever is started
 * in its place knows nothing of it.
 */
export class Worker {
  alive = true
  running = 0
  readonly #channels = new Map<string, OpenChannel>()
  readonly log = silent
  readonly providers = new Map<string, SimulatedProvider>()

  constructor(
    readonly number: number,
    private readonly world: World,
    private readonly chance: Chance,
    private readonly fate: Fate,
  ) {}

  /** One atomic step, done at once; its end is noticed a little later. */
  readonly step = <T>(act: () => T): Promise<T> => {
    if (!this.alive) return never()
    const crash = this.fate.next()
    if (crash?.before) return this.#die(crash)
    let value: T
    try {
      value = act()
    } catch (error) {
      return Promise.reject(asError(error))
    }
    if (crash) return this.#die(crash)
    const dice = this.chance.random()
    if (dice < quickSteps) return Promise.resolve(value)
    return this.#later(dice > 1 - slowSteps ? this.chance.random() * 1_500 : this.chance.random() * 4, value)
  }

  #die<T>(crash: Crash): Promise<T> {
    this.fate.onCrash(this, crash)
    return never()
  }

  #later<T>(ms: number, value: T): Promise<T> {
    return new Promise((resolve) => {
      this.world.scheduler.after(ms, () => {
        if (this.alive) resolve(value)
      })
    })
  }

  open(channelId: string): OpenChannel {
    const known = this.#channels.get(channelId)
    if (known) return known
    const { world } = this
    const provider = new SimulatedProvider({
      network: world.network,
      desk: world.desk(channelId),
      caller: this,
      claimOf: (items) => world.claims.get(items) ?? 0,
      now: () => world.scheduler.now,
    })
    const position = world.scenario.channels.findIndex(({ id }) => id === channelId)
    const channel = asRecord(world.plan(channelId), position)
    const open: OpenChannel = { channel, provider, session: this.#session(channelId) }
    this.providers.set(channelId, provider)
    this.#channels.set(channelId, open)
    return open
  }

  #session(channelId: string): Session {
    const runtime: Runtime = {
      now: () => this.world.scheduler.now,
      random: () => this.chance.random(),
      sleep: (ms) => this.#later(ms, undefined),
      fetch: () => Promise.reject(new Error("A simulated marketplace speaks no HTTP.")),
    }
    return {
      channelId,
      credentials: {},
      http: { send: (request) => this.#wait(request) },
      runtime,
      log: silent,
    }
  }

  /** A request that must wait for a limit goes out later than it was asked for. */
  async #wait<T>(request: HttpRequest<T>): Promise<T> {
    if (this.chance.happens(limitedRequests))
      await this.#later(this.chance.random() * longestWaitMs, undefined)
    request.onSend?.()
    return request.read("")
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined)
}

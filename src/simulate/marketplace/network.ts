import { ChannelError } from "@serai/channels/contract"
import type { Chance } from "../chance"
import type { Counts } from "../history"
import type { ChannelPlan, Fault, NetworkPlan } from "../scenario/scenario"
import type { Scheduler } from "../scheduler"

/** Whoever waits for an answer; the dead never get one. */
export interface Caller {
  readonly alive: boolean
}

export interface Call<T> {
  channel: ChannelPlan
  kind: "list" | "write" | "read" | "settle"
  /** What the marketplace does when the request arrives. */
  act: (late: boolean) => T
}

type Misfortune = "none" | "refused" | "answer lost" | "request lost" | "lands late"

/** How likely a storm lets a call through, and a bad line loses an answer. */
const throughStorm = 0.3
const lostOnBadLine = 0.4
const slowFactor = 20

/** Between us and the marketplaces: delays, lost answers, storms of refusals, and times when nothing gets through. */
export class Network {
  constructor(
    private readonly scheduler: Scheduler,
    private readonly chance: Chance,
    private readonly weather: { network: NetworkPlan; faults: Fault[]; counts: Counts },
  ) {}

  send<T>(caller: Caller, call: Call<T>): Promise<T> {
    const { scheduler } = this
    this.#count("calls", call.kind)
    return new Promise<T>((resolve, reject) => {
      const answer = (ms: number, give: () => void) =>
        scheduler.after(ms, () => {
          if (caller.alive) give()
        })
      const failure = this.#refusal(call)
      if (failure) {
        answer(this.chance.between([20, 3_000]), () => reject(failure))
        return
      }
      scheduler.after(this.#leg(call.channel), () => this.#arrive(call, { answer, resolve, reject }))
    })
  }

  #arrive<T>(
    call: Call<T>,
    {
      answer,
      resolve,
      reject,
    }: {
      answer: (ms: number, give: () => void) => void
      resolve: (value: T) => void
      reject: (error: unknown) => void
    },
  ): void {
    const misfortune = this.#misfortune(call)
    if (misfortune === "none") {
      try {
        const value = call.act(false)
        answer(this.#leg(call.channel), () => resolve(value))
      } catch (error) {
        answer(this.#leg(call.channel), () => reject(error))
      }
      return
    }
    this.#count("faults", misfortune)
    if (misfortune === "answer lost") attempt(() => call.act(false))
    if (misfortune === "lands late") {
      // A request that is on its way for long still arrives within what the connector promises.
      const ms = this.chance.random() * call.channel.landsWithinMs * 0.8
      this.scheduler.after(ms, () => attempt(() => call.act(true)))
    }
    const kind = call.kind === "write" ? "unknown_outcome" : "unavailable"
    answer(this.chance.between([1_000, 8_000]), () => reject(new ChannelError(kind, "No answer came.")))
  }

  /** What certainly did nothing. */
  #refusal({ channel }: { channel: ChannelPlan }): ChannelError | undefined {
    if (this.#fault(channel, "outage")) {
      this.#count("faults", "outage")
      return new ChannelError("unavailable", "The marketplace is away.")
    }
    if (this.#fault(channel, "storm") && !this.chance.happens(throughStorm)) {
      this.#count("faults", "storm")
      const retryAfterMs = this.chance.whole(500, 10_000)
      return new ChannelError("rate_limited", "Too many requests.", { retryAfterMs })
    }
    return undefined
  }

  #misfortune({ channel, kind }: Call<unknown>): Misfortune {
    const { network } = this.weather
    const lostAnswers = this.#fault(channel, "lost answers") ? lostOnBadLine : network.lostAnswers
    if (this.chance.happens(lostAnswers)) return "answer lost"
    if (!this.chance.happens(network.lostRequests)) return "none"
    const late = kind === "write" && this.chance.happens(network.landsLate)
    return late ? "lands late" : "request lost"
  }

  #leg(channel: ChannelPlan): number {
    const ms = this.chance.between(this.weather.network.latencyMs) / 2
    return this.#fault(channel, "slow") ? ms * slowFactor : ms
  }

  #fault(channel: ChannelPlan, kind: Fault["kind"]): boolean {
    const { now } = this.scheduler
    return this.weather.faults.some(
      (fault) => fault.kind === kind && fault.channel === channel.id && fault.from <= now && now < fault.to,
    )
  }

  #count(what: "calls" | "faults", kind: string): void {
    const counts = this.weather.counts[what]
    counts[kind] = (counts[kind] ?? 0) + 1
  }
}

/** Nobody hears what it answers, not even a refusal. */
function attempt(act: () => unknown): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
  }
}

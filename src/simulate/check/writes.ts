import type { Entry } from "../history"
import type { Scenario } from "../scenario/scenario"
import type { OrderFact, Tally } from "./tally"
import type { Violation } from "./violation"

type Claim = Extract<Entry, { kind: "claim" }>
type Written = Extract<Entry, { kind: "written" }>
type Reading = Extract<Entry, { kind: "reading" }>

/** What stood behind a figure when it was taken for sending. */
export interface Backing {
  claimedAt: number
  /** When the marketplace was asked for the reading behind it; -Infinity without one. */
  requested: number
  guarded: boolean
}

/** What the marketplace last took. */
export interface LastWrite extends Backing {
  claim: number
  writtenAt: number
}

interface Judged extends Backing {
  /** By listing, what was wrong with its figure already then. */
  problems: Map<string, Pick<Violation, "promise" | "text">[]>
}

/** Between asking the gate and claiming lie two steps of a process, each of which may be slow. */
const slackMs = 4_000

/** Older ones would count no more. */
const mostReadings = 100

/** Judges every figure that was taken for sending, and reports it once a marketplace has taken it. */
export class Writes {
  readonly last = new Map<string, LastWrite>()
  readonly #claims = new Map<number, Judged>()
  /** When what each told was ingested. */
  readonly #settled = new Map<string, number>()
  /** The newest first. */
  readonly #readings = new Map<string, Reading[]>()
  readonly #freshnessMs: Map<string, number>

  constructor(
    private readonly tally: Tally,
    { channels }: Pick<Scenario, "channels">,
  ) {
    this.#freshnessMs = new Map(channels.map(({ id, freshnessSeconds }) => [id, freshnessSeconds * 1000]))
  }

  noteReading(reading: Reading): void {
    const known = this.#readings.get(reading.channel) ?? []
    const newest = [reading, ...known].sort((one, other) => other.began - one.began)
    this.#readings.set(reading.channel, newest.slice(0, mostReadings))
  }

  noteSettled({ channel, began, at }: Extract<Entry, { kind: "settled" }>): void {
    this.#settled.set(`${channel} ${began}`, at)
  }

  /** A reading young enough of which everything is reserved; the newest of all where there is none. */
  #behind({ channel, at }: Claim): Reading | undefined {
    const readings = this.#readings.get(channel) ?? []
    const counts = (reading: Reading) => at - reading.began <= this.#allowedMs(reading) + slackMs
    return (
      readings.find((reading) => counts(reading) && this.#unheld(channel, reading.requested).length === 0) ??
      readings[0]
    )
  }

  claim(claim: Claim): void {
    const reading = this.#behind(claim)
    const requested = reading?.requested ?? -Infinity
    const problems: Judged["problems"] = new Map()
    for (const { listing, quantity } of claim.writes) {
      if (quantity > 0) problems.set(listing, this.#problemsOf(claim, { listing, quantity, reading }))
    }
    this.#claims.set(claim.claim, { claimedAt: claim.at, requested, guarded: claim.guarded, problems })
  }

  written(entry: Written): Violation[] {
    const claim = this.#claims.get(entry.claim)
    if (!claim) return []
    const { claimedAt, requested, guarded } = claim
    const { at, channel, listing, quantity } = entry
    const problems = [...(claim.problems.get(listing) ?? [])]
    const last = this.last.get(`${channel} ${listing}`)
    if (last && last.claim > entry.claim) {
      problems.push({ promise: "overtaken", text: `${quantity} arrived after what was sent later` })
    }
    this.last.set(`${channel} ${listing}`, {
      claim: entry.claim,
      claimedAt,
      requested,
      guarded,
      writtenAt: at,
    })
    return problems.map((problem) => ({ ...problem, at, channel, listing }))
  }

  #problemsOf(
    claim: Claim,
    { listing, quantity, reading }: { listing: string; quantity: number; reading: Reading | undefined },
  ): Pick<Violation, "promise" | "text">[] {
    const bound = this.tally.bound(listing)
    const tooMuch = {
      promise: "shown" as const,
      text: `${quantity} were written where ${bound} could be known to be free`,
    }
    const problems: Pick<Violation, "promise" | "text">[] = quantity > bound ? [tooMuch] : []
    if (claim.guarded) return problems
    const ageMs = claim.at - (reading?.began ?? -Infinity)
    if (!reading || ageMs > this.#allowedMs(reading) + slackMs) {
      const age = Number.isFinite(ageMs) ? `${Math.round(ageMs / 1000)} s old` : "missing"
      problems.push({
        promise: "gate",
        text: `${quantity} were written while the reading behind it was ${age}`,
      })
    }
    for (const order of this.#unheld(claim.channel, reading?.requested ?? -Infinity)) {
      const mine = this.#shares(order, listing)
      const text = `${quantity} were written without order ${order.order}, which could be read before`
      problems.push({ promise: mine ? "resurrected" : "gate", text })
    }
    return problems
  }

  /** How old a reading may be: as the channel allows, or half of that longer than reading and ingesting took, up to ten minutes. */
  #allowedMs({ channel, began, at }: Reading): number {
    const freshnessMs = this.#freshnessMs.get(channel) ?? 0
    const tookMs = (this.#settled.get(`${channel} ${began}`) ?? at) - began
    return Math.max(freshnessMs, Math.min(tookMs + freshnessMs / 2, 600_000))
  }

  /** Orders that a reading could tell and that hold nothing yet. */
  #unheld(channel: string, requested: number): OrderFact[] {
    return (this.tally.ordersOf.get(channel) ?? []).filter(
      (order) =>
        order.reservedAt === null &&
        order.readableAt < requested &&
        [...order.left.values()].some((left) => left > 0),
    )
  }

  #shares(order: OrderFact, listing: string): boolean {
    const items = Object.keys(this.tally.recipe(listing))
    return [...order.left].some(
      ([sold, left]) => left > 0 && items.some((item) => item in this.tally.recipe(sold)),
    )
  }
}

import { setTimeout as pause } from "node:timers/promises"
import { noteSales, type PlacedSale } from "./books"
import { takeBack } from "./cancel"
import type { Answer } from "./marketplace"
import type { Mishap } from "./misbehaviour"
import type { Pace } from "./pace"
import { barcodeOf } from "./orders/goods"
import { readInvoice, type Cancellation, type Invoice, type Sale } from "./orders/invoice"
import { linesOf, wish, type Wanted } from "./wish"
import type { World, PlayedChannel } from "./world"

/** What buyers did, counted. */
export interface Played {
  placed: number
  refused: number
  forced: number
  /** Sold under another number, because the marketplace had that one already. */
  renumbered: number
  cancelledInvoices: number
  cancelledPieces: number
  /** Pieces of C… invoices that no earlier order of the same customer and SKU explains. */
  unmatchedPieces: number
  crashes: number
  outages: number
  /** Buyers stopped, because nothing reached Medusa any more. */
  stalled: boolean
}

export interface PlayOptions {
  /** How long an event still has to wait; null: as fast as orders are taken in. */
  pace: Pace | null
  /** What buyers do who are told "sold out": go away, buy the rest, or buy what the page should have shown. */
  whenSoldOut: "leave" | "take the rest" | "insist"
  mishaps: Mishap[]
  /** Sales and cancellations to come, for the progress and for the mishaps' moments. */
  total: number
  onProgress: (done: number, played: Played, waiting: number) => void
}

/** Orders in one call of the sandbox. */
const perCall = 10
/** Orders bought and not in Medusa yet, beyond which buyers at `max` speed wait: queues stay bounded, memory flat. */
const mostWaiting = 120
const askAgainMs = 100
/** Longer than a crash, an outage and a poll's interval together: after this nothing will come any more. */
const stalledMs = 10 * 60_000

/** The second pass: buyers place the file's orders and take some of them back, at the pace asked. */
export async function playOrders(
  world: World,
  invoices: AsyncIterable<Invoice>,
  options: PlayOptions,
): Promise<Played> {
  const player = new Player(world, options)
  for await (const invoice of invoices) {
    const { event } = readInvoice(invoice)
    if (event.kind !== "skipped") await player.play(event)
    if (player.played.stalled) break
  }
  await player.flush()
  return player.played
}

/** Says when a count has not grown for too long. */
function patienceFor(ms: number): (count: number) => boolean {
  let last = { count: -1, at: Date.now() }
  return (count) => {
    if (count !== last.count) last = { count, at: Date.now() }
    return Date.now() - last.at > ms
  }
}

type Refusal = Exclude<Answer, { orderNumber: string }>

/** What came of it; `wanted` is what was bought in the end. */
interface Ended {
  wanted: Wanted
  answer: Answer
  forced: boolean
}

class Player {
  readonly played: Played = {
    placed: 0,
    refused: 0,
    forced: 0,
    renumbered: 0,
    cancelledInvoices: 0,
    cancelledPieces: 0,
    unmatchedPieces: 0,
    crashes: 0,
    outages: 0,
    stalled: false,
  }
  private waiting: Wanted[] = []
  private done = 0
  private sold = 0
  private readonly mishaps: Mishap[]

  constructor(
    private readonly world: World,
    private readonly options: PlayOptions,
  ) {
    this.mishaps = [...options.mishaps]
  }

  async play(event: Sale | Cancellation): Promise<void> {
    const waitMs = this.options.pace?.(event.at) ?? 0
    if (waitMs > 0) {
      await this.flush()
      await pause(waitMs)
    }
    if (event.kind === "sale") {
      this.waiting.push({ sale: event, channel: this.nextChannel() })
      if (this.waiting.length >= perCall) await this.flush()
    } else {
      await this.flush()
      const { taken, unmatched } = await takeBack(this.world, event)
      this.played.cancelledInvoices += 1
      this.played.cancelledPieces += taken
      this.played.unmatchedPieces += unmatched
    }
    this.done += 1
  }

  /** Channels take turns, so that the same file is always spread in the same way. */
  private nextChannel(): PlayedChannel {
    const { channels } = this.world
    const channel = channels[this.sold % channels.length]
    if (!channel) throw new Error("There is no channel to sell on")
    this.sold += 1
    return channel
  }

  async flush(): Promise<void> {
    const wanted = this.waiting
    this.waiting = []
    if (wanted.length === 0) return
    await this.room()
    await this.mishap()
    await this.buy(wanted)
  }

  /** Waits until Medusa has taken in enough of what was bought. */
  private async room(): Promise<void> {
    const patience = patienceFor(stalledMs)
    for (;;) {
      this.world.staff.require()
      const { rows } = await this.world.db.query<{ count: number }>(
        `select count(*)::int as count from ledger.channel_order`,
      )
      const taken = rows[0]?.count ?? 0
      const waiting = this.played.placed - taken
      this.options.onProgress(this.done, this.played, waiting)
      if (this.options.pace !== null || waiting < mostWaiting) return
      this.played.stalled = patience(taken)
      if (this.played.stalled) return
      await this.mishap()
      await pause(askAgainMs)
    }
  }

  private async mishap(): Promise<void> {
    const next = this.mishaps[0]
    if (!next || this.done / this.options.total < next.at) return
    this.mishaps.shift()
    if (next.what === "crash") {
      await this.world.staff.crash()
      this.played.crashes += 1
    } else {
      await this.world.sandbox.control("PUT", "/faults", {
        outage: { answer: next.answer, forMs: next.forMs },
      })
      this.played.outages += 1
    }
  }

  private async buy(wanted: Wanted[]): Promise<void> {
    const { marketplace, sandbox, db } = this.world
    const first = await marketplace.placeOrders(
      sandbox,
      wanted.map((one) => wish(one, {})),
    )
    const ended: Ended[] = []
    for (const [index, one] of wanted.entries()) {
      const answer = first[index]
      if (!answer) throw new Error("The sandbox answered for fewer orders than it was given")
      ended.push("error" in answer ? await this.refused(one, answer) : { wanted: one, answer, forced: false })
    }
    const sales: PlacedSale[] = ended.map(({ wanted: { sale, channel }, answer, forced }) => ({
      order_number: "error" in answer ? sale.number : answer.orderNumber,
      channel_id: channel.id,
      refused: "error" in answer ? answer.error : null,
      forced,
    }))
    this.played.placed += sales.filter(({ refused }) => refused === null).length
    this.played.refused += sales.filter(({ refused }) => refused !== null).length
    this.played.forced += sales.filter(({ forced }) => forced).length
    await noteSales(
      db,
      sales,
      ended.flatMap(({ wanted: { sale } }, index) => linesOf(sale, sales[index])),
    )
  }

  /** What a buyer does who was refused: takes another number, buys all the same, buys the rest, or goes away. */
  private async refused(one: Wanted, refusal: Refusal): Promise<Ended> {
    const { whenSoldOut } = this.options
    if (refusal.error === "order number taken") {
      this.played.renumbered += 1
      const answer = await this.ask(one, { number: `${one.sale.number}-2` })
      return { wanted: one, answer: answer ?? refusal, forced: false }
    }
    if (whenSoldOut === "leave") return { wanted: one, answer: refusal, forced: false }
    if (whenSoldOut === "take the rest") return this.takeTheRest(one, refusal)
    const answer = await this.ask(one, { force: true })
    return { wanted: one, answer: answer ?? refusal, forced: true }
  }

  private async takeTheRest(one: Wanted, refusal: Refusal): Promise<Ended> {
    const lines = one.sale.lines.filter(({ sku }) => barcodeOf(sku) !== refusal.barcode)
    const rest = { ...one, sale: { ...one.sale, lines } }
    if (lines.length === 0 || lines.length === one.sale.lines.length) {
      return { wanted: one, answer: refusal, forced: false }
    }
    const answer = (await this.ask(rest, {})) ?? refusal
    return "error" in answer ? this.takeTheRest(rest, answer) : { wanted: rest, answer, forced: false }
  }

  private async ask(one: Wanted, how: { force?: boolean; number?: string }): Promise<Answer | undefined> {
    const { marketplace, sandbox } = this.world
    return (await marketplace.placeOrders(sandbox, [wish(one, how)]))[0]
  }
}

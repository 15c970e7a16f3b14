import type { Brake, Figure, Listing, Push, Reading } from "./rows"

/** Everything the ledger's memory holds of stock. Nothing in it dies with a process. */
export class Tables {
  readonly listings = new Map<string, Map<string, Listing>>()
  readonly figures = new Map<number, Figure>()
  readonly figuresOf = new Map<string, Figure[]>()
  readonly pushes = new Map<string, Push>()
  /** By channel, the pushes whose answers are not all in. */
  readonly open = new Map<string, Push[]>()
  readonly brakes: Brake[] = []
  readonly readings = new Map<string, Reading>()
  #nextPush = 1

  constructor(readonly now: () => number) {}

  addListing(listing: Listing): void {
    const mine = this.listings.get(listing.channelId) ?? new Map<string, Listing>()
    this.listings.set(listing.channelId, mine.set(listing.externalId, listing))
  }

  channelListings(channelId: string): Listing[] {
    return [...(this.listings.get(channelId)?.values() ?? [])]
  }

  addFigure(figure: Figure): void {
    this.figures.set(figure.listing.id, figure)
    const { channelId } = figure.listing
    const mine = [...(this.figuresOf.get(channelId) ?? []), figure]
    this.figuresOf.set(
      channelId,
      mine.sort((a, b) => a.listing.id - b.listing.id),
    )
  }

  figureOf(channelId: string, externalId: string): Figure | undefined {
    const listing = this.listings.get(channelId)?.get(externalId)
    return listing && this.figures.get(listing.id)
  }

  nextPushId(): string {
    this.#nextPush += 1
    return String(this.#nextPush - 1)
  }

  addPush(push: Push): void {
    this.pushes.set(push.id, push)
    this.open.set(push.channelId, [...this.openPushes(push.channelId), push])
  }

  openPushes(channelId: string): Push[] {
    return this.open.get(channelId) ?? []
  }

  closePush(push: Push, state: "settled" | "failed"): void {
    push.state = state
    this.open.set(
      push.channelId,
      this.openPushes(push.channelId).filter((one) => one !== push),
    )
  }

  /** The figures a push holds: those that nothing else has taken since. */
  heldBy(push: Push): Figure[] {
    return [...push.items.values()].flatMap(({ listing }) => {
      const figure = this.figures.get(listing.id)
      return figure?.sentPushId === push.id ? [figure] : []
    })
  }

  reading(channelId: string): Reading {
    const known = this.readings.get(channelId) ?? {
      readThrough: null,
      began: null,
      waiting: [],
      settled: null,
    }
    this.readings.set(channelId, known)
    return known
  }
}

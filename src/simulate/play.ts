import { lineItemIdOf, reservationIdOf } from "@serai/channels/engine/orders/ids"
import type { World } from "./house/world"
import type { Happening } from "./scenario/scenario"

/** Puts everything that a scenario has happen where it belongs in time. */
export function play(world: World, opening: number): void {
  const { scenario, scheduler } = world
  for (const { item, location, quantity } of scenario.opening) {
    stock(world, { item, location, delta: quantity, why: "opening" })
  }
  for (const { channel, kind, from, to } of scenario.faults) {
    const times = { from: opening + from, to: opening + to }
    scheduler.at(opening + from, () =>
      world.log({ at: scheduler.now, kind: "fault", channel, fault: kind, ...times }),
    )
  }
  scenario.happenings.forEach((happening, index) =>
    scheduler.at(opening + happening.at, () => happen(world, happening, index)),
  )
}

function happen(world: World, happening: Happening, index: number): void {
  switch (happening.kind) {
    case "buy":
      buy(world, happening)
      return
    case "receive":
      stock(world, { ...happening, why: "receive" })
      return
    case "count":
      count(world, happening)
      return
    case "elsewhere":
      sellElsewhere(world, happening, index)
      return
  }
}

interface Movement {
  item: string
  location: string
  delta: number
  why: "opening" | "receive" | "count"
}

function stock(world: World, { item, location, delta, why }: Movement): void {
  world.log({ at: world.scheduler.now, kind: "stock", item, delta, why })
  world.shelves.adjust(item, location, delta)
}

/** Nobody counts fewer than none. */
function count(world: World, { item, location, delta }: Omit<Movement, "why">): void {
  const least = Math.max(delta, -Math.max(0, world.shelves.stocked(item, location)))
  stock(world, { item, location, delta: least, why: "count" })
}

/** The shop's own site asks Medusa, which gives only what is free. */
function sellElsewhere(
  world: World,
  { item, quantity }: Happening & { kind: "elsewhere" },
  index: number,
): void {
  const { shelves, scenario, scheduler } = world
  const free = [...(shelves.free([item], scenario.locations).get(item) ?? [])]
  const location = free.find(([, pieces]) => pieces >= quantity)?.[0]
  if (location === undefined) return
  const line = lineItemIdOf("site", String(index), "1")
  world.log({ at: scheduler.now, kind: "stock", item, delta: -quantity, why: "elsewhere" })
  shelves.create([
    {
      id: reservationIdOf(line, item, 0),
      line_item_id: line,
      inventory_item_id: item,
      location_id: location,
      quantity,
    },
  ])
}

function buy(
  world: World,
  { channel, lines, paysAfterMs, cancel, shipAfterMs }: Happening & { kind: "buy" },
): void {
  const { marketplace } = world.desk(channel)
  const { scheduler } = world
  const sold = lines.map(({ variant, quantity }) => ({ listing: variant, quantity }))
  const order = marketplace.buy(sold, { unpaid: paysAfterMs !== null })
  if (order === undefined) return
  // What would come later than everything else does not come at all: it could not be heard in time.
  const later = (ms: number, act: () => void) => {
    if (scheduler.now + ms < world.quietFrom) scheduler.after(ms, act)
  }
  if (paysAfterMs !== null) later(paysAfterMs, () => marketplace.advance(order, "created"))
  if (cancel) later(cancel.afterMs, () => marketplace.cancel(order, cancel.part))
  if (shipAfterMs !== null) later(shipAfterMs, () => ship(world, channel, order))
}

/** A parcel leaves only when the house knows all of its order, and has the pieces. */
function ship(world: World, channel: string, order: string): void {
  const { marketplace } = world.desk(channel)
  const { books, ledger, shelves, scheduler } = world
  const ready =
    marketplace.isOpen(order) && books.isIngested(channel, order) && !ledger.inbox.hasPending(channel)
  if (!ready || !shelves.ship(books.owedOf(channel, order))) return
  marketplace.advance(order, "shipped")
  world.log({ at: scheduler.now, kind: "shipped", channel, order })
}

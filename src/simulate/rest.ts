import { orderIdOf } from "@serai/channels/engine/orders/ids"
import type { House } from "./house/house"
import type { World } from "./house/world"
import type { Rest } from "./history"

/** How things stand: what every marketplace shows, what every order holds, and what has not ended. */
export function restOf(world: World, house: House): Rest {
  return {
    listings: [...world.desks].flatMap(([channel, { marketplace }]) =>
      world.ledger.tables.channelListings(channel).map((listing) => ({
        channel,
        listing: listing.externalId,
        shows: marketplace.shown.get(listing.externalId) ?? 0,
        publishable: world.publishable(listing),
        state: world.ledger.tables.figures.get(listing.id)?.state ?? "settled",
      })),
    ),
    orders: [...world.desks.keys()].flatMap((channel) => ordersOf(world, channel)),
    strays: strays(world),
    unfinished: unfinished(world, house),
  }
}

function ordersOf(world: World, channel: string): Rest["orders"] {
  const { marketplace } = world.desk(channel)
  return [...marketplace.orders.values()].map((book) => {
    const medusa = world.books.orders.get(orderIdOf(channel, book.number))
    const held: Record<string, number> = {}
    for (const row of world.shelves.reservationsOf([...(medusa?.lines.keys() ?? [])])) {
      held[row.inventory_item_id] = (held[row.inventory_item_id] ?? 0) + row.quantity
    }
    const left = book.cancelled ? [] : book.current.lines
    return {
      channel,
      order: book.number,
      inHouse: medusa ? 1 : 0,
      lines: left.map((line) => ({
        listing: line.listingExternalId,
        owed: line.quantity,
        shipped: book.shipped,
      })),
      held,
    }
  })
}

/** What belongs to no order that was placed. */
function strays(world: World): string[] {
  const placed = new Set(
    [...world.desks].flatMap(([channel, { marketplace }]) =>
      [...marketplace.orders.keys()].map((order) => orderIdOf(channel, order)),
    ),
  )
  return [...world.books.orders.keys()].filter((id) => !placed.has(id))
}

function unfinished(world: World, house: House): string[] {
  return world.scenario.channels.flatMap(({ id }) => [
    ...(world.ledger.inbox.hasPending(id) ? [`${id}: facts wait in the inbox`] : []),
    ...world.ledger.openPushes(id).map((push) => `${id}: push ${push.id} is ${push.state}`),
    ...[...house.queue.jobs]
      .filter((job) => job.channelId === id && job.attempts > 1)
      .map((job) => `${id}: ${job.task} fails`),
  ])
}

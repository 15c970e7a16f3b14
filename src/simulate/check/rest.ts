import type { Rest } from "../history"
import type { Tally } from "./tally"
import type { Violation } from "./violation"

/** What must be true once everything has come to rest. */
export function judgeRest(rest: Rest, tally: Tally, at: number): Violation[] {
  const found = (
    promise: Violation["promise"],
    channel: string,
    text: string,
    listing: string | null = null,
  ) => ({
    promise,
    at,
    channel,
    listing,
    text,
  })
  return [
    ...rest.orders
      .filter(({ inHouse }) => inHouse !== 1)
      .map(({ channel, order }) => found("orders", channel, `order ${order} never reached the house`)),
    ...rest.strays.map((id) => found("orders", "", `nobody placed ${id}`)),
    ...rest.orders.flatMap((order) => {
      const difference = reservationDifference(order, tally)
      return difference ? [found("reservations", order.channel, difference)] : []
    }),
    ...rest.listings
      .filter(
        ({ shows, publishable, state }) =>
          state !== "refused" && (shows !== publishable || state !== "settled"),
      )
      .map(({ channel, listing, shows, publishable, state }) =>
        found(
          "converged",
          channel,
          `shows ${shows} where ${publishable} may be sold, and is ${state}`,
          listing,
        ),
      ),
    ...rest.unfinished.map((text) => found("finished", "", text)),
  ]
}

function reservationDifference(order: Rest["orders"][number], tally: Tally): string | undefined {
  const owed = order.lines
    .filter(({ shipped }) => !shipped)
    .map(({ listing, owed: quantity }) => ({ listing, quantity }))
  const expected = tally.piecesOf(owed)
  const items = new Set([...expected.keys(), ...Object.keys(order.held)])
  for (const item of items) {
    const [wanted, held] = [expected.get(item) ?? 0, order.held[item] ?? 0]
    if (wanted !== held) return `order ${order.order} holds ${held} of ${item} where ${wanted} are owed`
  }
  return undefined
}

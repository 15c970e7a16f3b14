import { conformanceCases } from "@serai/channels/conformance"
import { ChannelError, decimal } from "@serai/channels/contract"
import { TrendyolChannel } from "../src/channel"
import { trendyolWorld } from "./conformance-world"

const right = new TrendyolChannel({})

/** The ports are plain objects, and each channel has its own. */
const replace = <T extends object>(port: T | undefined, change: Partial<T>): void =>
  void Object.assign(port ?? {}, change)

/** Ways to get a connector wrong, each with the case that must notice. */
const mistakes: { mistake: string; noticedBy: string; make: (wrong: TrendyolChannel) => void }[] = [
  {
    mistake: "accepts any credentials",
    noticedBy: "refuses wrong credentials as `auth`",
    make: ({ connect }) =>
      replace(connect, { verify: () => Promise.resolve({ account: "anyone", currency: "TRY" }) }),
  },
  {
    mistake: "reads the first page only",
    noticedBy: "tells every order once, over many pages",
    make: ({ orders }) =>
      replace(orders, {
        async *changesSince(session, since) {
          for await (const page of right.orders.changesSince(session, since)) {
            yield page
            return
          }
        },
      }),
  },
  {
    mistake: "moves the read mark with every page",
    noticedBy: "moves the read mark only when nothing older can follow",
    make: ({ orders }) =>
      replace(orders, {
        async *changesSince(session, since) {
          for await (const page of right.orders.changesSince(session, since)) {
            yield { ...page, readThrough: new Date(session.runtime.now()) }
          }
        },
      }),
  },
  {
    mistake: "keys facts by their order's number",
    noticedBy: "gives one fact one key, and other content another",
    make: ({ orders }) =>
      replace(orders, {
        async *changesSince(session, since) {
          for await (const { facts, ...page } of right.orders.changesSince(session, since)) {
            yield { ...page, facts: facts.map((fact) => ({ ...fact, key: fact.externalId ?? "" })) }
          }
        },
      }),
  },
  {
    mistake: "trusts its own clock",
    noticedBy: "loses no order when clocks are ten minutes apart",
    make: ({ traits }) => replace(traits.orders, { overlapMs: 0 }),
  },
  {
    mistake: "parses ids as floats",
    noticedBy: "keeps every digit of ids beyond 2^53",
    make: ({ orders }) =>
      replace(orders, { read: (body) => right.orders.read(JSON.stringify(JSON.parse(body))) }),
  },
  {
    mistake: "lets every quantity in",
    noticedBy: "refuses zero, negative and fractional quantities as `contract`",
    make: ({ orders }) =>
      replace(orders, {
        read: (body) => right.orders.read(body.replace(/"quantity": [^,]+/, '"quantity": 3')),
      }),
  },
  {
    mistake: "takes a pending batch for accepted",
    noticedBy: "answers item by item: one bad item does not spoil the others",
    make: ({ stock }) =>
      replace(stock, {
        write: async (session, items) => {
          const outcomes = await right.stock.write(session, items)
          return outcomes.map(() => ({ status: "accepted" }))
        },
      }),
  },
  {
    mistake: "writes prices as floats",
    noticedBy: "sells for what was accepted, to the last digit",
    make: ({ prices }) =>
      replace(prices, {
        write: (session, items) =>
          right.prices.write(
            session,
            items.map((item) => ({
              ...item,
              salePrice: decimal.parse(Math.fround(Number(item.salePrice)).toFixed(6)),
            })),
          ),
      }),
  },
  {
    mistake: "takes a lost price for an outage",
    noticedBy:
      "calls a price write whose answer was lost `unknown_outcome`, and `prices.read` shows the truth",
    make: ({ prices }) =>
      replace(prices, {
        write: (session, items) =>
          right.prices.write(session, items).catch((error: unknown) => {
            throw new ChannelError("unavailable", String(error))
          }),
      }),
  },
  {
    mistake: "takes a lost answer for an outage",
    noticedBy: "calls a write whose answer was lost `unknown_outcome`, and `read` shows the truth",
    make: ({ stock }) =>
      replace(stock, {
        write: (session, items) =>
          right.stock.write(session, items).catch((error: unknown) => {
            throw new ChannelError("unavailable", String(error))
          }),
      }),
  },
  {
    mistake: "takes the receipt of an archive batch for its answer",
    noticedBy: "answers what goes off sale item by item: one bad item does not spoil the others",
    make: ({ offers }) =>
      replace(offers, {
        write: async (session, items) => {
          const outcomes = await right.offers.write(session, items)
          return outcomes.map(() => ({ status: "accepted" }))
        },
      }),
  },
  {
    mistake: "cannot tell what is archived from what is locked",
    noticedBy: "tells of a listing that it is not pushable because it is off sale",
    make: ({ listings }) =>
      replace(listings, {
        async *all(session) {
          for await (const page of right.listings.all(session)) {
            yield page.map((listing) => ({ ...listing, offSale: false }))
          }
        },
      }),
  },
  {
    mistake: "takes a lost archive request for an outage",
    noticedBy: "calls it `unknown_outcome` when the answer was lost, and `offers.read` shows the truth",
    make: ({ offers }) =>
      replace(offers, {
        write: (session, items) =>
          right.offers.write(session, items).catch((error: unknown) => {
            throw new ChannelError("unavailable", String(error))
          }),
      }),
  },
  {
    mistake: "knows no limits",
    noticedBy: "never exceeds the marketplace's limits by itself",
    make: ({ traits }) => replace(traits, { limits: [] }),
  },
  {
    mistake: "calls every listing pushable",
    noticedBy: "tells every listing once, over many pages, and which of them take stock",
    make: ({ listings }) =>
      replace(listings, {
        async *all(session) {
          for await (const page of right.listings.all(session)) {
            yield page.map((listing) => ({ ...listing, pushable: true }))
          }
        },
      }),
  },
  {
    mistake: "compares only as much of a webhook's key as is there",
    noticedBy: "refuses webhooks with a wrong, short, long or missing proof",
    make: ({ webhooks }) =>
      replace(webhooks, {
        verify: ({ headers }, secret) => (headers["x-api-key"] ?? "none").startsWith(secret),
      }),
  },
  {
    mistake: "swallows malformed deliveries",
    noticedBy: "refuses malformed deliveries as `contract`",
    make: ({ webhooks }) => replace(webhooks, { read: () => [] }),
  },
]

const cases = Object.values(conformanceCases).flat()

describe("the conformance suite notices a connector that", () => {
  it.each(mistakes)("$mistake", async ({ noticedBy, make }) => {
    const noticing = cases.find((one) => one.name === noticedBy)
    if (!noticing) throw new Error(`there is no case "${noticedBy}"`)
    const world = await trendyolWorld()
    make(world.provider)
    const outcome = await noticing.run(world).then(
      () => "passed",
      () => "noticed",
    )
    await world.close()
    expect(outcome).toBe("noticed")
  })
})

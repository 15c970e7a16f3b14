import { counted, grouped } from "./format"
import type { Listing, Standing } from "./wire"

type Waiting = Standing["waits_for"][number]
type Change = Standing["changes_with"][number]

/** A sentence, the moment it speaks of, and where somebody can do something about it. */
export interface Sentence {
  text: string
  at?: string | null
  link?: { to: string; words: string }
}

type Place = Pick<Listing, "channel_id" | "stock_state" | "desired">

/** Pure: why the figure is not at the marketplace yet; never empty. */
export function waitsInWords(waits: Waiting[], listing: Place): Sentence[] {
  if (waits.length > 0) return waits.map((waiting) => waitInWords(waiting, listing))
  if (listing.desired === null) return [{ text: "Nothing is to be sent." }]
  return [{ text: "Nothing: the marketplace has what it should show." }]
}

function waitInWords(waiting: Waiting, { channel_id }: Place): Sentence {
  const channel = { to: `/channels/${channel_id}`, words: "Open the channel" }
  switch (waiting.kind) {
    case "channel_paused":
      return { text: "The channel is paused; it goes when somebody resumes it.", link: channel }
    case "listing_paused":
      return { text: "The listing is paused; it goes when somebody resumes it." }
    case "credentials":
      return {
        text: `The marketplace does not let us in: ${waiting.message}`,
        at: waiting.since,
        link: channel,
      }
    case "orders":
      return {
        text: "The channel's orders have to be read before a figure above zero is sent; waiting since",
        at: waiting.since,
      }
    case "brake":
      return {
        text: `Held by the brake, because so many listings would ${brakeWords[waiting.brake]} at once; waiting since`,
        at: waiting.since,
        link: { to: "/channels/health#brakes", words: "Release or leave it" },
      }
    case "repeat":
      return {
        text: "The marketplace refuses to be told the same again so soon: it goes along with another listing's figure, or alone",
        at: waiting.at,
      }
    case "retry":
      return { text: againInWords(waiting.message), at: waiting.at }
    case "answer":
      return {
        text: `Sent in push ${waiting.push_id}; the marketplace has not answered since`,
        at: waiting.since,
      }
    case "look_up":
      return {
        text: `The answer to push ${waiting.push_id} was lost; what the marketplace shows is looked up. Sent`,
        at: waiting.since,
      }
    case "refusal":
      return {
        text: `The marketplace refuses this figure: ${reasonOf(waiting)}`,
      }
    case "offer":
      return { text: offerInWords(waiting) }
    case "next_push":
      return { text: "Nothing holds it: it goes with the next push." }
  }
}

const reasonOf = ({ code, message }: Extract<Waiting, { kind: "refusal" }>) =>
  message ?? code ?? "it does not say why"

const againInWords = (message: string | null) =>
  message === null ? "Tried again" : `It was refused (${message}); tried again`

const offerWords = {
  due: [
    "It is sold out, and goes off sale by its rule.",
    "It is put back on sale, and takes its figure then.",
  ],
  sent: [
    "It is being taken off sale; the marketplace has not answered yet.",
    "It is being put back on sale; the marketplace has not answered yet.",
  ],
  refused: ["The marketplace refuses to take it off sale", "The marketplace refuses to put it back on sale"],
} as const

function offerInWords({ on_sale, state, message }: Extract<Waiting, { kind: "offer" }>): string {
  const words = offerWords[state][on_sale ? 1 : 0]
  return state === "refused" ? `${words}: ${message ?? "it does not say why"}` : words
}

const brakeWords = { zero: "go to zero", raise: "rise", end: "go off sale" }

/** What needs no more words than its kind. */
const changeWords = {
  map: "Mapping the listing to one of your variants.",
  map_elsewhere: "Mapping the listing to a variant that still exists.",
  manage_inventory: "Having Medusa manage the variant's inventory.",
  link_location: "Linking a stock location to the channel's sales channel.",
  kit_parts: "Every part of the kit having stock that Medusa manages.",
  put_back: "Going back on sale: with the first piece to sell, or with the rule “show zero” when sold out.",
  stock: "Any piece of it that comes, goes, or is reserved.",
} as const

type PlainChange = Extract<Change, { kind: keyof typeof changeWords }>

const isPlain = (change: Change): change is PlainChange => change.kind in changeWords

/** Pure: what would make the figure another one. */
export function changeInWords(change: Change): Sentence {
  if (isPlain(change)) return { text: changeWords[change.kind] }
  switch (change.kind) {
    case "marketplace_state":
      return { text: `The marketplace taking stock for it again; it says “${change.remote_state}”.` }
    case "owed":
      return { text: `Stock: ${counted(change.sets, "piece")} sold beyond what there is.` }
    case "hold_ends":
      return {
        text: change.reason === null ? "The hold, which ends" : `The hold (${change.reason}), which ends`,
        at: change.at,
      }
    case "minimum":
      return {
        text: `${grouped(change.missing)} more after the buffer: fewer than the minimum show as zero.`,
      }
    case "limit":
      return {
        text:
          change.whose === "cap"
            ? `The cap of ${grouped(change.limit)}: more stock does not raise the figure.`
            : `The marketplace's limit of ${grouped(change.limit)}: more stock does not raise the figure.`,
      }
  }
}

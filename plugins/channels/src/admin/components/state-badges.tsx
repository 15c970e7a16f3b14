import { StatusBadge } from "@medusajs/ui"
import { capitalised } from "../lib/format"
import { soon } from "../lib/moment"
import { isRefused } from "../lib/refusal"
import type { Channel, ChannelOrder, InboxState, Listing, Push } from "../lib/wire"

type Colour = "green" | "red" | "blue" | "orange" | "grey" | "purple"
type Look = [colour: Colour, words: string]

const Badge = ({ look: [color, words] }: { look: Look }) => (
  <StatusBadge color={color} className="whitespace-nowrap">
    {words}
  </StatusBadge>
)

export function ChannelBadge({ channel }: { channel: Pick<Channel, "state" | "problems"> }) {
  if (channel.state === "paused") return <Badge look={["grey", "Paused"]} />
  return <Badge look={channel.problems.length > 0 ? ["red", "Needs attention"] : ["green", "Active"]} />
}

const stockLooks: Record<NonNullable<Listing["stock_state"]>, Look> = {
  settled: ["green", "In step"],
  due: ["orange", "Waiting to be sent"],
  sent: ["blue", "Sent, no answer yet"],
  refused: ["red", "Refused"],
  unknown: ["purple", "Being looked up"],
}

/** How a listing's figure stands between us and the marketplace. */
export function StockBadge({ listing }: { listing: Listing }) {
  if (isRefused(listing)) return <Badge look={stockLooks.refused} />
  if (listing.off_sale_since !== null) return <Badge look={["grey", "Off sale: sold out"]} />
  if (listing.variant_id === null) return <Badge look={["orange", "Not mapped"]} />
  if (!listing.pushable) return <Badge look={["grey", `Not taken: ${listing.remote_state}`]} />
  if (listing.stock_state === null) return <Badge look={["grey", "Not computed yet"]} />
  if (listing.desired === null) return <Badge look={["grey", "Stock not known"]} />
  return <Badge look={stockLooks[listing.stock_state]} />
}

/** Everything that is to be known of a listing at a glance. */
export function ListingBadges({ listing }: { listing: Listing }) {
  const { paused, held_until, drift } = listing
  return (
    <>
      {/* What differs over there is not in step, whatever it had taken. */}
      {!(drift && listing.stock_state === "settled") && <StockBadge listing={listing} />}
      {paused && <Badge look={["grey", "Paused"]} />}
      {held_until && <Badge look={["purple", `Held until ${soon(held_until)}`]} />}
      {drift && <Badge look={["orange", "Differs"]} />}
    </>
  )
}

const pushLooks: Record<Push["state"], Look> = {
  sending: ["blue", "Sending"],
  pending: ["blue", "Waiting for the answer"],
  settled: ["green", "Answered"],
  failed: ["red", "Failed"],
  unknown: ["purple", "Answer lost, being looked up"],
}

export function PushBadge({ push }: { push: Push }) {
  const refused = push.state === "settled" && push.rejected > 0
  return <Badge look={refused ? ["orange", `${push.rejected} refused`] : pushLooks[push.state]} />
}

const inboxLooks: Record<InboxState, Look> = {
  pending: ["blue", "Pending"],
  done: ["green", "Done"],
  dead: ["red", "Dead"],
}

export const InboxBadge = ({ state }: { state: InboxState }) => <Badge look={inboxLooks[state]} />

const outcomeLooks: Record<"pending" | "accepted" | "rejected" | "unknown", Look> = {
  accepted: ["green", "Accepted"],
  rejected: ["red", "Refused"],
  pending: ["blue", "No answer yet"],
  unknown: ["purple", "Answer lost"],
}

export const OutcomeBadge = ({ outcome }: { outcome: keyof typeof outcomeLooks }) => (
  <Badge look={outcomeLooks[outcome]} />
)

const packageColours: Record<ChannelOrder["packages"][number]["state"], Colour> = {
  awaiting: "grey",
  created: "blue",
  picking: "blue",
  invoiced: "blue",
  shipped: "purple",
  delivered: "green",
  undelivered: "red",
  returned: "orange",
  cancelled: "grey",
  unpacked: "grey",
  unknown: "orange",
}

/** Shows the marketplace's own word when we do not know the state. */
export const PackageBadge = ({ parcel }: { parcel: ChannelOrder["packages"][number] }) => (
  <Badge
    look={[
      packageColours[parcel.state],
      parcel.state === "unknown" ? parcel.remote_state : capitalised(parcel.state),
    ]}
  />
)

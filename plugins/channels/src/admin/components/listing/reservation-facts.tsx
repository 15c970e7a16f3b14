import { Text } from "@medusajs/ui"
import { Link } from "react-router-dom"
import { grouped } from "../../lib/format"
import type { Explanation } from "../../lib/wire"
import { RelativeTime } from "../relative-time"

type Reservation = Explanation["reservations"][number]

const linkStyle = "text-ui-fg-interactive hover:text-ui-fg-interactive-hover"

function holderOf(held: Reservation) {
  if (held.order_id === null) return <>{held.description ?? "Set aside by hand"}</>
  return (
    <>
      <Link className={linkStyle} to={`/orders/${held.order_id}`}>
        Order #{held.order_display_id ?? held.order_id}
      </Link>
      {held.order_external_id && (
        <>
          , {held.channel_name} {held.order_external_id}
        </>
      )}
    </>
  )
}

/** Who holds what is reserved. */
export function ReservationFacts({
  explanation,
}: {
  explanation: Pick<Explanation, "reservations" | "reservation_count">
}) {
  const { reservations, reservation_count } = explanation
  if (reservation_count === 0) return null
  return (
    <section className="flex flex-col gap-y-2">
      <Text size="small" weight="plus">
        Reserved for
      </Text>
      <ul className="border-ui-border-base divide-y rounded-md border">
        {reservations.map((held) => (
          <li key={held.id} className="flex items-start justify-between gap-3 px-3 py-2">
            <div className="min-w-0">
              <Text size="small" className="break-words">
                {holderOf(held)}
              </Text>
              <Text size="xsmall" className="text-ui-fg-subtle">
                {held.location_name ?? held.location_id}, <RelativeTime at={held.created_at} />
              </Text>
            </div>
            <Text size="small" className="tabular-nums">
              {grouped(held.quantity)}
            </Text>
          </li>
        ))}
      </ul>
      {reservation_count > reservations.length && (
        <Text size="xsmall" className="text-ui-fg-subtle">
          The newest {grouped(reservations.length)} of {grouped(reservation_count)}.
        </Text>
      )}
    </section>
  )
}

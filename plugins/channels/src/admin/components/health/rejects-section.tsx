import { Text } from "@medusajs/ui"
import { Link } from "react-router-dom"
import { grouped } from "../../lib/format"
import type { ChannelHealth } from "../../lib/health-wire"
import { Section } from "../section"

const shown = 8

/** What marketplaces refused in the last days, by their own codes; hidden while they refuse nothing. */
export function RejectsSection({ channels }: { channels: ChannelHealth[] }) {
  const refusing = channels.filter(({ rejects }) => rejects.length > 0)
  if (refusing.length === 0) return null
  return (
    <Section title="Refused figures, last 7 days" hint="By the marketplace's own code, most frequent first.">
      {refusing.map((channel) => (
        <Codes key={channel.id} channel={channel} />
      ))}
    </Section>
  )
}

function Codes({ channel: { id, name, rejects } }: { channel: ChannelHealth }) {
  const most = rejects[0]?.count ?? 1
  return (
    <div className="px-6 py-4">
      <Link to={`/channels/listings?channel_id=${id}&filter=refused`}>
        <Text size="small" weight="plus" className="mb-2">
          {name}
        </Text>
      </Link>
      <ul className="flex flex-col gap-y-1.5">
        {rejects.slice(0, shown).map(({ code, count }) => (
          <li key={code} className="grid grid-cols-[minmax(96px,1fr)_2fr_auto] items-center gap-x-3">
            <Text as="span" size="small" className="text-ui-fg-subtle break-all">
              {code === "" ? "no code" : code}
            </Text>
            <div aria-hidden className="bg-ui-bg-component h-2 overflow-hidden rounded-full">
              <div className="bg-ui-tag-red-icon h-full" style={{ width: `${(count / most) * 100}%` }} />
            </div>
            <Text as="span" size="small" className="tabular-nums">
              {grouped(count)}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  )
}

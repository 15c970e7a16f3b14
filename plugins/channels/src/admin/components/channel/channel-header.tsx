import { Alert, Container, Heading, Text } from "@medusajs/ui"
import type { Channel } from "../../lib/wire"
import { ChannelBadge } from "../state-badges"
import { RelativeTime } from "../relative-time"
import { ChannelActions } from "./channel-actions"
import { CountBadges } from "./count-badges"
import { StockProgress } from "./stock-progress"

const consequences: Record<Channel["problems"][number]["kind"], string> = {
  auth: "Nothing is read or sent until the credentials work again.",
  orders: "Orders may be missing here; what they sold still counts as available until they are read.",
  listings: "New listings do not appear yet.",
  webhook: "Orders come by polling alone.",
}

/** Who this is, whether it is well, and what can be done. */
export const ChannelHeader = ({ channel }: { channel: Channel }) => (
  <Container className="flex flex-col gap-y-4 px-6 py-4">
    <div className="flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2">
          <Heading level="h1">{channel.name}</Heading>
          <ChannelBadge channel={channel} />
        </div>
        <Text size="small" className="text-ui-fg-subtle">
          {channel.marketplace_name} · {channel.account} · {channel.currency}
        </Text>
      </div>
      <ChannelActions channel={channel} />
    </div>
    {channel.problems.map((problem) => (
      <Alert key={problem.kind + problem.message} variant="error">
        {problem.message} {consequences[problem.kind]}{" "}
        {problem.at && (
          <span className="text-ui-fg-subtle">
            (<RelativeTime at={problem.at} />)
          </span>
        )}
      </Alert>
    ))}
    <CountBadges channel={channel} />
    <StockProgress figures={channel.figures} />
  </Container>
)

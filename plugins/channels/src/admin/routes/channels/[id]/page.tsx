import { useParams, type UIMatch } from "react-router-dom"
import { ChannelHeader } from "../../../components/channel/channel-header"
import { HealthSection } from "../../../components/channel/health-section"
import { RulesSection } from "../../../components/channel/rules-section"
import { SafeguardsSection } from "../../../components/channel/safeguards-section"
import { SchedulesSection } from "../../../components/channel/schedules-section"
import { BrakesSection } from "../../../components/health/brakes-section"
import { DeadEntriesSection } from "../../../components/inbox/dead-entries-section"
import { PushSection } from "../../../components/push/push-section"
import { Loaded } from "../../../components/states"
import { useChannel } from "../../../hooks/channels"

const ChannelPage = () => {
  const { id = "" } = useParams()
  return (
    <Loaded query={useChannel(id)} rows={8} framed>
      {({ channel }) => (
        <div className="flex flex-col gap-3">
          <ChannelHeader channel={channel} />
          <BrakesSection channelId={channel.id} />
          <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-2">
            <div className="flex flex-col gap-3">
              <HealthSection channel={channel} />
              <SchedulesSection channel={channel} />
            </div>
            <div className="flex flex-col gap-3">
              <RulesSection channel={channel} />
              <SafeguardsSection channel={channel} />
            </div>
          </div>
          <DeadEntriesSection channelId={channel.id} />
          <PushSection channelId={channel.id} />
        </div>
      )}
    </Loaded>
  )
}

const Breadcrumb = ({ id }: { id: string }) => useChannel(id).data?.channel.name ?? "Channel"

export const handle = { breadcrumb: ({ params }: UIMatch) => <Breadcrumb id={params.id ?? ""} /> }

export default ChannelPage

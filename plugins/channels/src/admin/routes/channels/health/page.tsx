import { defineRouteConfig } from "@medusajs/admin-sdk"
import { AlertList } from "../../../components/health/alert-list"
import { BrakesSection } from "../../../components/health/brakes-section"
import { ChannelPaceTable } from "../../../components/health/channel-pace-table"
import { DelaySection } from "../../../components/health/delay-section"
import { FindingsSection } from "../../../components/health/findings-section"
import { PaceBadge } from "../../../components/health/pace-badge"
import { RejectsSection } from "../../../components/health/rejects-section"
import { SeriesSection } from "../../../components/health/series-section"
import { Section } from "../../../components/section"
import { Loaded } from "../../../components/states"
import { useHealth } from "../../../hooks/health"
import type { Health } from "../../../lib/health-wire"

const HealthPage = () => {
  const health = useHealth()
  return (
    <div className="flex flex-col gap-3">
      <Section
        level="h1"
        title="Health"
        hint="Whether orders come in and figures go out in time, and what to do where they do not."
        actions={health.data && <HousePace health={health.data} />}
      >
        <Loaded query={health}>
          {({ alerts, channels }) => <AlertList alerts={alerts} channels={channels.length} />}
        </Loaded>
      </Section>
      <BrakesSection />
      {health.data && health.data.channels.length > 0 && <Figures health={health.data} />}
      <FindingsSection />
    </div>
  )
}

/** Work that belongs to no channel: changes no figure has followed yet, jobs nobody works on. */
const HousePace = ({ health: { house } }: { health: Health }) => (
  <>
    {house.failed_jobs.map(({ task, failed }) => (
      <span key={task} className="txt-compact-small text-ui-fg-error">
        {failed} × {task} gave up
      </span>
    ))}
    <span className="txt-compact-small text-ui-fg-subtle">Work at hand</span>
    <PaceBadge pace={house.queue.pace} />
  </>
)

const Figures = ({ health: { channels } }: { health: Health }) => (
  <>
    <Section title="Now">
      <ChannelPaceTable channels={channels} />
    </Section>
    <SeriesSection channels={channels} />
    <DelaySection channels={channels} />
    <RejectsSection channels={channels} />
  </>
)

export const config = defineRouteConfig({ label: "Health", rank: 3 })

export const handle = { breadcrumb: () => "Health" }

export default HealthPage

import { createWorkflow, transform, WorkflowResponse } from "@medusajs/framework/workflows-sdk"
import type { Schedule, ScheduledJob } from "../../engine/schedule"
import { channelRuleNames, type ChannelRules, type Given } from "../../engine/stock/sound-rules"
import type { ChannelTask } from "../../engine/tasks"
import { enqueueChannelJobsStep } from "./steps/enqueue-channel-jobs"
import { mergeSchedulesStep } from "./steps/merge-schedules"
import { requireSoundRulesStep } from "./steps/require-sound-rules"
import { updateChannelStep } from "./steps/update-channel"

export interface UpdateChannelInput extends Given<ChannelRules> {
  id: string
  name?: string | undefined
  state?: "active" | "paused" | undefined
  freshness_seconds?: number | undefined
  brake_percent?: number | null | undefined
  drift_rule?: "overwrite" | "report" | undefined
  /** Only the given jobs change. */
  schedules?: Partial<Record<ScheduledJob, Schedule>> | undefined
}

/** What follows from a change: other rules mean other figures, and a channel that wakes up has to catch up first. */
export function jobsAfterChange(changed: string[], state: "active" | "paused" | undefined): ChannelTask[] {
  const rulesChanged = channelRuleNames.some((rule) => changed.includes(rule))
  const resumed = changed.includes("state") && state === "active"
  return [
    ...(resumed ? ["pull-orders" as const] : []),
    ...(rulesChanged || resumed ? ["compare-stock" as const] : []),
  ]
}

export const updateChannelWorkflow = createWorkflow("update-channel", (input: UpdateChannelInput) => {
  requireSoundRulesStep(input)
  const schedules = mergeSchedulesStep({ id: input.id, schedules: input.schedules })
  const changed = updateChannelStep(
    transform({ input, schedules }, ({ input, schedules }) => ({
      ...input,
      schedules: schedules ?? undefined,
    })),
  )
  enqueueChannelJobsStep(
    transform({ input, changed }, ({ input, changed }) => ({
      channelId: input.id,
      tasks: jobsAfterChange(changed, input.state),
    })),
  )
  return new WorkflowResponse(changed)
})

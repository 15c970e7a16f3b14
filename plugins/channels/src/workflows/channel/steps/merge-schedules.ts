import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { ENGINE, type Engine } from "../../../engine/engine"
import type { Schedule, ScheduledJob } from "../../../engine/schedule"

export interface ScheduleChange {
  id: string
  schedules?: Partial<Record<ScheduledJob, Schedule>> | undefined
}

/** All of a channel's schedules with the given ones replaced; null when none is given. Reads only. */
export const mergeSchedulesStep = createStep(
  "merge-channel-schedules",
  async ({ id, schedules }: ScheduleChange, { container }) => {
    if (schedules === undefined) return new StepResponse(null)
    const { channels } = container.resolve<Engine>(ENGINE)
    const channel = await channels.retrieveChannel(id)
    return new StepResponse<Record<string, unknown>>({ ...channel.schedules, ...schedules })
  },
)

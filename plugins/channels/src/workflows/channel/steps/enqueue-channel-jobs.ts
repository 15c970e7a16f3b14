import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"
import { ENGINE, type Engine } from "../../../engine/engine"
import type { ChannelTask } from "../../../engine/tasks"

export interface ChannelJobs {
  channelId: string
  tasks: ChannelTask[]
}

/** The last step of a workflow: a job that runs is not taken back, and a channel that is gone gives it nothing to do. */
export const enqueueChannelJobsStep = createStep(
  "enqueue-channel-jobs",
  async ({ channelId, tasks }: ChannelJobs, { container }) => {
    const engine = container.resolve<Engine>(ENGINE)
    for (const task of tasks) await engine.enqueue(task, channelId)
    return new StepResponse(tasks)
  },
)

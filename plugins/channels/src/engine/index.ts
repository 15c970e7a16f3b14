export { ENGINE, type Engine } from "./engine"
export { defaultSchedules, nextRun, scheduledJobs, type Schedule, type ScheduledJob } from "./schedule"
export { channelTasks, type ChannelTask } from "./tasks"

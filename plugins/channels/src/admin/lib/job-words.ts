import type { Channel } from "./wire"

type Job = Channel["schedules"][number]["job"]

/** A schedule, in the operator's words. */
export const jobWords: Record<Job, string> = {
  "pull-orders": "Read orders",
  "sweep-orders": "Read orders listed late",
  "push-stock": "Compare stock",
  "read-back": "Read back what is shown",
  "pull-listings": "Read listings",
}

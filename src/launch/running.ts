import { medusaEnvironment } from "./environment"
import type { ManagedProcess } from "./processes"
import type { Project } from "./project"
import type { Secrets } from "./secrets"

/** What the steps learn on the way: where things run. */
export interface Running {
  databaseUrl: string
  environment(): NodeJS.ProcessEnv
  /** Processes without which the whole is broken. */
  vital: ManagedProcess[]
  /** Marketplace addresses of the sandboxes, by environment variable. */
  sandboxes: Record<string, string>
  host: string
  port: number
}

/** Nothing runs yet; the steps fill in what they start. */
export function nothingRunning(
  project: Project,
  secrets: Secrets,
  at: { host: string; port: number },
): Running {
  const running: Running = {
    ...at,
    databaseUrl: "",
    vital: [],
    sandboxes: {},
    environment: () => medusaEnvironment(process.env, { project, secrets, ...running }),
  }
  return running
}

import { readConfig } from "./config"
import { buildSteps } from "./launch/build-steps"
import { requireReachable } from "./launch/database"
import { databaseSteps, migrationSteps } from "./launch/database-steps"
import { runToEnd } from "./launch/run-to-end"
import type { Running } from "./launch/running"

/** `npm run db:migrate`: brings the database in DATABASE_URL up to this version; once per release, before servers start. */
export function main(): Promise<number> {
  const { databaseUrl, port } = readConfig(process.env)
  const environment = () => ({ NODE_ENV: "production", ...process.env })
  const running: Running = { databaseUrl, host: "", port, vital: [], sandboxes: {}, environment }
  const open = async () => {
    await requireReachable(databaseUrl)
    return { url: databaseUrl, process: undefined }
  }
  return runToEnd("db:migrate", (site) => [
    ...buildSteps(site, { dashboard: false }),
    ...databaseSteps(running, open),
    ...migrationSteps(site, running),
  ])
}

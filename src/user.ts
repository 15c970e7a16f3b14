import { randomBytes } from "node:crypto"
import { medusaCommand } from "./launch/database-steps"
import { listenAddress } from "./launch/arguments"
import { Obstacle } from "./launch/obstacle"
import { addressOf, rememberedPort } from "./launch/postgres"
import { requireReachable } from "./launch/database"
import { projectAt } from "./launch/project"
import { runToEnd } from "./launch/run-to-end"
import { nothingRunning } from "./launch/running"
import { loadSecrets } from "./launch/secrets"

/** `npm run user -- email password`: adds a dashboard user to the running `npm start -- --empty`, or to DATABASE_URL. */
export function main(args: string[]): Promise<number> {
  const [email, password] = args
  if (email === undefined || password === undefined) {
    throw new Obstacle("Say whom to add: npm run user -- you@example.com a-long-password")
  }
  const project = projectAt(process.cwd())
  const secrets = loadSecrets(project.secrets, randomBytes)
  const running = nothingRunning(project, secrets, listenAddress(process.env))
  const port = rememberedPort(project, "postgres")
  const embedded = port === undefined ? "" : addressOf(port, secrets.databasePassword, "serai")
  running.databaseUrl = process.env.DATABASE_URL || embedded
  return runToEnd("user", (site) => [
    {
      id: "user",
      title: `Add ${email}`,
      about: 15,
      after: [],
      run: async () => {
        await requireReachable(running.databaseUrl)
        await site.processes.run(
          medusaCommand(site, "user", ["user", "-e", email, "-p", password], running.environment()),
        )
      },
    },
  ])
}

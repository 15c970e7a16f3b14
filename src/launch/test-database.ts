import { randomBytes } from "node:crypto"
import type { Site } from "./build-steps"
import { openDatabase } from "./database"
import { quiet } from "./environment"
import { loadSecrets } from "./secrets"
import type { Step } from "./steps"

/**
 * A Postgres for tests, apart from the one that `npm start` uses, and the environment that @medusajs/test-utils and
 * `medusa-config.ts` read. Test data may be lost in a power cut, so nothing waits for the disk.
 */
export function testDatabaseStep(site: Site, environment: NodeJS.ProcessEnv): Step {
  return {
    id: "test-database",
    title: "Start the test database",
    after: [],
    run: async () => {
      const password = loadSecrets(site.project.secrets, randomBytes).databasePassword
      const embedded = { ...site, name: "test-postgres", password, durable: false }
      const { url } = await openDatabase(process.env.DATABASE_URL, "serai_test", embedded)
      Object.assign(environment, databaseVariables(url))
    },
  }
}

/** What test processes run with: secrets of no value, and no telemetry. */
export function testEnvironment({ project }: Site, chromium: string | undefined): NodeJS.ProcessEnv {
  return {
    JWT_SECRET: randomBytes(32).toString("hex"),
    COOKIE_SECRET: randomBytes(32).toString("hex"),
    SERAI_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    LOG_LEVEL: "error",
    ...process.env,
    ...quiet(project),
    NODE_ENV: "test",
    ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
  }
}

/** The test runner of Medusa wants its database in pieces. */
export function databaseVariables(address: string): Record<string, string> {
  const url = new URL(address)
  return {
    DATABASE_URL: address,
    // It demands TLS from any host that is not called localhost.
    DB_HOST: url.hostname === "127.0.0.1" ? "localhost" : url.hostname,
    DB_PORT: url.port || "5432",
    DB_USERNAME: decodeURIComponent(url.username),
    DB_PASSWORD: decodeURIComponent(url.password),
  }
}

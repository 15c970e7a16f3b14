import { demoEnvironment } from "./demo"
import type { Project } from "./project"
import type { Secrets } from "./secrets"

export interface EnvironmentOptions {
  project: Project
  secrets: Secrets
  databaseUrl: string
  port: number
  /** Addresses of the sandboxes that stand in for marketplaces, as environment variables. */
  sandboxes: Record<string, string>
}

/** What Medusa's processes run with: what was given from outside wins over what we made. */
export function medusaEnvironment(outer: NodeJS.ProcessEnv, options: EnvironmentOptions): NodeJS.ProcessEnv {
  return {
    JWT_SECRET: options.secrets.jwtSecret,
    COOKIE_SECRET: options.secrets.cookieSecret,
    SERAI_ENCRYPTION_KEY: options.secrets.encryptionKey,
    NODE_ENV: "production",
    ...quiet(options.project),
    ...(Object.keys(options.sandboxes).length > 0 && demoEnvironment(options.port)),
    ...options.sandboxes,
    ...outer,
    DATABASE_URL: options.databaseUrl,
    PORT: String(options.port),
  }
}

/** Medusa keeps a telemetry file in the home folder otherwise: nothing outside the project is touched. */
export function quiet(project: Project): NodeJS.ProcessEnv {
  return { MEDUSA_DISABLE_TELEMETRY: "true", XDG_CONFIG_HOME: `${project.data}/config` }
}

import { z } from "zod"

const postgresUrl = z
  .string({ error: "is missing; set it to a postgres://user:password@host:port/database address" })
  .regex(/^postgres(ql)?:\/\//, "must be a postgres://user:password@host:port/database address")

const secret = (command: string) =>
  z
    .string({ error: `is missing; make one with: ${command}` })
    .min(16, `must have at least 16 characters; make one with: ${command}`)

const encryptionKey = z
  .string({ error: "is missing; make one with: openssl rand -base64 32" })
  .refine(
    (text) => Buffer.from(text, "base64").length === 32,
    "must be 32 bytes in base64; make one with: openssl rand -base64 32",
  )

const webUrl = z.url({ protocol: /^https?$/, error: "must be an http:// or https:// address" })

const environment = z.object({
  DATABASE_URL: postgresUrl,
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, "must be a redis:// or rediss:// address")
    .optional(),
  /** Encrypts the marketplaces' credentials at rest; losing it means connecting every channel again. */
  SERAI_ENCRYPTION_KEY: encryptionKey,
  JWT_SECRET: secret("openssl rand -hex 32"),
  COOKIE_SECRET: secret("openssl rand -hex 32"),
  MEDUSA_WORKER_MODE: z
    .enum(["shared", "server", "worker"], { error: "must be shared, server or worker" })
    .default("shared"),
  PORT: z.coerce.number({ error: "must be a port number" }).int().min(1).max(65535).default(9000),
  /** Where browsers reach the server; decides CORS, links to uploads, and whether cookies demand https. */
  PUBLIC_URL: webUrl.optional(),
  /** Where marketplaces reach the server; webhooks are registered only when it is set. */
  WEBHOOK_URL: webUrl.optional(),
  /** Whoever shows it may read `GET /metrics`; without it nobody may. */
  METRICS_TOKEN: secret("openssl rand -hex 32").optional(),
  /** Spans are sent there; OpenTelemetry's own variable, which its SDK reads too. */
  OTEL_EXPORTER_OTLP_ENDPOINT: webUrl.optional(),
  STORE_CORS: z.string().optional(),
  ADMIN_CORS: z.string().optional(),
  AUTH_CORS: z.string().optional(),
  /** How far back every reading of orders starts again; the default fits the live marketplace. */
  TRENDYOL_OVERLAP_MS: z.coerce.number().int().min(0).optional(),
  /** Is Trendyol's order stream trusted to begin with what changed last? Otherwise every reading goes through the whole overlap. */
  TRENDYOL_NEWEST_FIRST: z
    .enum(["true", "false"], { error: "must be true or false" })
    .transform((word) => word === "true")
    .optional(),
  /** Where Trendyol's archiving counts: see the connector's README. */
  TRENDYOL_ARCHIVES: z.enum(["seller", "storefront"]).optional(),
  /** Another Trendyol than the live one: its stage environment or the sandbox. */
  TRENDYOL_BASE_URL: webUrl.optional(),
})

export interface Config {
  databaseUrl: string
  redisUrl: string | undefined
  encryptionKey: string
  jwtSecret: string
  cookieSecret: string
  workerMode: "shared" | "server" | "worker"
  port: number
  publicUrl: string
  webhookUrl: string | undefined
  metricsToken: string | undefined
  tracesUrl: string | undefined
  cors: { store: string; admin: string; auth: string }
  /** Browsers send secure cookies over https only. */
  secureCookies: boolean
  trendyolBaseUrl: string | undefined
  trendyolOverlapMs: number | undefined
  trendyolNewestFirst: boolean | undefined
  trendyolArchives: "seller" | "storefront" | undefined
}

/** The one reading of the environment. Throws an error that names every variable that does not fit, never its value. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""))
  const result = environment.safeParse(given)
  if (!result.success) {
    const complaints = result.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`)
    throw new Error(`The environment does not fit: ${complaints.join("; ")}.`)
  }
  const parsed = result.data
  const publicUrl = parsed.PUBLIC_URL ?? `http://localhost:${parsed.PORT}`
  const origin = new URL(publicUrl).origin
  return {
    databaseUrl: parsed.DATABASE_URL,
    redisUrl: parsed.REDIS_URL,
    encryptionKey: parsed.SERAI_ENCRYPTION_KEY,
    jwtSecret: parsed.JWT_SECRET,
    cookieSecret: parsed.COOKIE_SECRET,
    workerMode: parsed.MEDUSA_WORKER_MODE,
    port: parsed.PORT,
    publicUrl,
    webhookUrl: parsed.WEBHOOK_URL,
    metricsToken: parsed.METRICS_TOKEN,
    tracesUrl: parsed.OTEL_EXPORTER_OTLP_ENDPOINT,
    cors: {
      store: parsed.STORE_CORS ?? origin,
      admin: parsed.ADMIN_CORS ?? origin,
      auth: parsed.AUTH_CORS ?? origin,
    },
    secureCookies: origin.startsWith("https:"),
    trendyolBaseUrl: parsed.TRENDYOL_BASE_URL,
    trendyolOverlapMs: parsed.TRENDYOL_OVERLAP_MS,
    trendyolNewestFirst: parsed.TRENDYOL_NEWEST_FIRST,
    trendyolArchives: parsed.TRENDYOL_ARCHIVES,
  }
}

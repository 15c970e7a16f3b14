import { defineConfig, Modules } from "@medusajs/framework/utils"
import { readConfig } from "./src/config"
import { outliveLog } from "./src/log-loss"

outliveLog(process)

const config = readConfig(process.env)

/** Without Redis one process may run; the Postgres locks still hold between two, the in-memory default would not. */
const infrastructure = config.redisUrl === undefined ? onPostgres() : onRedis(config.redisUrl)

export default defineConfig({
  projectConfig: {
    databaseUrl: named(config.databaseUrl),
    redisUrl: config.redisUrl,
    workerMode: config.workerMode,
    http: {
      storeCors: config.cors.store,
      adminCors: config.cors.admin,
      authCors: config.cors.auth,
      jwtSecret: config.jwtSecret,
      cookieSecret: config.cookieSecret,
    },
    cookieOptions: { secure: config.secureCookies, sameSite: "lax" },
  },
  admin: {
    // A worker answers no requests, so it needs no dashboard.
    disable: config.workerMode === "worker",
    // Measuring the compressed size of 1000 files takes longer than writing them.
    vite: () => ({ build: { reportCompressedSize: false } }),
  },
  plugins: [
    {
      resolve: "@serai/channels",
      options: {
        databaseUrl: config.databaseUrl,
        encryptionKey: config.encryptionKey,
        publicUrl: config.webhookUrl,
        redisUrl: config.redisUrl,
        metricsToken: config.metricsToken,
        providers: [
          {
            resolve: "@serai/trendyol/providers/channel",
            id: "trendyol",
            options: {
              baseUrl: config.trendyolBaseUrl,
              overlapMs: config.trendyolOverlapMs,
              newestFirst: config.trendyolNewestFirst,
              archives: config.trendyolArchives,
            },
          },
        ],
      },
    },
  ],
  modules: [
    ...infrastructure,
    {
      resolve: "@medusajs/medusa/fulfillment",
      options: {
        providers: [
          { resolve: "@medusajs/medusa/fulfillment-manual", id: "manual" },
          { resolve: "@serai/trendyol/providers/fulfillment", id: "trendyol" },
        ],
      },
    },
    {
      resolve: "@medusajs/medusa/file",
      options: {
        providers: [
          {
            resolve: "@medusajs/medusa/file-local",
            id: "local",
            options: { backend_url: `${config.publicUrl}/static` },
          },
        ],
      },
    },
  ],
})

/** What Medusa changes is told apart from what somebody changes by hand, by the connection's name. */
function named(databaseUrl: string) {
  if (databaseUrl.includes("application_name=")) return databaseUrl
  return `${databaseUrl}${databaseUrl.includes("?") ? "&" : "?"}application_name=medusa`
}

function onPostgres() {
  return [
    {
      resolve: "@medusajs/medusa/locking",
      options: {
        providers: [
          { resolve: "@medusajs/medusa/locking-postgres", id: "locking-postgres", is_default: true },
        ],
      },
    },
  ]
}

function onRedis(redisUrl: string) {
  return [
    {
      resolve: "@medusajs/medusa/locking",
      options: {
        providers: [
          {
            resolve: "@medusajs/medusa/locking-redis",
            id: "locking-redis",
            is_default: true,
            options: { redisUrl },
          },
        ],
      },
    },
    { resolve: "@medusajs/medusa/event-bus-redis", options: { redisUrl } },
    { resolve: "@medusajs/medusa/workflow-engine-redis", options: { redis: { redisUrl } } },
    {
      key: Modules.CACHING,
      resolve: "@medusajs/medusa/caching",
      options: {
        providers: [
          {
            resolve: "@medusajs/medusa/caching-redis",
            id: "caching-redis",
            is_default: true,
            options: { redisUrl },
          },
        ],
      },
    },
  ]
}

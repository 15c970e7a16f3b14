import { z } from "zod"
import { defaultBounds, healthBounds } from "../../engine/health/bounds"

/** What `medusa-config.ts` passes to the plugin. */
export const channelOptionsSchema = z.object({
  /** The database Medusa uses; the ledger lives in it, in a schema of its own. */
  databaseUrl: z.string().min(1, "databaseUrl is missing"),
  /** 32 bytes in base64; encrypts credentials at rest. */
  encryptionKey: z
    .string()
    .refine((key) => Buffer.from(key, "base64").length === 32, "encryptionKey must be 32 bytes in base64"),
  /** Where marketplaces reach this server from outside; webhooks are registered only when it is set. */
  publicUrl: z.url().optional(),
  /** Shares marketplace limits between processes when set; Postgres does otherwise. */
  redisUrl: z.string().optional(),
  /** Whoever shows it may read `GET /metrics`; without it nobody may. */
  metricsToken: z.string().min(16, "metricsToken must have at least 16 characters").optional(),
  health: z
    .object({
      bounds: healthBounds.default(defaultBounds),
      /** Who is told of alerts besides the dashboard's bell, by a provider of Medusa's notification module. */
      recipients: z.array(z.object({ channel: z.string().min(1), to: z.string().min(1) })).default([]),
    })
    .default({ bounds: defaultBounds, recipients: [] }),
  /** Connectors, in Medusa's own form. */
  providers: z
    .array(
      z.object({
        resolve: z.unknown(),
        id: z.string(),
        options: z.record(z.string(), z.unknown()).optional(),
      }),
    )
    .default([]),
})

export type ChannelOptions = z.infer<typeof channelOptionsSchema>

/** Fails at start with one sentence that names the option, rather than at the first order. */
export function parseChannelOptions(options: unknown): ChannelOptions {
  const parsed = channelOptionsSchema.safeParse(options)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Error(
    `The options of @serai/channels in medusa-config.ts are not right: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`,
  )
}

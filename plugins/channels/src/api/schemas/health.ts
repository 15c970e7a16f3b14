import { z } from "zod"
import { alertShape } from "../../ledger/queries/health-alerts"
import { moment } from "../../ledger/queries/shape"

const pace = z.enum(["ok", "late", "stuck"])
const age = z.object({ seconds: z.number(), pace })

/** From a change of stock until the marketplace had accepted what follows from it, today and yesterday. */
const delays = z.object({
  changes: z.number(),
  /** Null when there are none, or when it lies beyond the last bound. */
  p50_ms: z.number().nullable(),
  p95_ms: z.number().nullable(),
  p99_ms: z.number().nullable(),
  /** `le_ms` null: longer than every bound. */
  buckets: z.array(z.object({ le_ms: z.number().nullable(), changes: z.number() })),
})

const channelHealth = z.object({
  id: z.string(),
  name: z.string(),
  marketplace: z.string(),
  paused: z.boolean(),
  /** How long ago the last complete reading of its orders began. */
  read_mark: age.extend({ every_seconds: z.number() }),
  /** How long the oldest unread fact or unsent change has waited. */
  queue: age.extend({ pending: z.int(), due: z.int() }),
  /** How long figures above zero have been waiting for orders to be read; 0 while they go. */
  gate_shut_seconds: z.number(),
  /** Listings that show another figure than was accepted, by kind of drift. */
  divergence: z.record(z.string(), z.number()),
  delays,
  /** Of the last 7 days, most frequent first. */
  rejects: z.array(z.object({ code: z.string(), count: z.number() })),
  /** Units sold that no location had, in the last 7 days. */
  oversold_units: z.number(),
})

export const healthAnswer = z.object({
  at: moment,
  /** Changes of stock that no figure has followed yet, and jobs that nobody works on. */
  house: z.object({
    queue: age,
    failed_jobs: z.array(z.object({ task: z.string(), failed: z.int() })),
  }),
  channels: z.array(channelHealth),
  alerts: z.array(alertShape),
})

export type HealthAnswer = z.output<typeof healthAnswer>

const day = 86_400_000

const wholeMoment = z.iso
  .datetime({ offset: true, error: "must be a moment such as 2026-03-01T12:00:00Z" })
  .transform((text) => new Date(text))

export const healthSeriesQuery = z.object({
  /** A day before `to` when left out. */
  from: wholeMoment.optional(),
  /** Now when left out. */
  to: wholeMoment.optional(),
})

/** A span of at most 8 days that ends after it begins, or why it is none. */
export const seriesSpan = z
  .object({ from: z.date(), to: z.date() })
  .refine(({ from, to }) => from < to, "from must be earlier than to")
  .refine(
    ({ from, to }) => to.getTime() - from.getTime() <= 8 * day,
    "samples are kept for 7 days: ask for at most 8",
  )

export const healthSeriesAnswer = z.object({
  from: moment,
  to: moment,
  /** Every point is the worst of so many seconds. */
  step_seconds: z.int(),
  points: z.array(
    z.object({
      at: moment,
      /** Null for the house as a whole. */
      channel_id: z.string().nullable(),
      read_mark_age_s: z.number().nullable(),
      queue_age_s: z.number(),
      divergence: z.number(),
      due: z.number(),
      p99_ms: z.number().nullable(),
    }),
  ),
})

export const metricsAnswer = z.string().meta({ description: "Prometheus text, version 0.0.4" })

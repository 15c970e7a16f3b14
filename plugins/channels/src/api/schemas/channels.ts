import { z } from "zod"
import { errorKinds } from "../../contract"
import { scheduledJobs } from "../../engine/schedule"
import { channelFigures } from "../../ledger/queries/channel-figures"
import { moment } from "../../ledger/queries/shape"
import { pageOf, paging } from "./common"
import { channelRulesBody, channelRulesView } from "./rules"

const name = z.string().trim().min(1, "name is empty").max(200)
const credentials = z
  .record(z.string(), z.unknown())
  .meta({ description: "Fields as `marketplaces` lists them." })

const day = 24 * 60 * 60
const schedule = z.object({
  interval_seconds: z
    .int()
    .min(30, "at least 30 seconds")
    .max(7 * day, "at most 7 days"),
  offset_seconds: z
    .int()
    .min(0)
    .max(7 * day),
})

/** What went wrong last, and still stands. */
const channelProblem = z.object({
  kind: z.enum(["auth", "orders", "listings", "webhook"]),
  message: z.string(),
  at: moment.nullable(),
})

export const channelView = z.object({
  id: z.string(),
  marketplace: z.string(),
  marketplace_name: z.string(),
  name: z.string(),
  account: z.string(),
  currency: z.string(),
  sales_channel_id: z.string(),
  state: z.enum(["active", "paused"]),
  ...channelRulesView,
  /** How old, at most, the reading of the channel's orders may be when a figure above zero is written. */
  freshness_seconds: z.int(),
  /** A change of more than this share of the listings at once stops and asks; null for never. */
  brake_percent: z.int().nullable(),
  /** What happens where the marketplace shows another figure than it accepted, and no order explains it. */
  drift_rule: z.enum(["overwrite", "report"]),
  /** The largest quantity of one listing that the marketplace takes. */
  marketplace_max: z.number().nullable(),
  /** Its orders are read from the newest change back to what is known; otherwise through the whole overlap each time. */
  orders_newest_first: z.boolean(),
  /** Its connector can end listings that are sold out. */
  ends_listings: z.boolean(),
  /** What it ends by one write: a listing alone, all of a product, or a listing on every channel of the account; null where it cannot. */
  ends_together: z.enum(["listing", "product", "account"]).nullable(),
  schedules: z.array(schedule.extend({ job: z.enum(scheduledJobs), next_run_at: moment.nullable() })),
  orders_since: moment,
  /** `unsupported`: the marketplace has none. `missing`: orders come by polling alone. */
  webhook: z.enum(["registered", "missing", "unsupported"]),
  problems: z.array(channelProblem),
  figures: channelFigures,
  created_at: moment,
})

export type ChannelView = z.output<typeof channelView>

export const listChannelsQuery = z.object({ ...paging, limit: paging.limit.default(100) })
export const listChannelsAnswer = pageOf("channels", channelView)
export const channelAnswer = z.object({ channel: channelView })

export const connectBody = z.object({
  marketplace: z.string().min(1),
  name,
  credentials,
  /** An existing sales channel that no other channel uses; a new one is made when it is left out. */
  sales_channel_id: z.string().optional(),
  /** All existing ones when left out. */
  stock_location_ids: z.array(z.string()).optional(),
})

export const connectAnswer = channelAnswer.extend({
  /** What did not work but does not stand in the way, e.g. a webhook that could not be registered. */
  warnings: z.array(z.string()),
})

export const updateBody = z.object({
  name: name.optional(),
  state: z.enum(["active", "paused"]).optional(),
  ...channelRulesBody.shape,
  freshness_seconds: z
    .int("freshness_seconds is a whole number")
    .min(1, "freshness_seconds is at least 1: a reading takes time")
    .max(600, "freshness_seconds is at most 600: older orders say nothing about now")
    .optional(),
  brake_percent: z
    .int("brake_percent is a whole number")
    .min(1, "brake_percent is between 1 and 100, or null for no brake")
    .max(100, "brake_percent is between 1 and 100, or null for no brake")
    .nullable()
    .optional(),
  drift_rule: z.enum(["overwrite", "report"]).optional(),
  schedules: z.partialRecord(z.enum(scheduledJobs), schedule).optional(),
})

export const credentialsBody = z.object({ credentials })

export const verifyBody = z.object({ marketplace: z.string().min(1), credentials })

/** Either who we are over there, or why the marketplace does not let us in. */
export const verifyAnswer = z.discriminatedUnion("connected", [
  z.object({ connected: z.literal(true), account: z.string(), currency: z.string() }),
  z.object({
    connected: z.literal(false),
    kind: z.enum(errorKinds),
    message: z.string(),
    /** The credential that does not fit, where it is only one. */
    field: z.string().nullable(),
  }),
])

export type VerifyAnswer = z.output<typeof verifyAnswer>

export const credentialField = z.object({
  name: z.string(),
  label: z.string(),
  help: z.string().optional(),
  secret: z.boolean(),
  required: z.boolean(),
  options: z.array(z.string()).optional(),
  defaultValue: z.string().optional(),
})

export const marketplacesAnswer = z.object({
  marketplaces: z.array(
    z.object({ id: z.string(), display_name: z.string(), credentials: z.array(credentialField) }),
  ),
})

export const syncBody = z.object({ what: z.enum(["orders", "stock", "shown", "listings", "all"]) })

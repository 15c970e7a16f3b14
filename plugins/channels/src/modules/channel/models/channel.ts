import { model } from "@medusajs/framework/utils"

/** One seller account (and storefront) on a marketplace; 1:1 with a sales channel, and through it with stock locations. */
export const Channel = model
  .define("channel", {
    id: model.id({ prefix: "chan" }).primaryKey(),
    marketplace: model.text(),
    name: model.text().searchable(),
    /** Who we are over there, as the marketplace names the account. */
    account: model.text(),
    /** ISO 4217, upper case. */
    currency: model.text(),
    /** AES-256-GCM, bound to this row's id. */
    credentials: model.text(),
    webhook_secret: model.text(),
    webhook_id: model.text().nullable(),
    sales_channel_id: model.text().unique(),
    state: model.enum(["active", "paused"]).default("active"),
    /** Of what is available, how much this channel may offer, in percent. */
    share_percent: model.number().default(100),
    /** Pieces held back from what the share leaves. */
    buffer: model.number().default(0),
    /** Of what is available, how much is held back as well, in percent, rounded up. */
    buffer_percent: model.number().default(0),
    /** `measured`: as many pieces as sell while a change is on its way, by `oversell_chance`; see ledger/figures.ts. */
    buffer_mode: model.enum(["fixed", "measured"]).default("fixed"),
    /** How likely more may sell in that time than a measured buffer holds back. */
    oversell_chance: model.float().default(0.001),
    /** Fewer pieces than this are shown as none. */
    minimum: model.number().default(0),
    /** The most this channel may offer of one listing; null for the marketplace's own limit. */
    cap: model.number().nullable(),
    /** `single`: a listing offers what one location can send; `split`: what all of them can together. */
    location_mode: model.enum(["split", "single"]).default("split"),
    /** Does a listing that is sold out show zero, or end? */
    when_sold_out: model.enum(["zero", "end"]).default("zero"),
    /** How old, at most, the reading of this channel's orders may be when a figure above zero is written. */
    freshness_seconds: model.number().default(10),
    /** A change of more than this share of the listings at once stops and asks; null for never. */
    brake_percent: model.number().default(30).nullable(),
    /** What happens where the marketplace shows another figure than it accepted, and no order explains it. */
    drift_rule: model.enum(["overwrite", "report"]).default("overwrite"),
    /** Interval and offset per scheduled job, in seconds; see engine/schedule.ts. */
    schedules: model.json(),
    /** Orders placed before this moment are not ours to reserve. */
    orders_since: model.dateTime(),
  })
  // Two channels on one account would each sell the same shelf.
  .indexes([{ on: ["marketplace", "account"], unique: true, where: "deleted_at is null" }])

import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** How fresh a channel's orders must be before a figure is written, how much may change at once, and what drift leads to. */
export class Migration20261120140000 extends Migration {
  override up(): Promise<void> {
    this.addSql(`
      alter table "channel"
        add column if not exists "freshness_seconds" integer not null default 10,
        add column if not exists "brake_percent" integer null default 30,
        add column if not exists "drift_rule" text check ("drift_rule" in ('overwrite', 'report')) not null default 'overwrite'`)
    return Promise.resolve()
  }

  override down(): Promise<void> {
    this.addSql(`
      alter table "channel" drop column if exists "freshness_seconds", drop column if exists "brake_percent",
        drop column if exists "drift_rule"`)
    return Promise.resolve()
  }
}

import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** The rules by which a channel's figures follow from stock. */
export class Migration20261120150000 extends Migration {
  override up(): Promise<void> {
    this.addSql(`
      alter table "channel"
        add column if not exists "buffer_percent" integer not null default 0,
        add column if not exists "buffer_mode" text check ("buffer_mode" in ('fixed', 'measured')) not null default 'fixed',
        add column if not exists "oversell_chance" double precision not null default 0.001,
        add column if not exists "minimum" integer not null default 0,
        add column if not exists "location_mode" text check ("location_mode" in ('split', 'single')) not null default 'split',
        add column if not exists "when_sold_out" text check ("when_sold_out" in ('zero', 'end')) not null default 'zero'`)
    return Promise.resolve()
  }

  override down(): Promise<void> {
    this.addSql(`
      alter table "channel" drop column if exists "buffer_percent", drop column if exists "buffer_mode",
        drop column if exists "oversell_chance", drop column if exists "minimum",
        drop column if exists "location_mode", drop column if exists "when_sold_out"`)
    return Promise.resolve()
  }
}

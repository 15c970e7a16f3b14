import { Migration } from "@medusajs/framework/mikro-orm/migrations"

export class Migration20261120100000 extends Migration {
  override up(): Promise<void> {
    this.addSql(`
      create table if not exists "channel" (
        "id" text not null,
        "marketplace" text not null,
        "name" text not null,
        "account" text not null,
        "currency" text not null,
        "credentials" text not null,
        "webhook_secret" text not null,
        "webhook_id" text null,
        "sales_channel_id" text not null,
        "state" text check ("state" in ('active', 'paused')) not null default 'active',
        "share_percent" integer not null default 100,
        "buffer" integer not null default 0,
        "cap" integer null,
        "schedules" jsonb not null,
        "orders_since" timestamptz not null,
        "created_at" timestamptz not null default now(),
        "updated_at" timestamptz not null default now(),
        "deleted_at" timestamptz null,
        constraint "channel_pkey" primary key ("id")
      )`)
    this.addSql(
      `create unique index if not exists "IDX_channel_sales_channel_id_unique" on "channel" ("sales_channel_id") where deleted_at is null`,
    )
    this.addSql(
      `create unique index if not exists "IDX_channel_marketplace_account_unique" on "channel" ("marketplace", "account") where deleted_at is null`,
    )
    this.addSql(
      `create index if not exists "IDX_channel_deleted_at" on "channel" ("deleted_at") where deleted_at is null`,
    )
    return Promise.resolve()
  }

  override down(): Promise<void> {
    this.addSql(`drop table if exists "channel" cascade`)
    return Promise.resolve()
  }
}

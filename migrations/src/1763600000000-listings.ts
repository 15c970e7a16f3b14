import type { MigrationInterface, QueryRunner } from "typeorm"

/** What is offered where, and for each aspect of it what we want the marketplace to show and what it took. */
export class Listings1763600000000 implements MigrationInterface {
  readonly name = "Listings1763600000000"

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create schema if not exists ledger`)
    await runner.query(`
      create table ledger.listing (
        id bigint generated always as identity primary key,
        channel_id text not null,
        external_id text not null,
        external_product_id text,
        barcode text,
        sku text,
        title text not null,
        image_url text,
        url text,
        remote_state text not null,
        pushable boolean not null,
        remote_quantity integer,
        remote_price numeric,
        currency text,
        variant_id text,
        mapped_by text check (mapped_by in ('barcode', 'sku', 'manual')),
        seen_at timestamptz not null default now(),
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        unique (channel_id, external_id),
        check ((variant_id is null) = (mapped_by is null))
      )`)
    await runner.query(
      `create index listing_variant on ledger.listing (variant_id) where variant_id is not null`,
    )
    await runner.query(
      `create index listing_unmapped on ledger.listing (channel_id, id) where variant_id is null`,
    )
    // Pages and the full comparison walk one channel in the order of ids.
    await runner.query(`create index listing_channel on ledger.listing (channel_id, id)`)

    // The figure a listing should show is replaced many times a day; free space in each page keeps those updates in place.
    await runner.query(`
      create table ledger.aspect (
        listing_id bigint not null references ledger.listing (id) on delete cascade,
        aspect text not null check (aspect in ('stock', 'price', 'content')),
        channel_id text not null,
        state text not null check (state in ('settled', 'due', 'sent', 'refused', 'unknown')),
        version bigint not null default 1,
        desired jsonb,
        desired_at timestamptz not null,
        reason jsonb,
        priority smallint not null default 1,
        changed_at timestamptz,
        sent jsonb,
        sent_push_id bigint,
        accepted jsonb,
        accepted_at timestamptz,
        accepted_push_id bigint,
        attempts integer not null default 0,
        retry_at timestamptz,
        refusal_code text,
        refusal text,
        primary key (listing_id, aspect)
      ) with (fillfactor = 80)`)
    await runner.query(`
      create index aspect_due on ledger.aspect (channel_id, aspect, priority, listing_id) where state = 'due'`)
    await runner.query(`
      create index aspect_attention on ledger.aspect (channel_id, aspect, state)
        where state in ('sent', 'refused', 'unknown')`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ledger.aspect`)
    await runner.query(`drop table ledger.listing`)
    // TypeORM's own history lives in the schema too, so the schema itself stays.
  }
}

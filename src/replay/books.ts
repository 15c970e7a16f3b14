import type { Db } from "../stage/db"

/**
 * What the replay knows by itself, in a schema of its own beside Medusa's and the ledger: what was bought, and every figure
 * that was ever computed together with the database snapshot it was computed from. In the database, so that memory stays
 * flat however long the file is, and so that the checks are joins.
 */
export async function openBooks(db: Db): Promise<void> {
  await db.query(`
    create schema replay;
    create table replay.sale (
      order_number text primary key,
      channel_id text not null,
      refused text,
      forced boolean not null default false,
      seq bigint generated always as identity
    );
    create table replay.sale_line (
      order_number text not null,
      position integer not null,
      customer text,
      sku text not null,
      pieces integer not null,
      cancelled integer not null default 0,
      primary key (order_number, position)
    );
    create index on replay.sale_line (customer, sku) where customer is not null;
    create table replay.figure (
      listing_id bigint not null,
      version bigint not null,
      desired integer,
      snapshot pg_snapshot not null,
      at timestamptz not null
    )`)
  await observeFigures(db)
}

/**
 * Writes down every desired figure with the snapshot of the very statement that computed it. Only a default and a stable
 * function see that snapshot: a volatile trigger function would take a newer one, and call true figures false.
 */
async function observeFigures(db: Db): Promise<void> {
  await db.query(`
    alter table ledger.aspect add column replay_snapshot pg_snapshot default pg_current_snapshot();
    create function replay.stamp() returns trigger language plpgsql stable as $$
    begin
      new.replay_snapshot := pg_current_snapshot();
      return new;
    end $$;
    create trigger replay_stamp before update on ledger.aspect for each row
      when (new.version is distinct from old.version) execute function replay.stamp();
    create function replay.note_figures() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' then
        insert into replay.figure select listing_id, version, (desired)::int, replay_snapshot, desired_at from after;
      else
        insert into replay.figure
        select a.listing_id, a.version, (a.desired)::int, a.replay_snapshot, a.desired_at
        from after a join before b using (listing_id, aspect) where a.version <> b.version;
      end if;
      return null;
    end $$;
    create trigger replay_note_insert after insert on ledger.aspect
      referencing new table as after for each statement execute function replay.note_figures();
    create trigger replay_note_update after update on ledger.aspect
      referencing old table as before new table as after for each statement execute function replay.note_figures()`)
}

export interface PlacedSale {
  order_number: string
  channel_id: string
  /** Why the marketplace sold nothing; null when it did. */
  refused: string | null
  /** Sold although the marketplace did not show that many. */
  forced: boolean
}

export interface PlacedLine {
  order_number: string
  position: number
  customer: string | null
  sku: string
  pieces: number
}

export async function noteSales(db: Db, sales: PlacedSale[], lines: PlacedLine[]): Promise<void> {
  await db.query(
    `with sale as (
       insert into replay.sale (order_number, channel_id, refused, forced)
       select order_number, channel_id, refused, forced from jsonb_to_recordset($1::jsonb)
         as s (order_number text, channel_id text, refused text, forced boolean)
       on conflict do nothing
     )
     insert into replay.sale_line (order_number, position, customer, sku, pieces)
     select order_number, position, customer, sku, pieces from jsonb_to_recordset($2::jsonb)
       as l (order_number text, position int, customer text, sku text, pieces int)
     on conflict do nothing`,
    [JSON.stringify(sales), JSON.stringify(lines)],
  )
}

export interface CancellableLine {
  order_number: string
  position: number
  cancelled: number
  left: number
}

/** What this customer still has of a SKU, the latest purchase first: that is what people send back. */
export async function cancellableLines(db: Db, customer: string, sku: string): Promise<CancellableLine[]> {
  const { rows } = await db.query<CancellableLine>(
    `select l.order_number, l.position, l.cancelled, l.pieces - l.cancelled as left
     from replay.sale_line l join replay.sale s using (order_number)
     where l.customer = $1 and l.sku = $2 and s.refused is null and l.pieces > l.cancelled
     order by s.seq desc, l.position desc`,
    [customer, sku],
  )
  return rows
}

/** Takes how many pieces of each line are cancelled by now, so that it may be told twice. */
export async function noteCancelled(
  db: Db,
  lines: { order_number: string; position: number; cancelled: number }[],
): Promise<void> {
  await db.query(
    `update replay.sale_line l set cancelled = c.cancelled
     from jsonb_to_recordset($1::jsonb) as c (order_number text, position int, cancelled int)
     where l.order_number = c.order_number and l.position = c.position`,
    [JSON.stringify(lines)],
  )
}

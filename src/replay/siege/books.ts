import type { Db } from "../../stage/db"
import type { Struck } from "./conduct"

/**
 * What a siege has to know beyond the replay's own books: every complete reading of orders, once all it told was ingested (the ledger
 * keeps the newest only), what came to the shelves and left them beside sales, and the blows.
 */
export async function openSiegeBooks(db: Db): Promise<void> {
  await db.query(`
    create table replay.reading (channel_id text not null, began_at timestamptz not null, settled_at timestamptz not null);
    create index on replay.reading (channel_id, settled_at);
    insert into replay.reading select channel_id, settled_began_at, settled_at from ledger.channel_state
      where settled_at is not null;
    create table replay.blow (
      id integer generated always as identity primary key,
      kind text not null,
      began timestamptz not null,
      healed timestamptz not null,
      recovered timestamptz not null
    );
    create table replay.taken_back (sku text not null, pieces integer not null, at timestamptz not null);
    create function replay.note_reading() returns trigger language plpgsql as $$
    begin
      insert into replay.reading values (new.channel_id, new.settled_began_at, new.settled_at);
      return null;
    end $$;
    create trigger replay_note_reading after insert or update of settled_at on ledger.channel_state
      for each row when (new.settled_at is not null) execute function replay.note_reading();
    create function replay.note_taken_back() returns trigger language plpgsql as $$
    begin
      insert into replay.taken_back values (new.sku, new.cancelled - old.cancelled, clock_timestamp());
      return null;
    end $$;
    create trigger replay_note_taken_back after update on replay.sale_line
      for each row when (new.cancelled > old.cancelled) execute function replay.note_taken_back()`)
}

export interface BlowWithEnd extends Struck {
  /** The first push after it was healed that the marketplace accepted; the siege's end when there was none. */
  recovered: Date
  recoveredInMs: number | null
  /** The longest time without any accepted push that the blow lies in. */
  silentMs: number | null
}

interface Around {
  next: Date | null
  silent_ms: number | null
}

/** Tells of each blow when work went on, from what the ledger says of pushes. */
export async function noteBlows(db: Db, struck: Struck[]): Promise<BlowWithEnd[]> {
  const noted: BlowWithEnd[] = []
  for (const blow of struck) {
    const { rows } = await db.query<Around>(
      `with accepted as (
         select settled_at, lag(settled_at) over (order by settled_at) as before from ledger.push where accepted > 0
       ), next as (
         select min(settled_at) as at from accepted where settled_at >= $2
       )
       select next.at as next, (
         select max(extract(epoch from settled_at - before) * 1000)::float8 from accepted
         where settled_at >= $1 and before <= $2
       ) as silent_ms from next`,
      [blow.began, blow.healed],
    )
    const { next = null, silent_ms: silentMs = null } = rows[0] ?? {}
    const recovered = next ?? new Date()
    await db.query(`insert into replay.blow (kind, began, healed, recovered) values ($1, $2, $3, $4)`, [
      blow.kind,
      blow.began,
      blow.healed,
      recovered,
    ])
    const recoveredInMs = next && next.getTime() - blow.healed.getTime()
    noted.push({ ...blow, recovered, recoveredInMs, silentMs })
  }
  return noted
}

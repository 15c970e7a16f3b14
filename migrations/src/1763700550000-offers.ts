import type { MigrationInterface, QueryRunner } from "typeorm"

/** What goes off sale when it is sold out, and comes back: an aspect of its own, with its lane and its brake. */
export class Offers1763700550000 implements MigrationInterface {
  readonly name = "Offers1763700550000"

  async up(runner: QueryRunner): Promise<void> {
    await allow(runner, { aspects: ["stock", "price", "content", "offer"], lanes: [...lanes, "offer"] })
    await runner.query(`alter table ledger.push add column ended integer not null default 0`)
    await runner.query(`
      create index aspect_ends on ledger.aspect (channel_id, listing_id)
        where aspect = 'stock' and desired = '0' and reason ->> 'when_sold_out' = 'end'`)
    await runner.query(`
      create index aspect_off_sale on ledger.aspect (channel_id, listing_id)
        where aspect = 'offer' and desired = 'false'`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index ledger.aspect_off_sale`)
    await runner.query(`drop index ledger.aspect_ends`)
    await runner.query(`delete from ledger.aspect where aspect = 'offer'`)
    await runner.query(`
      delete from ledger.push_item where push_id in (select id from ledger.push where aspect = 'offer')`)
    await runner.query(`delete from ledger.push where aspect = 'offer'`)
    await runner.query(`alter table ledger.push drop column ended`)
    await allow(runner, { aspects: ["stock", "price", "content"], lanes })
  }
}

const lanes = ["lowered", "raised", "price", "content"]

async function allow(
  runner: QueryRunner,
  { aspects, lanes }: { aspects: string[]; lanes: string[] },
): Promise<void> {
  const oneOf = (names: string[]) => names.map((name) => `'${name}'`).join(", ")
  await runner.query(`
    alter table ledger.aspect drop constraint aspect_aspect_check,
      add constraint aspect_aspect_check check (aspect in (${oneOf(aspects)}))`)
  await runner.query(`
    alter table ledger.push drop constraint push_lane_check,
      add constraint push_lane_check check (lane in (${oneOf(lanes)}))`)
}

import type { MigrationInterface, QueryRunner } from "typeorm"

/** Finds the few times that a listing went off sale or came back between all the figures that were sent for it. */
export class OfferHistory1763700700000 implements MigrationInterface {
  readonly name = "OfferHistory1763700700000"

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index push_item_offer on ledger.push_item (listing_id, push_id desc)
        where jsonb_typeof(value) = 'boolean'`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index ledger.push_item_offer`)
  }
}

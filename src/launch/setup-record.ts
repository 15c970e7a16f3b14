import { Client } from "pg"

/**
 * What has been set up in a database is written in that database, so that the note shares its fate: a dropped or restored
 * database is never taken for a migrated one.
 */
export class SetupRecord {
  constructor(private readonly databaseUrl: string) {}

  /** True when `step` was last done with this fingerprint. */
  async holds(step: string, print: string): Promise<boolean> {
    const rows = await this.query<{ fingerprint: string }>(
      "select fingerprint from serai_setup where step = $1",
      [step],
    )
    return rows[0]?.fingerprint === print
  }

  async note(step: string, print: string): Promise<void> {
    await this.query(
      `insert into serai_setup (step, fingerprint) values ($1, $2)
       on conflict (step) do update set fingerprint = excluded.fingerprint, done_at = now()`,
      [step, print],
    )
  }

  private async query<Row extends object>(statement: string, values: string[]): Promise<Row[]> {
    const client = new Client({ connectionString: this.databaseUrl })
    await client.connect()
    try {
      await client.query("set client_min_messages = warning")
      await client.query(
        `create table if not exists serai_setup (
           step text primary key, fingerprint text not null, done_at timestamptz not null default now())`,
      )
      return (await client.query<Row>(statement, values)).rows
    } finally {
      await client.end()
    }
  }
}

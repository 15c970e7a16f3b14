import type { Examined } from "@serai/channels/engine/checks/examine"
import { Obstacle } from "../launch/obstacle"

/**
 * What to say of a ledger that lacks migrations: starting Medusa would run them, and looking must change nothing. Undefined
 * when the examination may begin.
 */
export async function outdatedResults(databaseUrl: string): Promise<Examined[] | undefined> {
  // These lean on what is built.
  const { createLedgerDataSource } = await import("@serai/channels/ledger")
  const { ledgerVersion } = await import("@serai/channels/ledger/checks/upkeep")
  const { versionFindings } = await import("@serai/channels/engine/checks/upkeep")
  const { checks } = await import("@serai/channels/engine/checks/registry")
  const { unmade } = await import("@serai/channels/engine/checks/examine")
  const sql = await createLedgerDataSource({ databaseUrl, poolSize: 1 }).initialize()
  try {
    await requireMedusa(sql)
    const version = await ledgerVersion(sql)
    if (version.pending.length === 0) return undefined
    const findings = versionFindings(version).map((finding) => ({ ...finding, note: null }))
    return checks.map((check) =>
      check.id === "ledger-migrations"
        ? { ...unmade(check, null), outcome: "found", findings, count: findings.length }
        : unmade(check, "the ledger is older than this program"),
    )
  } finally {
    await sql.destroy()
  }
}

async function requireMedusa(sql: { query<Row>(text: string): Promise<Row[]> }): Promise<void> {
  const [row] = await sql.query<{ name: string | null }>(`select to_regclass('public.channel')::text as name`)
  if (row?.name) return
  throw new Obstacle("The database has not been set up: run npm start, or npm run db:migrate.")
}

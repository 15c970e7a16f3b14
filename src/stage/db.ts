import { setTimeout as pause } from "node:timers/promises"
import { Pool, type Client } from "pg"

/** Runs SQL; a connection is one. */
export type Db = Pick<Client, "query">

export interface PatientDb extends Db {
  end(): Promise<void>
}

/** SQLSTATE classes that say the server is away or going: connection exceptions, operator intervention. */
const awayStates = /^(08|57P0[123])/
const askAgainMs = 200
const awayCodes = new Set(["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT"])

/**
 * A database that may go away and come back: a statement waits for it as long as `patienceMs`, and is then made again. A
 * statement whose answer was lost may run twice, so it must be one that may.
 */
export function patientDb(url: string, patienceMs = 120_000): PatientDb {
  const pool = new Pool({ connectionString: url, max: 4 })
  pool.on("error", () => undefined)
  const query = async (text: string, values?: unknown[]) => {
    const deadline = Date.now() + patienceMs
    for (;;) {
      try {
        return await pool.query(text, values)
      } catch (error) {
        if (!isAway(error) || Date.now() > deadline) throw error
        await pause(askAgainMs)
      }
    }
  }
  // The overload of a plain text with values, which is all that is asked here.
  return { query: query as Client["query"], end: () => pool.end() }
}

/** Errors of the network are not always of this realm's class. */
function isAway(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false
  const code = "code" in error ? String(error.code) : ""
  const message = "message" in error ? String(error.message) : ""
  return awayStates.test(code) || awayCodes.has(code) || /terminated|timeout exceeded/i.test(message)
}

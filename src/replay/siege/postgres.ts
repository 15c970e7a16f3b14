import { startPostgres, type PostgresOptions, type RunningPostgres } from "../../launch/postgres"

/** A Postgres of our own, which may be stopped under everybody's feet. */
export interface BesiegedPostgres {
  url: string
  /** `fast` ends every connection and shuts down in order; `immediate` leaves recovery to the next start. */
  restart(how: "fast" | "immediate", downMs: () => Promise<unknown>): Promise<void>
}

/** Somebody else's database is never used: it would be stopped. Commits are durable, or a crash would lose what was promised. */
export async function openBesiegedPostgres(
  site: Pick<PostgresOptions, "project" | "processes">,
  password: string,
): Promise<BesiegedPostgres> {
  const options: PostgresOptions = { ...site, name: "siege-postgres", password, durable: true }
  let running: RunningPostgres = await startPostgres(options)
  return {
    url: await running.database("serai_siege"),
    async restart(how, wait) {
      if (how === "immediate") {
        process.kill(running.process.pid, "SIGQUIT")
        await running.process.ended
      } else {
        await running.process.stop()
      }
      await wait()
      running = await startPostgres(options)
    },
  }
}

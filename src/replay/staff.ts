import { choosePort } from "../launch/machine"
import { startServer, type MedusaOptions, type Stage } from "../stage/medusa"
import type { StageSandbox } from "../stage/sandbox"
import type { PlayedMarketplace } from "./marketplace"
import { peakMemory } from "./memory"

/** The processes that do the work. */
export interface Staff {
  /** Where the admin API answers. */
  url: string
  /** Kills the server as a power cut would, and starts it again. */
  crash(): Promise<void>
  /** Throws with its last words when the server ended by itself. */
  require(): void
  /** The most memory any of the server's lives took, in bytes; undefined where the system does not tell. */
  memory(): number | undefined
  stop(): Promise<void>
}

export interface Workplace {
  stage: Stage
  databaseUrl: string
  sandbox: StageSandbox
  marketplace: PlayedMarketplace
}

export type Hire = (place: Workplace) => Promise<Staff>

/** One server that does everything. */
export const hireServer: Hire = async ({ stage, databaseUrl, sandbox, marketplace }) => {
  const port = await choosePort(undefined, "127.0.0.1")
  const options: MedusaOptions = {
    name: "replay-server",
    databaseUrl,
    port,
    environment: {
      ...marketplace.environment(sandbox),
      WEBHOOK_URL: `http://127.0.0.1:${port}`,
      LOG_LEVEL: "warn",
    },
  }
  let running = await startServer(stage, options)
  let peak: number | undefined
  const memory = () => {
    const now = peakMemory(running.process.pid)
    if (now !== undefined) peak = Math.max(peak ?? 0, now)
    return peak
  }
  return {
    url: running.url,
    async crash() {
      memory()
      process.kill(running.process.pid, "SIGKILL")
      await running.process.ended
      running = await startServer(stage, options)
    },
    require() {
      if (!running.process.over()) return
      throw stage.site.processes.failure(running.process, "The server ended in the middle of the replay")
    },
    memory,
    stop: () => running.process.stop(),
  }
}

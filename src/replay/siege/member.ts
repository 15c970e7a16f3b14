import { setTimeout as pause } from "node:timers/promises"
import { startServer, type MedusaOptions, type Stage, type StageServer } from "../../stage/medusa"
import type { Relay } from "../../stage/relay"

/** A process of the house, watched over as an init system does: whenever it ends it is started again. */
export interface Member {
  name: string
  /** Its own way to Postgres. */
  databaseLine: Relay
  pid(): number
  log(): string
  /** `byItself`: ended although nobody killed it. */
  lives(): { started: number; byItself: number }
  /** Kills it as a power cut would; resolves when it answers again. */
  kill(forMs: number): Promise<void>
  stop(): Promise<void>
}

const startAgainMs = 1_000

export async function hireMember(stage: Stage, options: MedusaOptions, databaseLine: Relay): Promise<Member> {
  const lives = { started: 0, byItself: 0 }
  let stopped = false
  let killedFor: number | undefined
  let running: StageServer
  let up: Promise<void>

  async function start(): Promise<void> {
    while (!stopped) {
      lives.started += 1
      // Every life has a log of its own.
      const name = lives.started === 1 ? options.name : `${options.name}-${lives.started}`
      try {
        running = await startServer(stage, { ...options, name })
        void watch(running)
        return
      } catch (error) {
        // At the first start something is wrong with us; later it may be the blow that strikes at the same time.
        if (lives.started === 1) throw error
        lives.byItself += 1
        await pause(startAgainMs)
      }
    }
  }

  async function watch({ process }: StageServer): Promise<void> {
    await process.ended
    if (stopped) return
    if (killedFor === undefined) lives.byItself += 1
    const waitMs = killedFor ?? startAgainMs
    killedFor = undefined
    up = pause(waitMs).then(start)
  }

  await start()
  return {
    name: options.name,
    databaseLine,
    pid: () => running.process.pid,
    log: () => running.process.log,
    lives: () => ({ ...lives }),
    async kill(forMs) {
      killedFor = forMs
      const { ended, pid } = running.process
      process.kill(pid, "SIGKILL")
      await ended
      // `watch` takes its turn before.
      await pause(0)
      await up
    },
    async stop() {
      stopped = true
      await databaseLine.set("open")
      await running.process.stop()
      await databaseLine.close()
    },
  }
}

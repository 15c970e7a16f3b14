import { createServer } from "node:net"
import { eventually } from "./eventually"
import { medusa, type MedusaEnvironment, type MedusaProcess } from "./medusa-process"

export interface RunningServer {
  url: string
  log: string
  /** As the power going off: no handler runs. */
  kill(): Promise<void>
  stop(): Promise<void>
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0))
    })
  })
}

/** A Medusa server as a process of its own; resolves when it answers. */
export async function startServer(environment: MedusaEnvironment & { port: number }): Promise<RunningServer> {
  const running = medusa(["start", "--host", "127.0.0.1", "--port", String(environment.port)], environment)
  const url = `http://127.0.0.1:${environment.port}`
  const answers = eventually("the server to answer", async () => (await fetch(`${url}/health`)).ok, {
    withinMs: 120_000,
    everyMs: 100,
  })
  const ended = running.done.then(() => Promise.reject(new Error("The server ended before it answered.")))
  await Promise.race([answers, ended])
  return { url, log: running.log, kill: () => end(running, "SIGKILL"), stop: () => end(running, "SIGTERM") }
}

async function end({ child, done }: MedusaProcess, signal: NodeJS.Signals): Promise<void> {
  child.kill(signal)
  await done.catch(() => undefined)
}

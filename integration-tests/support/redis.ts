import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { Redis } from "ioredis"
import { eventually } from "./eventually"
import { freePort } from "./server"

/** Is there a Redis to start? It is optional, here as in production. */
export const hasRedis = (): boolean => spawnSync("redis-server", ["--version"]).status === 0

/** A Redis of one's own that forgets everything when it stops. */
export async function startRedis(): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort()
  const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
  const server = spawn("redis-server", args, { stdio: "ignore" })
  const url = `redis://127.0.0.1:${port}`
  await eventually("Redis to answer", async () => {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null })
    client.on("error", () => undefined)
    try {
      await client.connect()
      return await client.ping()
    } finally {
      client.disconnect()
    }
  })
  return {
    url,
    async stop() {
      const ended = once(server, "exit")
      server.kill()
      await ended
    },
  }
}

import { choosePort } from "../../launch/machine"
import type { MedusaOptions } from "../../stage/medusa"
import { openRelay, type Relay } from "../../stage/relay"
import { peakMemory } from "../memory"
import type { Hire, Staff, Workplace } from "../staff"
import { hireMember, type Member } from "./member"

/** A server and its workers, each behind a line to Postgres, all behind lines to and from the marketplace. */
export interface Crew extends Staff {
  server: Member
  workers: Member[]
  members: Member[]
  /** Ours to the marketplace, and its webhooks to us. */
  marketplaceLines: Relay[]
}

const host = "127.0.0.1"

/** Returns how to hire, and whom it hired once that was done. */
export function crewOf(workers: number): { hire: Hire; crew: () => Crew } {
  let hired: Crew | undefined
  return {
    hire: async (place) => (hired = await hireCrew(place, workers)),
    crew: () => {
      if (!hired) throw new Error("Nobody was hired yet")
      return hired
    },
  }
}

async function hireCrew(place: Workplace, workerCount: number): Promise<Crew> {
  const { sandbox, marketplace } = place
  const port = await choosePort(undefined, host)
  const toMarketplace = await openRelay(Number(new URL(sandbox.url).port))
  const toServer = await openRelay(port)
  const environment = {
    ...marketplace.environment({ ...sandbox, url: `http://${host}:${toMarketplace.port}` }),
    WEBHOOK_URL: `http://${host}:${toServer.port}`,
    // Every request leaves a line, so that a log that cannot be written is felt.
    LOG_LEVEL: "http",
  }
  const server = await hire(place, { name: "siege-server", port, mode: "server", environment })
  const workers: Member[] = []
  for (let number = 1; number <= workerCount; number += 1) {
    const name = `siege-worker-${number}`
    workers.push(
      await hire(place, { name, port: await choosePort(undefined, host), mode: "worker", environment }),
    )
  }
  const members = [server, ...workers]
  const marketplaceLines = [toMarketplace, toServer]
  return {
    url: `http://${host}:${port}`,
    server,
    workers,
    members,
    marketplaceLines,
    crash: () => server.kill(0),
    // Whoever ends is started again.
    require: () => undefined,
    memory: () => Math.max(...members.map((member) => peakMemory(member.pid()) ?? 0)) || undefined,
    async stop() {
      for (const line of marketplaceLines) await line.set("open")
      await Promise.all(members.map((member) => member.stop()))
      for (const line of marketplaceLines) await line.close()
    },
  }
}

interface Position {
  name: string
  port: number
  mode: "server" | "worker"
  environment: Record<string, string>
}

async function hire(place: Workplace, { name, port, mode, environment }: Position): Promise<Member> {
  const url = new URL(place.databaseUrl)
  const line = await openRelay(Number(url.port))
  url.port = String(line.port)
  const options: MedusaOptions = {
    name,
    databaseUrl: url.toString(),
    port,
    environment: { ...environment, MEDUSA_WORKER_MODE: mode },
  }
  return hireMember(place.stage, options, line)
}

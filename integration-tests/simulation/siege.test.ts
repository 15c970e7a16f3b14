import { randomBytes } from "node:crypto"
import { Processes } from "../../src/launch/processes"
import { projectAt } from "../../src/launch/project"
import { loadSecrets } from "../../src/launch/secrets"
import { parseReplay } from "../../src/replay/arguments"
import type { Report } from "../../src/replay/report"
import { replay } from "../../src/replay/run"
import { blows } from "../../src/replay/siege/plan"
import { openBesiegedPostgres } from "../../src/replay/siege/postgres"
import { root } from "../support/medusa-process"

/** On a database server of its own, because it is stopped again and again. */
async function besiege(...args: string[]): Promise<Report> {
  const project = projectAt(root)
  const site = { project, processes: await Processes.claim(project, "siege-test") }
  const secrets = loadSecrets(project.secrets, randomBytes)
  const options = parseReplay(["--orders", "generated", ...args])
  const output = { write: () => undefined }
  try {
    const postgres = await openBesiegedPostgres(site, secrets.databasePassword)
    const stage = { site, secrets, serverUrl: postgres.url }
    return await replay({ stage, postgres, options, command: "", output })
  } finally {
    await site.processes.stopAll()
  }
}

describe("a shop under siege", () => {
  it("keeps every promise while processes, Postgres, the network and the log fail one after the other", async () => {
    const { checks, siege } = await besiege("--siege", "90s", "--faults", "7")

    expect(checks.filter(({ kept }) => !kept)).toEqual([])
    const dealt = [...(siege?.blows ?? []), ...(siege?.skipped ?? [])].map(({ kind }) => kind).sort()
    expect(dealt).toEqual(Object.keys(blows).sort())
    expect(siege?.blows.filter(({ recoveredInMs }) => recoveredInMs === null)).toEqual([])
  }, 900_000)
})

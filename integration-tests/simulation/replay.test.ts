import { randomBytes } from "node:crypto"
import { Processes } from "../../src/launch/processes"
import { projectAt } from "../../src/launch/project"
import { loadSecrets } from "../../src/launch/secrets"
import { parseReplay } from "../../src/replay/arguments"
import type { Report } from "../../src/replay/report"
import { replay } from "../../src/replay/run"
import { serverUrl } from "../support/database"
import { root } from "../support/medusa-process"

/** Some hours of generated orders, whatever lies beside the project: the same everywhere, and short. */
const someHours = ["--orders", "generated", "--to", "2010-12-01 15:00"]

async function play(...args: string[]): Promise<Report> {
  const project = projectAt(root)
  const site = { project, processes: await Processes.claim(project, "simulation") }
  const secrets = loadSecrets(project.secrets, randomBytes)
  const output = { write: () => undefined }
  const options = parseReplay([...someHours, ...args])
  try {
    return await replay({ stage: { site, secrets, serverUrl: serverUrl() }, options, command: "", output })
  } finally {
    await site.processes.stopAll()
  }
}

const broken = ({ checks }: Report) => checks.filter(({ kept }) => !kept)

describe("a replayed shop", () => {
  it("keeps every promise while the marketplace misbehaves and the server is killed", async () => {
    const report = await play("--faults", "7", "--crash", "1")

    expect(broken(report)).toEqual([])
    expect(report.played).toMatchObject({ crashes: 1, refused: 0 })
    expect(report.played.outages).toBeGreaterThan(0)
    expect(report.orders.inMedusa).toBe(report.played.placed)
  }, 600_000)

  it("keeps every promise while things sell out", async () => {
    const report = await play("--scarce")

    expect(broken(report)).toEqual([])
    expect(report.played.refused).toBeGreaterThan(0)
    expect(report.sandbox.soldOut).toBe(report.played.refused)
  }, 600_000)
})

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { startPostgres } from "./postgres"
import { Processes } from "./processes"
import { projectAt } from "./project"

const scratch = path.join(process.cwd(), ".data/tmp")
let data: string
beforeEach(() => {
  mkdirSync(scratch, { recursive: true })
  data = mkdtempSync(path.join(scratch, "postgres-"))
})
afterEach(() => rmSync(data, { recursive: true, force: true }))

/** This project's programs, with a data folder of the test's own. */
async function options() {
  const project = {
    ...projectAt(process.cwd()),
    data,
    logs: path.join(data, "logs"),
    processes: () => path.join(data, "p.json"),
  }
  const processes = await Processes.claim(project, "postgres-test")
  return { project, processes, name: "db", password: "long-enough-password", durable: false }
}

describe("a data folder that cannot be used", () => {
  it("is named with what to do when it is not a database", async () => {
    mkdirSync(path.join(data, "db"))
    await expect(startPostgres(await options())).rejects.toThrow(
      /db is broken .*delete it to start with an empty/,
    )
  })

  it("is named with what to do when another Postgres made it", async () => {
    mkdirSync(path.join(data, "db"))
    writeFileSync(path.join(data, "db/PG_VERSION"), "15\n")
    await expect(startPostgres(await options())).rejects.toThrow(
      /belongs to Postgres 15, .* brings Postgres 18/,
    )
  })
})

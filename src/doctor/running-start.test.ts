import { spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { writeJson } from "../launch/json-file"
import { projectAt } from "../launch/project"
import { lookForStart } from "./running-start"

describe("looking for npm start", () => {
  const project = projectAt(mkdtempSync(path.join(tmpdir(), "serai-doctor-")))
  const children: ReturnType<typeof spawn>[] = []
  afterAll(() => {
    children.forEach((child) => child.kill())
    rmSync(project.root, { recursive: true })
  })

  /** A process whose command line says what is asked, and that does nothing. */
  async function idle(...words: string[]): Promise<number> {
    const child = spawn(process.execPath, ["-e", "setInterval(() => undefined, 1000)", "--", ...words])
    children.push(child)
    await new Promise((resolve) => child.once("spawn", resolve))
    return child.pid!
  }
  const record = (owner: number, started: { pid: number; needle: string }[] = []) =>
    writeJson(project.processes("start"), { owner, started })

  it("finds nothing where it never ran", () => {
    expect(lookForStart(project)).toEqual({ runs: false, sandboxes: {} })
  })

  it("does not take another process with a reused id for it", async () => {
    record(await idle("something-else.mjs"))
    expect(lookForStart(project)).toEqual({ runs: false, sandboxes: {} })
  })

  it("finds it and the addresses of its sandboxes", async () => {
    const script = project.sandbox("trendyol")
    const sandbox = await idle(script, "--port", "4711")
    const server = await idle("server", "--port", "9000")
    record(await idle("src/bootstrap.mjs", "start"), [
      { pid: sandbox, needle: script },
      { pid: server, needle: project.medusaCli },
    ])
    expect(lookForStart(project)).toEqual({
      runs: true,
      sandboxes: { TRENDYOL_BASE_URL: "http://127.0.0.1:4711" },
    })
  })
})

import { spawnSync } from "node:child_process"
import { existsSync, mkdtempSync, openSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { transformFileSync } from "@swc/core"

/** A program that logs as Medusa's command line does, uncaught errors included; its exit code tells what became of it. */
const program = (first: string) => `
let uncaught = 0
process.on("uncaughtException", (error) => {
  uncaught += 1
  if (uncaught > 1000) process.exit(8)
  console.log(error)
})
${first}
const winston = require("winston")
require("restore-cursor")()
const logger = winston.createLogger({ transports: [new winston.transports.Console()] })
for (let line = 0; line < 10; line += 1) logger.info("something happened")
setTimeout(() => process.exit(uncaught === 0 ? 7 : 8), 200)`

const { code } = transformFileSync(path.join(__dirname, "log-loss.ts"), {
  jsc: { target: "es2022", parser: { syntax: "typescript" } },
  module: { type: "commonjs" },
})
const guarded = program(`${code}\nexports.outliveLog(process)`)
const bare = program("")

const cwd = path.resolve(__dirname, "..")
const wentOn = 7

const full = "/dev/full"
const describeHere = existsSync(full) ? describe : describe.skip

describeHere("a process whose log's disk is full", () => {
  const run = (script: string) => {
    const log = openSync(full, "w")
    const stdio = ["ignore", log, log] as ["ignore", number, number]
    return spawnSync(process.execPath, ["-e", script], { cwd, stdio, timeout: 5_000 }).status
  }

  it("goes on with its work", () => {
    expect(run(guarded)).toBe(wentOn)
  })

  it("would be busy with logging what went wrong with logging, without it", () => {
    expect(run(bare)).toBe(8)
  })
})

const shell = "/bin/bash"
const describeThere = existsSync(shell) ? describe : describe.skip

describeThere("a process whose log may not grow any more", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "log-"))
  afterAll(() => rmSync(folder, { recursive: true }))

  const run = (script: string) => {
    const log = openSync(path.join(folder, "log"), "w")
    const stdio = ["ignore", log, log] as ["ignore", number, number]
    const limited = ["-c", 'ulimit -f 0 && exec "$0" -e "$1"', process.execPath, script]
    return spawnSync(shell, limited, { cwd, stdio, timeout: 5_000 })
  }

  it("goes on with its work", () => {
    expect(run(guarded)).toMatchObject({ status: wentOn, signal: null })
  })

  it("would be ended by the system without it", () => {
    expect(run(bare)).toMatchObject({ signal: "SIGXFSZ" })
  })
})

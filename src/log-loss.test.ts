import { spawnSync } from "node:child_process"
import { existsSync, openSync } from "node:fs"
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
const logger = winston.createLogger({ transports: [new winston.transports.Console()] })
for (let line = 0; line < 10; line += 1) logger.info("something happened")
setTimeout(() => process.exit(uncaught === 0 ? 7 : 8), 200)`

const full = "/dev/full"
const describeHere = existsSync(full) ? describe : describe.skip

describeHere("a process whose log's disk is full", () => {
  const runWith = (first: string) => {
    const log = openSync(full, "w")
    const cwd = path.resolve(__dirname, "..")
    const stdio = ["ignore", log, log] as ["ignore", number, number]
    return spawnSync(process.execPath, ["-e", program(first)], { cwd, stdio, timeout: 5_000 }).status
  }

  it("goes on with its work", () => {
    const { code } = transformFileSync(path.join(__dirname, "log-loss.ts"), {
      jsc: { target: "es2022", parser: { syntax: "typescript" } },
      module: { type: "commonjs" },
    })
    expect(runWith(`${code}\nexports.outliveLog([process.stdout, process.stderr])`)).toBe(7)
  })

  it("would be busy with logging what went wrong with logging, without it", () => {
    expect(runWith("")).toBe(8)
  })
})

import { transformFileSync } from "@swc/core"
import { fork } from "node:child_process"
import { mkdirSync, openSync, writeFileSync } from "node:fs"
import path from "node:path"
import { root } from "./medusa-process"
import type { Answer, Commands } from "./modules-process"

/** A process with Medusa's inventory, orders and locks, and the engine's own code on them. */
export interface ModulesProcess {
  ask<Name extends keyof Commands>(
    name: Name,
    ...input: Parameters<Commands[Name]>
  ): ReturnType<Commands[Name]>
  close(): Promise<void>
}

interface Asked {
  resolve: (result: unknown) => void
  reject: (error: Error) => void
}

/** Jest cannot load Medusa's modules itself: they import each other at run time. `connections` is Medusa's default. */
export async function startModules(databaseUrl: string, connections = 10): Promise<ModulesProcess> {
  const child = fork(compiled(), [databaseUrl, String(connections)], {
    cwd: root,
    stdio: ["ignore", log(), log(), "ipc"],
  })
  const asked = new Map<number, Asked>()
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()))
  child.on("message", ({ id, result, error }: Answer) => {
    if (error === undefined) asked.get(id)?.resolve(result)
    else asked.get(id)?.reject(new Error(error))
    asked.delete(id)
  })
  child.once("exit", (code) => {
    for (const { reject } of asked.values())
      reject(new Error(`The process ended with ${code}; see ${file("log")}`))
  })
  let last = 0
  await new Promise((resolve, reject) => asked.set(last, { resolve, reject }))
  return {
    ask: (name, ...input) => {
      last += 1
      const id = last
      const answer = new Promise((resolve, reject) => asked.set(id, { resolve, reject }))
      child.send({ id, name, input })
      // The child answers with what the command of that name returned.
      return answer as ReturnType<Commands[typeof name]>
    },
    close: async () => {
      child.kill()
      await ended
    },
  }
}

const file = (extension: string) => path.join(root, `.data/test-logs/modules-${process.pid}.${extension}`)

function log(): number {
  mkdirSync(path.dirname(file("log")), { recursive: true })
  return openSync(file("log"), "a")
}

function compiled(): string {
  const { code } = transformFileSync(path.join(__dirname, "modules-process.ts"), {
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: { type: "commonjs" },
  })
  mkdirSync(path.dirname(file("js")), { recursive: true })
  writeFileSync(file("js"), code)
  return file("js")
}

import { spawn, type ChildProcess } from "node:child_process"
import { mkdirSync, openSync, readFileSync } from "node:fs"
import path from "node:path"

export const root = path.resolve(__dirname, "../..")

export interface MedusaEnvironment {
  databaseUrl: string
  port?: number
  trendyolBaseUrl?: string
  workerMode?: "shared" | "server" | "worker"
  extra?: Record<string, string>
}

export interface MedusaProcess {
  child: ChildProcess
  log: string
  /** Resolves when it ended well; rejects with the end of its log otherwise. */
  done: Promise<void>
}

let started = 0

/** Runs Medusa's own command line on the compiled app, with its output in a file of its own. */
export function medusa(args: string[], environment: MedusaEnvironment): MedusaProcess {
  started += 1
  const folder = path.join(root, ".data/test-logs")
  mkdirSync(folder, { recursive: true })
  const log = path.join(folder, `${process.pid}-${started}-${args[0]?.replace(":", "-") ?? "medusa"}.log`)
  const output = openSync(log, "w")
  const cli = path.join(root, "node_modules/@medusajs/cli/cli.js")
  const child = spawn(process.execPath, ["--enable-source-maps", cli, ...args], {
    cwd: path.join(root, ".medusa/server"),
    stdio: ["ignore", output, output],
    env: variables(environment),
  })
  const done = new Promise<void>((resolve, reject) => {
    child.once("error", reject)
    child.once("exit", (code) => {
      if (code === 0) resolve()
      else
        reject(
          new Error(
            `medusa ${args.join(" ")} ended with ${code}:\n${readFileSync(log, "utf8").slice(-3_000)}`,
          ),
        )
    })
  })
  done.catch(() => undefined)
  return { child, log, done }
}

/** What a process of Medusa runs with. */
export function variables({
  databaseUrl,
  port = 9000,
  trendyolBaseUrl,
  workerMode = "shared",
  extra,
}: MedusaEnvironment) {
  return {
    ...process.env,
    NODE_ENV: "production",
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    MEDUSA_WORKER_MODE: workerMode,
    MEDUSA_DISABLE_TELEMETRY: "true",
    XDG_CONFIG_HOME: path.join(root, ".data/config"),
    SERAI_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    JWT_SECRET: "test-jwt-secret-0123456789",
    COOKIE_SECRET: "test-cookie-secret-0123456789",
    ...(trendyolBaseUrl && { TRENDYOL_BASE_URL: trendyolBaseUrl }),
    ...extra,
  }
}

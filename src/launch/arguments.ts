import { parseArgs } from "node:util"
import { Obstacle } from "./obstacle"

export interface StartOptions {
  /** Without demo data and sandboxes, for real accounts. */
  empty: boolean
}

export function parseStart(args: string[]): StartOptions {
  try {
    const { values } = parseArgs({ args, options: { empty: { type: "boolean", default: false } } })
    return { empty: values.empty }
  } catch {
    throw new Obstacle(`npm start takes one option, --empty; it was given: ${args.join(" ")}`)
  }
}

/** Where the server listens: on this machine only, unless HOST says otherwise, for the demo's password is public. */
export function listenAddress(env: NodeJS.ProcessEnv): { host: string; port: number } {
  const port = Number(env.PORT || "9000")
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Obstacle(`PORT must be a number between 1 and 65535, not "${env.PORT ?? ""}".`)
  }
  return { host: env.HOST || "127.0.0.1", port }
}

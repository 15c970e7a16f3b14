import { existsSync, mkdirSync, statfsSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { compile } from "./compile.mjs"
import { install, installState } from "./install.mjs"

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..")
const gigabyte = 1024 ** 3

/** What has to fit: dependencies take about 1 GB, and npm needs room to unpack them. */
const spaceForInstall = 2.5

/** Runs one command: `src/<command>.ts` exports `main(args)`, which answers with the exit code. */
export async function run(command, args) {
  try {
    process.chdir(root)
    mkdirSync(path.join(root, ".data/logs"), { recursive: true })
    await ensureInstalled()
    if (!existsSync(path.join(root, "src", `${command}.ts`)))
      throw complain(`There is no command "${command}".`)
    compile(root)
    process.setSourceMapsEnabled(true)
    const { main } = createRequire(import.meta.url)(path.join(root, ".medusa/server/src", `${command}.js`))
    process.exit(await main(args))
  } catch (error) {
    console.error(`\n${sentence(error)}`)
    process.exit(1)
  }
}

async function ensureInstalled() {
  const state = installState(root)
  if (state === "current") return
  const free = statfsSync(root)
  if (free.bavail * free.bsize < spaceForInstall * gigabyte)
    throw complain(
      `The disk is full: the dependencies need about ${spaceForInstall} GB in ${root}. Free some space.`,
    )
  await install(root, state)
}

function complain(message) {
  return Object.assign(new Error(message), { name: "Obstacle" })
}

const known = {
  ENOSPC: "The disk is full: free some space and run the command again.",
  EROFS: "The project folder is on a read-only disk: copy it to a place that can be written to.",
}

/** An obstacle is one sentence; anything else is a fault of ours and keeps its stack. */
function sentence(error) {
  if (error?.name === "Obstacle") return error.message
  if (known[error?.code]) return known[error.code]
  if (error?.code === "EACCES" || error?.code === "EPERM")
    return `${error.path ?? "A file"} cannot be used by this user: it probably belongs to the user of an earlier run. Run as that user, or delete it.`
  return error?.stack ?? String(error)
}

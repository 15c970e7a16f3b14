import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { accessSync, closeSync, constants, openSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { homedir } from "node:os"
import path from "node:path"

const lockHash = (root) =>
  createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex")

const stampOf = (root) => path.join(root, "node_modules/.serai-lock")

/**
 * "missing", "outdated" or "current". npm writes `node_modules/.package-lock.json` last, so it stands for a finished
 * install; ours leaves a stamp, somebody else's counts while it is newer than the lockfile.
 */
export function installState(root) {
  const installed = modified(path.join(root, "node_modules/.package-lock.json"))
  if (installed === undefined) return "missing"
  if (read(stampOf(root)) === lockHash(root)) return "current"
  return installed >= (modified(path.join(root, "package-lock.json")) ?? 0) ? "current" : "outdated"
}

/** `npm ci`, with its output in `.data/logs/install.log`. */
export async function install(root, state) {
  const log = path.join(root, ".data/logs/install.log")
  const why = state === "missing" ? "first time" : "the lockfile has changed"
  const stopTicking = tick(`Installing dependencies (${why}, 1 to 3 minutes)`)
  const code = await npmCi(root, log)
  stopTicking(code === 0)
  if (code !== 0) {
    const tail = read(log).trimEnd().split("\n").slice(-15).join("\n")
    const message = `${tail}\n\nThe dependencies could not be installed; the reason is above (whole log: ${log}). Is the network reachable?`
    throw Object.assign(new Error(message), { name: "Obstacle" })
  }
  writeFileSync(stampOf(root), lockHash(root))
}

function npmCi(root, log) {
  const output = openSync(log, "w")
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith("js") ? [process.execPath, [npm]] : ["npm", []]
  // NODE_ENV=production would leave out what the build needs.
  const args = [...first, "ci", "--include=dev", "--no-audit", "--no-fund", ...cacheOption(root)]
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env: tidy(root), stdio: ["ignore", output, output] })
    child.once("error", reject)
    child.once("close", (code) => {
      closeSync(output)
      resolve(code)
    })
  })
}

/** One package writes a telemetry file into the home folder when it is installed; it belongs into the project. */
const tidy = (root) => ({ ...process.env, XDG_CONFIG_HOME: path.join(root, ".data/config") })

/** npm's shared cache where there is one; a user without a home keeps it inside the project. */
function cacheOption(root) {
  try {
    accessSync(homedir(), constants.W_OK)
    return []
  } catch {
    return ["--cache", path.join(root, ".data/npm-cache")]
  }
}

/** Says what is going on: a moving line on a terminal, a line every 15 seconds elsewhere. */
function tick(title) {
  const began = Date.now()
  const elapsed = () => `${Math.round((Date.now() - began) / 1000)} s`
  const terminal = process.stdout.isTTY
  const line = () =>
    process.stdout.write(terminal ? `\r… ${title} ${elapsed()} ` : `… ${title} ${elapsed()}\n`)
  line()
  const timer = setInterval(line, terminal ? 1000 : 15_000)
  return (ok) => {
    clearInterval(timer)
    process.stdout.write(
      `${terminal ? "\r\x1b[K" : ""}${ok ? "✔" : "✘"} ${title.split(" (")[0]} (${elapsed()})\n`,
    )
  }
}

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs
}

function read(file) {
  try {
    return readFileSync(file, "utf8")
  } catch {
    return ""
  }
}

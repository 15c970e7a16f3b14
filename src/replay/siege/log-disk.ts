import { spawnSync } from "node:child_process"
import { statSync } from "node:fs"

/** A process and the file it logs to. */
export interface Logging {
  pid(): number
  log(): string
}

/** Why the disk of a log cannot be filled on this machine; undefined when it can. */
export function whyLogsCannotFill(): string | undefined {
  if (process.platform !== "linux") return "only Linux limits the files of a running process"
  const { error } = spawnSync("prlimit", ["--version"])
  return error ? "the program prlimit (util-linux) is not installed" : undefined
}

export const howLogsFill =
  "every further write to the log fails (RLIMIT_FSIZE set to the log's size with prlimit, which needs no root)"

/** From now on the process cannot write to its log. Returns how to end that, and tells whether the log had stopped growing. */
export function fillLogDisk(one: Logging): () => { stoodStill: boolean } {
  const [pid, log] = [one.pid(), one.log()]
  const size = () => statSync(log).size
  const before = size()
  limitFileSize(pid, String(before))
  return () => {
    const stoodStill = size() === before
    limitFileSize(pid, "unlimited")
    return { stoodStill }
  }
}

function limitFileSize(pid: number, soft: string): void {
  // A process that ended in the meantime has no limits; its successor starts without any.
  spawnSync("prlimit", ["--pid", String(pid), `--fsize=${soft}:unlimited`])
}

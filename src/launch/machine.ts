import { readFileSync, statfsSync } from "node:fs"
import { createServer } from "node:net"
import { execFileSync } from "node:child_process"
import { Obstacle } from "./obstacle"

const gigabyte = 1024 ** 3

/** Throws when the disk has too little room for a database to grow in. */
export function requireDiskSpace(folder: string, gigabytes: number): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize >= gigabytes * gigabyte) return
  const free = ((bavail * bsize) / gigabyte).toFixed(1)
  throw new Obstacle(
    `The disk is full: ${free} GB are free in ${folder}, Serai needs at least ${gigabytes} GB. Free some space and start again.`,
  )
}

/** Whether we could listen there; 0 asks for any port. Resolves with the port, or undefined when it is taken. */
export function listenable(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined)
      else if (error.code === "EACCES")
        reject(
          new Obstacle(
            `This user may not listen on port ${port}; choose one above 1024, for instance PORT=9000.`,
          ),
        )
      else reject(new Obstacle(`Cannot listen on ${host}:${port}: ${error.message}.`, { cause: error }))
    })
    probe.listen(port, host, () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : port))
    })
  })
}

export async function requireFreePort(port: number, host: string): Promise<void> {
  if ((await listenable(port, host)) !== undefined) return
  throw new Obstacle(
    `Port ${port} is in use by another program: stop it, or choose another port, for instance PORT=${port + 1} npm start.`,
  )
}

/** The port of last time when it is free, else any. */
export async function choosePort(preferred: number | undefined, host: string): Promise<number> {
  const port =
    (preferred === undefined ? undefined : await listenable(preferred, host)) ?? (await listenable(0, host))
  if (port === undefined) throw new Obstacle(`There is no free port on ${host}.`)
  return port
}

/** The command line of a living process, or undefined when there is no such process. */
export function commandLine(pid: number): string | undefined {
  try {
    if (process.platform === "linux") {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim() || undefined
    }
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trim()
  } catch {
    return undefined
  }
}

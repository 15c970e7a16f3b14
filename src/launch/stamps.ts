import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import path from "node:path"

const skipped = new Set(["node_modules", ".medusa", "dist", ".data", ".git"])

/** Every file under the given files and folders, sorted; what does not exist counts as nothing. */
export function filesUnder(places: string[]): string[] {
  return places.flatMap((place) => {
    const found = statSync(place, { throwIfNoEntry: false })
    if (!found) return []
    return found.isDirectory() ? walk(place) : [place]
  })
}

function walk(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    if (skipped.has(entry.name)) return []
    const full = path.join(folder, entry.name)
    return entry.isDirectory() ? walk(full) : [full]
  })
}

/** A hash over names and contents, plus anything else the output depends on. */
export function fingerprint(root: string, places: string[], more: string[] = []): string {
  const hash = createHash("sha256")
  for (const file of filesUnder(places.map((place) => path.resolve(root, place)))) {
    hash.update(path.relative(root, file)).update("\0").update(readFileSync(file)).update("\0")
  }
  for (const text of more) hash.update(text).update("\0")
  return hash.digest("hex")
}

/** Remembers in a folder which fingerprint an output was made from. */
export class Stamps {
  constructor(private readonly folder: string) {}

  /** True when `name` was last made from this fingerprint and everything it made still exists. */
  holds(name: string, print: string, outputs: string[]): boolean {
    return this.read(name) === print && outputs.every((output) => existsSync(output))
  }

  /** Makes the output again. The stamp goes first, so that an interrupted build is never taken for a finished one. */
  async renew(name: string, print: string, make: () => Promise<unknown>): Promise<void> {
    rmSync(this.file(name), { force: true })
    await make()
    mkdirSync(this.folder, { recursive: true })
    writeFileSync(this.file(name), JSON.stringify({ fingerprint: print, madeAt: new Date().toISOString() }))
  }

  private file(name: string): string {
    return path.join(this.folder, `${name}.json`)
  }

  private read(name: string): string | undefined {
    try {
      const stamp: unknown = JSON.parse(readFileSync(this.file(name), "utf8"))
      const holds = typeof stamp === "object" && stamp !== null && "fingerprint" in stamp
      return holds && typeof stamp.fingerprint === "string" ? stamp.fingerprint : undefined
    } catch {
      // No stamp, or a torn one: either way the output has to be made again.
      return undefined
    }
  }
}

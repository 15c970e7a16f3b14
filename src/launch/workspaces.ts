import { existsSync, readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { z } from "zod"

const manifestSchema = z.object({
  name: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
})

/** A package of this repository and the ones of this repository it is built on. */
export interface Workspace {
  name: string
  /** From the root, for instance "plugins/trendyol". */
  folder: string
  needs: string[]
}

/** The packages that have to be built, in no particular order. A new plugin needs no entry anywhere: its folder is enough. */
export function findWorkspaces(root: string): Workspace[] {
  const plugins = readdirSync(path.join(root, "plugins")).map((name) => `plugins/${name}`)
  const folders = ["migrations", ...plugins].filter((folder) =>
    existsSync(path.join(root, folder, "package.json")),
  )
  const found = folders.map((folder) => {
    const text = readFileSync(path.join(root, folder, "package.json"), "utf8")
    return { folder, manifest: manifestSchema.parse(JSON.parse(text)) }
  })
  const names = new Set(found.map(({ manifest }) => manifest.name))
  return found.map(({ folder, manifest }) => ({
    name: manifest.name,
    folder,
    needs: Object.keys(manifest.dependencies).filter((name) => names.has(name)),
  }))
}

/** A package, everything it is built on, and what that is built on. */
export function withNeeds(workspace: Workspace, all: Workspace[]): Workspace[] {
  const needed = all
    .filter(({ name }) => workspace.needs.includes(name))
    .flatMap((other) => withNeeds(other, all))
  return [...new Set([workspace, ...needed])]
}

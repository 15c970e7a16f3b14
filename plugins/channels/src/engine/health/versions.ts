import { createRequire } from "node:module"
import { z } from "zod"

const load = createRequire(__filename)

const versionOf = (name: string) =>
  z.object({ version: z.string() }).parse(load(`${name}/package.json`)).version

/** What runs here, for whoever compares before and after an update. */
export const versions = () => ({
  version: versionOf("@serai/channels"),
  medusa: versionOf("@medusajs/medusa"),
  node: process.versions.node,
})

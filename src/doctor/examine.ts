import type { ExecArgs } from "@medusajs/framework/types"
import { ENGINE, type Engine } from "@serai/channels/engine"
import { writeFileSync } from "node:fs"

/** A Medusa script: makes every check and writes what it found to the file it is given. */
export default async function examine({ container, args }: ExecArgs): Promise<void> {
  const [file, ...words] = args
  if (file === undefined) throw new Error("The file to write to is missing.")
  const { doctor } = container.resolve<Engine>(ENGINE)
  const results = await doctor.examine({ fix: words.includes("fix"), resting: words.includes("resting") })
  writeFileSync(file, JSON.stringify(results))
}

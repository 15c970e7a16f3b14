import { createHash } from "node:crypto"
import { readdirSync } from "node:fs"
import path from "node:path"
import { copyDatabase, type StageDatabase } from "../../src/stage/database"
import { medusa, root } from "./medusa-process"

/** The server whose databases tests may create and drop: `npm test` starts one and names it here. */
export function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL ?? process.env.DATABASE_URL
  if (!url)
    throw new Error(
      "DATABASE_URL is missing: run integration tests with `npm test`, which starts a database.",
    )
  return url
}

/** A new name whenever the schema could be another: Medusa's version and our migrations. */
function templateName(): string {
  const migrations = readdirSync(path.join(root, "migrations/src")).join()
  const models = readdirSync(path.join(root, "plugins/channels/src/modules/channel/migrations")).join()
  return `serai_template_${createHash("sha256")
    .update(migrations + models)
    .digest("hex")
    .slice(0, 10)}`
}

/** A migrated database of one's own, copied from a template that is migrated once. */
export function createDatabase(): Promise<StageDatabase> {
  return copyDatabase(
    {
      serverUrl: serverUrl(),
      name: templateName(),
      prepare: (databaseUrl) => medusa(["db:migrate", "--execute-safe-links"], { databaseUrl }).done,
    },
    "serai_test",
  )
}

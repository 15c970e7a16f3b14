import { structureFingerprint } from "../../src/launch/build-steps"
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

/** Another name whenever the schema could be another: an edited migration counts as a new one. */
const templateName = () => `serai_template_${structureFingerprint(root).slice(0, 10)}`

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

import { existsSync } from "node:fs"
import { z } from "zod"
import { readJson, writeJson } from "./json-file"
import { Obstacle } from "./obstacle"

const schema = z.object({
  databasePassword: z.string().min(16),
  encryptionKey: z.string(),
  jwtSecret: z.string().min(16),
  cookieSecret: z.string().min(16),
})

export type Secrets = z.infer<typeof schema>

/** The secrets of this installation, made once and readable by their owner only. */
export function loadSecrets(file: string, randomBytes: (size: number) => Buffer): Secrets {
  const known = readJson(file, schema)
  if (known) return known
  if (existsSync(file)) {
    throw new Obstacle(
      `${file} cannot be read as the secrets of this installation: restore it from a copy. Without it stored marketplace credentials are lost; deleting the .data folder starts afresh.`,
    )
  }
  const made: Secrets = {
    databasePassword: randomBytes(24).toString("hex"),
    encryptionKey: randomBytes(32).toString("base64"),
    jwtSecret: randomBytes(32).toString("hex"),
    cookieSecret: randomBytes(32).toString("hex"),
  }
  writeJson(file, made, 0o600)
  return made
}

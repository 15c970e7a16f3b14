import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { randomBytes } from "node:crypto"
import path from "node:path"
import { loadSecrets } from "./secrets"

const scratch = path.join(process.cwd(), ".data/tmp")
let file: string
beforeEach(() => {
  mkdirSync(scratch, { recursive: true })
  file = path.join(mkdtempSync(path.join(scratch, "secrets-")), "secrets.json")
})
afterEach(() => rmSync(path.dirname(file), { recursive: true, force: true }))

it("makes secrets once, readable by their owner only", () => {
  const made = loadSecrets(file, randomBytes)
  expect(Buffer.from(made.encryptionKey, "base64")).toHaveLength(32)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(loadSecrets(file, randomBytes)).toEqual(made)
})

it("never replaces secrets that it cannot read: credentials are encrypted with them", () => {
  writeFileSync(file, "{ torn")
  expect(() => loadSecrets(file, randomBytes)).toThrow(/cannot be read .*restore it from a copy/)
  expect(readFileSync(file, "utf8")).toBe("{ torn")
})

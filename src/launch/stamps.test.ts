import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import path from "node:path"
import { fingerprint, Stamps } from "./stamps"

const scratch = path.join(process.cwd(), ".data/tmp")
let folder: string
beforeEach(() => {
  mkdirSync(scratch, { recursive: true })
  folder = mkdtempSync(path.join(scratch, "stamps-"))
  mkdirSync(path.join(folder, "src/deep"), { recursive: true })
  writeFileSync(path.join(folder, "src/deep/a.ts"), "1")
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe("fingerprint", () => {
  it("changes with a file's content, its name, and what else the output depends on", () => {
    const before = fingerprint(folder, ["src"])
    expect(fingerprint(folder, ["src"])).toBe(before)
    expect(fingerprint(folder, ["src"], ["compiler 2"])).not.toBe(before)
    writeFileSync(path.join(folder, "src/b.ts"), "")
    const withMore = fingerprint(folder, ["src"])
    expect(withMore).not.toBe(before)
    writeFileSync(path.join(folder, "src/deep/a.ts"), "2")
    expect(fingerprint(folder, ["src"])).not.toBe(withMore)
  })

  it("does not look at what builds leave behind, nor stumble over what is absent", () => {
    const before = fingerprint(folder, ["src", "absent"])
    mkdirSync(path.join(folder, "src/.medusa"))
    writeFileSync(path.join(folder, "src/.medusa/out.js"), "")
    expect(fingerprint(folder, ["src", "absent"])).toBe(before)
  })
})

describe("Stamps", () => {
  it("holds while fingerprint and outputs are the same", async () => {
    const stamps = new Stamps(path.join(folder, "stamps"))
    const output = path.join(folder, "src")
    expect(stamps.holds("x", "p1", [output])).toBe(false)
    await stamps.renew("x", "p1", () => Promise.resolve())
    expect(stamps.holds("x", "p1", [output])).toBe(true)
    expect(stamps.holds("x", "p2", [output])).toBe(false)
    expect(stamps.holds("x", "p1", [path.join(folder, "gone")])).toBe(false)
  })

  it("never takes a broken-off build for a finished one", async () => {
    const stamps = new Stamps(path.join(folder, "stamps"))
    await stamps.renew("x", "p1", () => Promise.resolve())
    await expect(stamps.renew("x", "p1", () => Promise.reject(new Error("killed")))).rejects.toThrow("killed")
    expect(stamps.holds("x", "p1", [])).toBe(false)
  })
})

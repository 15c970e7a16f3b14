import { randomBytes } from "node:crypto"
import fc from "fast-check"
import { defaultBounds } from "../../src/engine/health/bounds"
import { parseChannelOptions } from "../../src/modules/channel/options"
import { SecretBox } from "../../src/modules/channel/secret-box"

const key = randomBytes(32).toString("base64")
const box = new SecretBox(key)

describe("a sealed secret", () => {
  it("opens for the channel it was sealed for", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (plain, channel) => {
        expect(box.open(box.seal(plain, channel), channel)).toBe(plain)
      }),
    )
  })

  it("looks different every time and shows nothing of its text", () => {
    const [one, two] = [box.seal("api-secret-4711", "chan_1"), box.seal("api-secret-4711", "chan_1")]
    expect(one).not.toBe(two)
    expect(Buffer.from(one, "base64").toString("latin1")).not.toContain("secret")
  })

  it("does not open with another key, for another channel, or when a single byte was changed", () => {
    const sealed = box.seal("api-secret-4711", "chan_1")
    expect(() => new SecretBox(randomBytes(32).toString("base64")).open(sealed, "chan_1")).toThrow(
      "cannot be decrypted",
    )
    expect(() => box.open(sealed, "chan_2")).toThrow("cannot be decrypted")
    const bytes = Buffer.from(sealed, "base64")
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes)
      changed[index]! ^= 1
      expect(() => box.open(changed.toString("base64"), "chan_1")).toThrow("cannot be decrypted")
    }
  })

  it("says what to do when it does not open, and nothing of what is in it", () => {
    for (const broken of ["", "AAAA", box.seal("x", "chan_1").slice(0, 20)]) {
      expect(() => box.open(broken, "chan_1")).toThrow(
        "SERAI_ENCRYPTION_KEY is not the key they were saved with",
      )
    }
  })
})

describe("the plugin's options", () => {
  const good = { databaseUrl: "postgres://localhost/serai", encryptionKey: key }

  it("are taken when they fit", () => {
    const health = { bounds: defaultBounds, recipients: [] }
    expect(parseChannelOptions(good)).toEqual({ ...good, health, providers: [] })
  })

  it.each([
    [{ ...good, databaseUrl: "" }, "databaseUrl"],
    [{ ...good, encryptionKey: "c2hvcnQ=" }, "encryptionKey must be 32 bytes in base64"],
    [{ ...good, publicUrl: "not a url" }, "publicUrl"],
    [{ ...good, providers: [{ resolve: "x" }] }, "providers.0.id"],
    [undefined, "medusa-config.ts"],
  ])("are refused with one sentence that names the option: %#", (options, words) => {
    expect(() => parseChannelOptions(options)).toThrow(words)
  })

  it("never show the key in an error", () => {
    const wrong = randomBytes(31).toString("base64")
    expect(() => parseChannelOptions({ ...good, encryptionKey: wrong })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(wrong) as string }) as Error,
    )
  })
})

import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"

const algorithm = "aes-256-gcm"
const ivBytes = 12
const tagBytes = 16

/**
 * Encrypts small secrets at rest with AES-256-GCM. `context` (the channel's id) is authenticated with the text, so a value
 * copied to another row does not open there.
 */
export class SecretBox {
  readonly #key: Buffer

  constructor(keyBase64: string) {
    this.#key = Buffer.from(keyBase64, "base64")
  }

  /** Base64 of iv, tag and ciphertext. */
  seal(plain: string, context: string): string {
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv(algorithm, this.#key, iv).setAAD(Buffer.from(context))
    const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()])
    return Buffer.concat([iv, cipher.getAuthTag(), body]).toString("base64")
  }

  open(sealed: string, context: string): string {
    const bytes = Buffer.from(sealed, "base64")
    try {
      const decipher = createDecipheriv(algorithm, this.#key, bytes.subarray(0, ivBytes))
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
      return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString(
        "utf8",
      )
    } catch (cause) {
      throw new Error(
        "The stored credentials cannot be decrypted: SERAI_ENCRYPTION_KEY is not the key they were saved with.",
        { cause },
      )
    }
  }
}

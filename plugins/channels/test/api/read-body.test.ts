import { Readable } from "node:stream"
import { readBody } from "../../src/api/read-body"

const limits = { most: 10, beginning: 4 }
const bodyOf = (...chunks: string[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)))

describe("reading a webhook's body", () => {
  it("keeps the bytes as they came, up to the limit", async () => {
    const body = await readBody(bodyOf("01234", "56789"), limits)
    expect(body).toEqual({ beginning: Buffer.from("0123456789"), bytes: 10, whole: true })
  })

  it("keeps the beginning of a longer one and counts all of it", async () => {
    const body = await readBody(bodyOf("012", "34567", "890", "more", "and more"), limits)
    expect(body).toEqual({ beginning: Buffer.from("0123"), bytes: 23, whole: false })
  })

  it("keeps the beginning when the first chunk alone is too long", async () => {
    const body = await readBody(bodyOf("0123456789ab"), limits)
    expect(body).toEqual({ beginning: Buffer.from("0123"), bytes: 12, whole: false })
  })

  it("takes an empty body for an empty body", async () => {
    expect(await readBody(bodyOf(), limits)).toEqual({ beginning: Buffer.alloc(0), bytes: 0, whole: true })
  })
})

import { createReadStream } from "node:fs"
import { open } from "node:fs/promises"
import { pipeline } from "node:stream"
import { StringDecoder } from "node:string_decoder"
import { createGunzip } from "node:zlib"
import { Obstacle } from "../../launch/obstacle"

/** A line of the file, numbered from 1. `torn` stands for what could not be read. */
export type TextLine = { number: number; text: string } | { number: number; torn: string }

/** A file of longer lines is not a table of orders. */
const longestLine = 1_000_000

/** The file's lines, unpacked when it is gzip (by its first bytes, whatever its name), in flat memory. */
export async function* linesOf(file: string): AsyncGenerator<TextLine> {
  const packed = await isGzip(file)
  const source = createReadStream(file)
  const stream = packed ? pipeline(source, createGunzip(), () => undefined) : source
  yield* splitLines(stream, file)
}

/** What was readable before a damaged place is still told; the damage becomes one torn line. */
export async function* splitLines(
  chunks: AsyncIterable<Buffer | string>,
  name: string,
): AsyncGenerator<TextLine> {
  const decoder = new StringDecoder("utf8")
  let rest = ""
  let number = 0
  const line = (text: string): TextLine => ({ number: (number += 1), text: text.replace(/\r$/, "") })
  try {
    for await (const chunk of chunks) {
      const parts = (rest + (typeof chunk === "string" ? chunk : decoder.write(chunk))).split("\n")
      rest = parts.pop() ?? ""
      if (rest.length > longestLine) throw new Obstacle(`${name} has no line ends: it is no CSV file.`)
      for (const part of parts) yield line(part)
    }
  } catch (error) {
    if (error instanceof Obstacle) throw error
    const reason = error instanceof Error ? error.message : String(error)
    yield { number: number + 1, torn: `the file cannot be read any further (${reason})` }
    return
  }
  rest += decoder.end()
  if (rest !== "") yield line(rest)
}

async function isGzip(file: string): Promise<boolean> {
  const handle = await open(file).catch((cause: unknown) => {
    throw new Obstacle(`The orders in ${file} cannot be opened: is the path right?`, { cause })
  })
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return buffer.equals(Buffer.from([0x1f, 0x8b]))
  } finally {
    await handle.close()
  }
}

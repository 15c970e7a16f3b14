import type { Readable } from "node:stream"

export interface ReadLimits {
  /** A longer body is not kept as a whole. */
  most: number
  /** What is kept of a longer one. */
  beginning: number
}

const webhookLimits: ReadLimits = { most: 4 * 1024 * 1024, beginning: 64 * 1024 }

export interface RawBody {
  beginning: Buffer
  /** All bytes that came, kept or not. */
  bytes: number
  whole: boolean
}

/** Reads to the end in bounded memory, so that the sender gets an answer rather than a closed connection. */
export async function readBody(stream: Readable, limits = webhookLimits): Promise<RawBody> {
  let kept: Buffer[] = []
  let bytes = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const fitted = bytes <= limits.most
    bytes += chunk.length
    if (bytes <= limits.most) kept.push(chunk)
    else if (fitted) kept = [Buffer.concat([...kept, chunk]).subarray(0, limits.beginning)]
  }
  return { beginning: Buffer.concat(kept), bytes, whole: bytes <= limits.most }
}

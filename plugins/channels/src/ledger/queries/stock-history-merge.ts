import { z } from "zod"

/** Where one source goes on: opaque to everybody but the source. */
export type Position = string

export interface Entry<Row> {
  /** Microseconds matter: ISO text in UTC with six digits sorts by itself. */
  at: string
  position: Position
  row: Row
}

/** One record that a history is made of, newest first, read on from any of its entries. */
export interface Source<Row> {
  name: string
  read: (after: Position | undefined, limit: number) => Promise<Entry<Row>[]>
}

const cursor = z.object({
  /** The newest moment the first page looked at: later pages do not begin anew above it. */
  until: z.iso.datetime(),
  positions: z.record(z.string(), z.string()),
})

export type Cursor = z.output<typeof cursor>

export const writeCursor = (value: Cursor) => Buffer.from(JSON.stringify(value)).toString("base64url")

/** Undefined for what was never a cursor of ours. */
export function readCursor(text: string): Cursor | undefined {
  try {
    return cursor.safeParse(JSON.parse(Buffer.from(text, "base64url").toString())).data
  } catch {
    return undefined
  }
}

/** The next page over several sources, and where the page after it begins; null at the end. */
export async function mergePage<Row>(
  sources: Source<Row>[],
  { until, positions }: Cursor,
  limit: number,
): Promise<{ rows: Row[]; next: Cursor | null }> {
  const queues = await Promise.all(
    sources.map(async ({ name, read }) => ({ name, entries: await read(positions[name], limit + 1) })),
  )
  const reached = { ...positions }
  const rows: Row[] = []
  for (;;) {
    const queue = newest(queues)
    const entry = queue?.entries.shift()
    if (!queue || !entry) return { rows, next: null }
    if (rows.length === limit) return { rows, next: { until, positions: reached } }
    rows.push(entry.row)
    reached[queue.name] = entry.position
  }
}

/** The queue whose first entry is the newest. Each keeps its own order: a position stands for all before it. */
function newest<Row>(queues: { name: string; entries: Entry<Row>[] }[]) {
  let best: (typeof queues)[number] | undefined
  for (const queue of queues) {
    const at = queue.entries[0]?.at
    if (at !== undefined && (best?.entries[0] === undefined || at > best.entries[0].at)) best = queue
  }
  return best
}

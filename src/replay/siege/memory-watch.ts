import { readFileSync } from "node:fs"

/** A process whose memory is watched; its id changes when it is started again. */
export interface Watched {
  name: string
  pid: () => number
}

export interface MemoryOverTime {
  name: string
  samples: number
  /** Bytes. */
  p50: number
  max: number
  /** Medians of the first and the last third of its longest life; equal ones say that memory is flat. */
  early: number
  late: number
}

const everyMs = 2_000
/** A process that has just started is still loading. */
const loadingMs = 20_000

interface Life {
  pid: number
  began: number
  bytes: number[]
}

/** Measures until it is stopped; where the system does not tell, the result is empty. */
export function watchMemory(watched: Watched[], now: () => number): () => MemoryOverTime[] {
  const lives = new Map<string, Life[]>(watched.map(({ name }) => [name, []]))
  const measure = () => {
    for (const { name, pid } of watched) note(lives.get(name) ?? [], pid(), now())
  }
  const timer = setInterval(measure, everyMs)
  return () => {
    clearInterval(timer)
    return [...lives].flatMap(([name, all]) => overTime(name, all))
  }
}

function note(lives: Life[], pid: number, at: number): void {
  const bytes = residentMemory(pid)
  if (bytes === undefined) return
  const last = lives.at(-1)
  const life = last?.pid === pid ? last : { pid, began: at, bytes: [] }
  if (life !== last) lives.push(life)
  if (at - life.began >= loadingMs) life.bytes.push(bytes)
}

function residentMemory(pid: number): number | undefined {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024
  } catch {
    return undefined
  }
}

function overTime(name: string, lives: Life[]): MemoryOverTime[] {
  const all = lives.flatMap(({ bytes }) => bytes)
  const longest = lives.map(({ bytes }) => bytes).sort((a, b) => b.length - a.length)[0] ?? []
  if (all.length === 0) return []
  const third = Math.max(1, Math.floor(longest.length / 3))
  return [
    {
      name,
      samples: all.length,
      p50: median(all),
      max: Math.max(...all),
      early: median(longest.slice(0, third)),
      late: median(longest.slice(-third)),
    },
  ]
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

interface Output {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

/** Work whose end is known by count. */
export interface Meter {
  /** `more` stands behind the bar. */
  show(done: number, more?: string): void
  end(result: string): void
}

const barWidth = 24
const quietMs = 15_000

/** A moving bar on a terminal; a line every 15 seconds elsewhere. */
export function createMeter(
  output: Output,
  { title, total }: { title: string; total: number },
  now: () => number = Date.now,
): Meter {
  const terminal = output.isTTY === true
  const began = now()
  let saidAt = -Infinity
  return {
    show(done, more = "") {
      if (!terminal && now() - saidAt < quietMs) return
      saidAt = now()
      const line = `${title} ${bar(done, total)} ${done} of ${total}${more && ` · ${more}`}`
      output.write(terminal ? `\r\x1b[K${line.slice(0, (output.columns ?? 80) - 1)}` : `… ${line}\n`)
    },
    end(result) {
      const seconds = Math.round((now() - began) / 1000)
      output.write(`${terminal ? "\r\x1b[K" : ""}✔ ${title} (${seconds} s): ${result}\n`)
    },
  }
}

function bar(done: number, total: number): string {
  const filled = total === 0 ? barWidth : Math.min(barWidth, Math.floor((done / total) * barWidth))
  return "▓".repeat(filled) + "░".repeat(barWidth - filled)
}

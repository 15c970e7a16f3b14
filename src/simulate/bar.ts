interface Output {
  isTTY?: boolean
  write(text: string): unknown
}

const width = 24
const everyMs = 200
/** Where nothing can move, a line this often. */
const everyLineMs = 15_000

/** A bar that moves on a terminal, and a line now and then elsewhere. */
export function createBar(output: Output, total: number, unit = "seeds") {
  const now = Date.now
  const began = now()
  let done = 0
  let shown = began

  const text = (note: string) => {
    const full = Math.round((done / total) * width)
    const perSecond = Math.round(done / Math.max(0.001, (now() - began) / 1000))
    return `${"█".repeat(full)}${"░".repeat(width - full)} ${done} of ${total} ${unit}, ${perSecond} a second${note}`
  }

  return {
    step(note = ""): void {
      done += 1
      if (now() - shown < (output.isTTY ? everyMs : everyLineMs)) return
      shown = now()
      output.write(output.isTTY ? `\r\x1b[K${text(note)}` : `${text(note)}\n`)
    },
    end(): number {
      output.write(output.isTTY ? "\r\x1b[K" : "")
      return (now() - began) / 1000
    },
  }
}

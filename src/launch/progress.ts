/** One long piece of work as the person at the keyboard sees it. */
export interface Task {
  /** `result` stands after the title, for instance "up to date". */
  done(result?: string): void
  failed(): void
}

export interface Progress {
  /** `about`: seconds it usually takes, for the bar; leave it out when that cannot be said. */
  begin(title: string, about?: number): Task
  /** A line of its own, above whatever is moving. */
  say(text: string): void
  /** Nothing is shown from here on: work that is broken off ends in silence. */
  close(): void
}

interface Output {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"]
const barWidth = 10
const frameMs = 120
/** Where nothing can move (a log file), a sign of life this often. */
const heartbeatMs = 30_000

interface Running {
  title: string
  about: number | undefined
  began: number
}

/** A moving line on a terminal; plain lines with a heartbeat elsewhere. */
export function createProgress(output: Output, now: () => number = Date.now): Progress {
  const running = new Set<Running>()
  const terminal = output.isTTY === true
  const erase = () => (terminal ? output.write("\r\x1b[K") : undefined)
  const seconds = (task: Running) => Math.round((now() - task.began) / 1000)
  let frame = 0
  let closed = false

  const draw = () => {
    if (!terminal || running.size === 0) return
    const parts = [...running].map((task) => movingPart(task, seconds(task)))
    const line = `${spinner[frame++ % spinner.length] ?? ""} ${parts.join("  ·  ")}`
    output.write(`\r\x1b[K${line.slice(0, (output.columns ?? 80) - 1)}`)
  }
  const say = (text: string) => {
    if (closed) return
    erase()
    output.write(`${text}\n`)
    draw()
  }
  const heartbeat = () => {
    for (const task of running) say(`… ${task.title}: ${seconds(task)} s so far${expected(task)}`)
  }
  const timer = setInterval(terminal ? draw : heartbeat, terminal ? frameMs : heartbeatMs)
  timer.unref()

  return {
    say,
    begin(title, about) {
      const task: Running = { title, about, began: now() }
      running.add(task)
      if (!terminal) say(`… ${title}${expected(task)}`)
      const end = (mark: string, result: string) => {
        running.delete(task)
        say(`${mark} ${title} (${result})`)
      }
      return {
        done: (result) => end("✔", result ?? `${seconds(task)} s`),
        failed: () => end("✘", `after ${seconds(task)} s`),
      }
    },
    close() {
      clearInterval(timer)
      erase()
      closed = true
    },
  }
}

function expected(task: Running): string {
  return task.about === undefined ? "" : ` (usually ${task.about} s)`
}

function movingPart(task: Running, seconds: number): string {
  if (task.about === undefined) return `${task.title} ${seconds} s`
  const filled = Math.min(barWidth, Math.floor((seconds / task.about) * barWidth))
  return `${task.title} ${"▓".repeat(filled)}${"░".repeat(barWidth - filled)} ${seconds} of ~${task.about} s`
}

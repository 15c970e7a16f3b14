import { createProgress, type Progress } from "./progress"
import { runSteps, type Step } from "./steps"

function recorded(): { progress: Progress; lines: () => string[]; done: () => void } {
  let text = ""
  const progress = createProgress({ write: (more: string) => (text += more) }, () => 0)
  return { progress, lines: () => text.trimEnd().split("\n"), done: () => progress.close() }
}

const step = (id: string, after: string[], log: string[], rest: Partial<Step> = {}): Step => ({
  id,
  title: id,
  after,
  run: () => Promise.resolve(log.push(id)),
  ...rest,
})

describe("runSteps", () => {
  it("runs a step after those it needs, each once, and ignores needs that are not in the list", async () => {
    const log: string[] = []
    const screen = recorded()
    await runSteps(
      [
        step("server", ["seed", "dashboard"], log),
        step("seed", ["database", "absent"], log),
        step("database", [], log),
      ],
      screen.progress,
    )
    screen.done()
    expect(log).toEqual(["database", "seed", "server"])
  })

  it("runs independent steps side by side", async () => {
    const log: string[] = []
    const screen = recorded()
    let release: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (release = resolve))
    const waits = step("waits", [], log, { run: () => gate })
    const opens = step("opens", [], log, { run: async () => release() })
    await runSteps([waits, opens], screen.progress)
    screen.done()
    expect(screen.lines().slice(0, 2)).toEqual(["… waits", "… opens"])
    expect(screen.lines().slice(2).sort()).toEqual(["✔ opens (0 s)", "✔ waits (0 s)"])
  })

  it("leaves out what is up to date, and says so", async () => {
    const log: string[] = []
    const screen = recorded()
    await runSteps([step("build", [], log, { upToDate: () => true })], screen.progress)
    screen.done()
    expect(log).toEqual([])
    expect(screen.lines()).toEqual(["✔ build (up to date)"])
  })

  it("does not start what needed a step that failed", async () => {
    const log: string[] = []
    const screen = recorded()
    const broken = step("broken", [], log, { run: () => Promise.reject(new Error("no")) })
    await expect(runSteps([broken, step("next", ["broken"], log)], screen.progress)).rejects.toThrow("no")
    screen.done()
    expect(log).toEqual([])
    expect(screen.lines()).toEqual(["… broken", "✘ broken (after 0 s)"])
  })
})

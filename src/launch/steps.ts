import type { Progress } from "./progress"

/** A piece of set-up: what it waits for, whether it is needed, what it does. */
export interface Step {
  id: string
  title: string
  /** Seconds it usually takes on two slow cores; steps without it are too quick to show a bar. */
  about?: number
  /** Ids of the steps it needs; ids that are not in the list are ignored, so lists can be composed. */
  after: string[]
  /** True when there is nothing to do. */
  upToDate?(): boolean | Promise<boolean>
  run(): Promise<unknown>
}

/** Runs every step as soon as those it needs are done, side by side where nothing forbids it. Rejects with the first failure. */
export async function runSteps(steps: Step[], progress: Progress): Promise<void> {
  const started = new Map<string, Promise<void>>()
  const known = new Map(steps.map((step) => [step.id, step]))

  const start = (step: Step): Promise<void> => {
    const already = started.get(step.id)
    if (already) return already
    const needed = step.after.flatMap((id) => known.get(id) ?? [])
    const running = Promise.all(needed.map(start)).then(() => perform(step, progress))
    started.set(step.id, running)
    return running
  }

  await Promise.all(steps.map(start))
}

async function perform(step: Step, progress: Progress): Promise<void> {
  if (await step.upToDate?.()) {
    progress.say(`✔ ${step.title} (up to date)`)
    return
  }
  const task = progress.begin(step.title, step.about)
  try {
    await step.run()
    task.done()
  } catch (error) {
    task.failed()
    throw error
  }
}

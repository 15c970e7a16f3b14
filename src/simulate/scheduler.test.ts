import { Scheduler } from "./scheduler"

describe("virtual time", () => {
  it("runs what is due by time, and at the same time by when it was added", async () => {
    const scheduler = new Scheduler(1_000)
    const seen: string[] = []
    for (const [name, ms] of [
      ["c", 30],
      ["a", 10],
      ["b", 10],
      ["d", 90],
    ] as const) {
      scheduler.after(ms, () => seen.push(`${name} ${scheduler.now}`))
    }
    await scheduler.run(1_050)
    expect(seen).toEqual(["a 1010", "b 1010", "c 1030"])
    expect(scheduler.now).toBe(1_050)
  })

  it("lets every promise go on before the next event", async () => {
    const scheduler = new Scheduler(0)
    const seen: string[] = []
    scheduler.after(1, () => {
      void Promise.resolve()
        .then(() => Promise.resolve())
        .then(() => seen.push("promise"))
    })
    scheduler.after(1, () => seen.push("event"))
    await scheduler.run(2)
    expect(seen).toEqual(["promise", "event"])
  })

  it("tells what an event throws", async () => {
    const scheduler = new Scheduler(0)
    scheduler.after(1, () => {
      throw new Error("broken")
    })
    await expect(scheduler.run(2)).rejects.toThrow("broken")
  })
})

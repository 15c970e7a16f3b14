import { createTurns } from "../../src/engine/turns"

describe("turns", () => {
  /** A job that ends when it is told to. */
  const held = () => {
    let end = (): void => undefined
    const ended = new Promise<void>((resolve) => (end = resolve))
    return { job: () => ended, end }
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve))

  it("are taken by no more than there are places, in the order of coming", async () => {
    const inTurn = createTurns(2)
    const jobs = [held(), held(), held(), held()]
    const begun: number[] = []
    const all = jobs.map(({ job }, index) =>
      inTurn(() => {
        begun.push(index)
        return job()
      }),
    )
    await settled()
    expect(begun).toEqual([0, 1])
    jobs[1]!.end()
    await settled()
    expect(begun).toEqual([0, 1, 2])
    jobs.forEach(({ end }) => end())
    await Promise.all(all)
    expect(begun).toEqual([0, 1, 2, 3])
  })

  it("are handed on by a job that fails", async () => {
    const inTurn = createTurns(1)
    await expect(inTurn(() => Promise.reject(new Error("bad")))).rejects.toThrow("bad")
    expect(await inTurn(() => Promise.resolve("next"))).toBe("next")
  })
})

import { openLoop } from "./pace"

describe("an open loop", () => {
  it("begins everything when it is due, though nothing before has ended", async () => {
    const gates: (() => void)[] = []
    const done = openLoop({ count: 3, perSecond: 1_000 }, async (index) => {
      await new Promise<void>((resolve) => {
        gates.push(resolve)
        // The last one to begin lets all of them go.
        if (gates.length === 3) for (const open of gates) open()
      })
      return index
    })
    expect(await done).toEqual([0, 1, 2])
  })

  it("tells of a failure when everything has begun", async () => {
    const failing = openLoop({ count: 3, perSecond: 1_000 }, (index) =>
      index === 0 ? Promise.reject(new Error("first")) : Promise.resolve(index),
    )
    await expect(failing).rejects.toThrow("first")
  })
})

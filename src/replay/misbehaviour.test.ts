import { seededRandom } from "@serai/channels/sandbox-kit"
import { planMishaps } from "./misbehaviour"

describe("mishaps", () => {
  const plan = (seed: number) => planMishaps(seededRandom(seed), { faults: true, crashes: 2 })

  it("are a function of the seed alone, in the order of their coming", () => {
    const mishaps = plan(7)
    expect(mishaps).toEqual(plan(7))
    expect(mishaps).not.toEqual(plan(8))
    expect(mishaps.filter(({ what }) => what === "crash")).toHaveLength(2)
    expect(mishaps.map(({ at }) => at)).toEqual(mishaps.map(({ at }) => at).sort((a, b) => a - b))
  })

  it("are none when nobody asked for any", () => {
    expect(planMishaps(seededRandom(7), { faults: false, crashes: 0 })).toEqual([])
  })
})

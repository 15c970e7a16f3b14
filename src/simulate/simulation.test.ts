import { plantNames, plants } from "./plants"
import { simulateSeed } from "./summary"
import type { Wiring } from "./strategies"

/** Within so many seeds every planted mistake must show. */
const seedsToFind = 60

async function firstFailure(wiring: Wiring, seeds: number) {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const [failed] = (await simulateSeed(seed, wiring)).failed
    if (failed) return failed
  }
  return undefined
}

describe("the engine in a simulated shop", () => {
  it.each(["1 to 100", "101 to 200"])(
    "keeps every promise on the seeds %s",
    async (range) => {
      const [from, to] = range.split(" to ").map(Number) as [number, number]
      const failed: unknown[] = []
      for (let seed = from; seed <= to; seed += 1) failed.push(...(await simulateSeed(seed, {})).failed)
      expect(failed).toEqual([])
    },
    120_000,
  )

  it("has the same history for the same seed", async () => {
    expect(JSON.stringify(await simulateSeed(5, {}))).toBe(JSON.stringify(await simulateSeed(5, {})))
  })
})

describe("the checks of the simulation", () => {
  it.each(plantNames)("find the planted mistake %s within 60 seeds", async (name) => {
    const failed = await firstFailure(plants[name], seedsToFind)
    expect(failed?.violations.map(({ promise }) => promise)).toEqual(
      expect.arrayContaining([expect.stringMatching(shows[name])]),
    )
  })
})

/** Which promise breaks by which mistake. */
const shows: Record<(typeof plantNames)[number], RegExp> = {
  "gate-off": /^(gate|resurrected)$/,
  "mark-early": /^(gate|resurrected|orders)$/,
  "blind-retry": /^overtaken$/,
  "unsummed-kit": /^(shown|reservations)$/,
  "raise-before-read": /^(gate|resurrected)$/,
}

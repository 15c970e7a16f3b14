import { seededRandom } from "@serai/channels/sandbox-kit"
import { blows, planBlows } from "./plan"

describe("the blows of a siege", () => {
  const minutes = (count: number) => planBlows(seededRandom(7), count * 60_000)
  const kinds = (planned: { kind: string }[]) => planned.map(({ kind }) => kind).sort()

  it("are a function of the seed alone, in the order of their coming, within the time", () => {
    const planned = minutes(30)
    expect(planned).toEqual(minutes(30))
    expect(planned.map(({ at }) => at)).toEqual(planned.map(({ at }) => at).sort((a, b) => a - b))
    expect(planned.at(-1)?.at).toBeLessThan(30 * 60_000)
  })

  it("come each once in a short siege, and equally often in a long one", () => {
    expect(kinds(minutes(2))).toEqual(Object.keys(blows).sort())
    expect(kinds(minutes(30))).toEqual([...Object.keys(blows), ...Object.keys(blows)].sort())
  })
})

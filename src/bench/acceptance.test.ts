import { acceptanceTimes } from "./acceptance"

const setting = { opening: 10, lanes: ["TR", "RO"] }
const sale = (atMs: number, quantity: number) => ({ item: "mug", atMs, quantity })
const accepted = (lane: string, atMs: number, figure: number) => ({ item: "mug", lane, atMs, figure })

describe("the time until a change is accepted", () => {
  it("ends when the slowest channel has it", () => {
    const acceptances = [accepted("TR", 400, 9), accepted("RO", 900, 9)]
    expect(acceptanceTimes([sale(100, 1)], acceptances, setting)).toEqual({ latencies: [800], unheard: 0 })
  })

  it("takes a lower figure for knowing of every change before it", () => {
    const acceptances = [accepted("TR", 500, 7), accepted("RO", 500, 7)]
    const { latencies } = acceptanceTimes([sale(100, 1), sale(200, 2)], acceptances, setting)
    expect(latencies).toEqual([400, 300])
  })

  it("does not take an older figure for the change's", () => {
    const acceptances = [
      accepted("TR", 300, 9),
      accepted("RO", 300, 9),
      accepted("TR", 800, 7),
      accepted("RO", 900, 7),
    ]
    const { latencies } = acceptanceTimes([sale(100, 1), sale(250, 2)], acceptances, setting)
    expect(latencies).toEqual([200, 650])
  })

  it("names changes that a channel never heard of", () => {
    expect(acceptanceTimes([sale(100, 1)], [accepted("TR", 400, 9)], setting)).toEqual({
      latencies: [],
      unheard: 1,
    })
  })
})

import { judgeOversales, oversalesOf } from "./oversold"

describe("oversold units", () => {
  it("are those beyond what was there, with the moment since when there was too little", () => {
    const events = [
      { at: 10, pieces: -4 },
      { at: 20, pieces: -5 },
      { at: 30, pieces: -2 },
      { at: 40, pieces: 12 },
      { at: 50, pieces: -6 },
    ]
    expect(oversalesOf(5, events)).toEqual([
      { at: 20, pieces: 4, enoughUntil: 10 },
      { at: 30, pieces: 2, enoughUntil: 10 },
    ])
  })

  it("are none where everything was there in time", () => {
    expect(
      oversalesOf(0, [
        { at: 2, pieces: -3 },
        { at: 1, pieces: 3 },
      ]),
    ).toEqual([])
  })

  it("are excused by the window or by a blow in between, and by nothing else", () => {
    const sold = (at: number, enoughUntil: number) => ({ at, pieces: 1, enoughUntil })
    const troubles = [{ from: 1_000, until: 2_000 }]
    const judge = (at: number, since: number) =>
      judgeOversales([sold(at, since)], { windowMs: 100, troubles })
    expect(judge(600, 550)).toMatchObject({ insideWindow: 1, inTrouble: 0, outside: 0, longestMs: 50 })
    expect(judge(900, 550)).toMatchObject({ insideWindow: 0, inTrouble: 0, outside: 1 })
    expect(judge(1_500, 550)).toMatchObject({ inTrouble: 1, outside: 0 })
    expect(judge(3_000, 2_050)).toMatchObject({ inTrouble: 1, outside: 0 })
    expect(judge(3_000, 2_150)).toMatchObject({ inTrouble: 0, outside: 1 })
  })
})

import { createMeter } from "./meter"

function screen(isTTY: boolean) {
  let text = ""
  return { isTTY, columns: 120, write: (more: string) => (text += more), text: () => text }
}

describe("the meter", () => {
  it("moves on a terminal with every step", () => {
    const output = screen(true)
    const meter = createMeter(output, { title: "Placing", total: 4 }, () => 0)
    meter.show(1)
    meter.show(2, "1 waiting")
    expect(output.text()).toContain("Placing ▓▓▓▓▓▓░░░░░░░░░░░░░░░░░░ 1 of 4")
    expect(output.text()).toContain("2 of 4 · 1 waiting")
  })

  it("says a line now and then where nothing can move", () => {
    const output = screen(false)
    let now = 0
    const meter = createMeter(output, { title: "Placing", total: 4 }, () => now)
    meter.show(1)
    now = 1_000
    meter.show(2)
    now = 20_000
    meter.show(3)
    meter.end("done")
    expect(output.text().split("\n").filter(Boolean)).toEqual([
      expect.stringContaining("1 of 4"),
      expect.stringContaining("3 of 4"),
      "✔ Placing (20 s): done",
    ])
  })
})

import { exitCode, type Report } from "./result"
import { markdown } from "./table"

const report: Report = {
  measuredAt: "2026-11-20T12:00:00.000Z",
  command: "npm run bench",
  machine: {
    cpu: "A slow one",
    cores: 2,
    memoryGb: 8,
    system: "Linux",
    node: "20.19.0",
    postgres: "18.4",
    durable: true,
    loadBefore: 0.1,
  },
  benches: [
    {
      name: "webhook",
      title: "Answers",
      seconds: 30.4,
      measures: [
        { name: "p50", value: 4.5678, unit: "ms" },
        { name: "p99", value: 120, unit: "ms", bound: { atMost: 100 } },
        { name: "ratio", value: 6, unit: "×", bound: { atLeast: 5 } },
      ],
    },
  ],
}

describe("the report", () => {
  it("ends with an error when a bound was missed, and says so", () => {
    const kept = report.benches.map((bench) => ({ ...bench, measures: bench.measures.slice(0, 1) }))
    expect(exitCode(report.benches)).toBe(1)
    expect(exitCode(kept)).toBe(0)
    expect(markdown({ ...report, benches: kept })).toContain("Every bound is kept.")
  })

  it("shows each number beside its bound", () => {
    const text = markdown(report)
    expect(text).toMatch(/\| p50 +\| 4\.57 ms +\| +\| +\|/)
    expect(text).toMatch(/\| p99 +\| 120 ms +\| ≤ 100 ms +\| MISS +\|/)
    expect(text).toMatch(/\| ratio +\| 6 × +\| ≥ 5 × +\| pass +\|/)
  })

  it("names what was missed, and on which machine", () => {
    const text = markdown(report)
    expect(text.trimEnd().split("\n").at(-1)).toBe("Missed: webhook: p99 (120 ms, bound ≤ 100 ms).")
    expect(text).toContain("A slow one, 2 cores, 8 GB")
    expect(text).not.toContain("Other work")
  })

  it("says when other work made the numbers worse", () => {
    const busy = { ...report, machine: { ...report.machine, loadBefore: 7 } }
    expect(markdown(busy)).toContain("Other work shared the cores")
  })
})

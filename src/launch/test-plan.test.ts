import { parseTest } from "./test-plan"

describe("parseTest", () => {
  it("runs every kind of test unless told which", () => {
    expect(parseTest([])).toEqual({ kinds: ["unit", "conformance", "integration", "browser"], rest: [] })
  })

  it("takes kinds in either spelling and leaves the rest to Jest", () => {
    const request = parseTest(["--project", "unit", "-t", "some name", "--project=browser", "config"])
    expect(request).toEqual({ kinds: ["unit", "browser"], rest: ["-t", "some name", "config"] })
  })

  it("names the kinds there are when it is given another", () => {
    expect(() => parseTest(["--project", "units"])).toThrow(
      /"units".*unit, conformance, integration, browser/,
    )
  })
})

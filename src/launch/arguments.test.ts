import { listenAddress, parseStart } from "./arguments"

describe("npm start", () => {
  it("shows the demo unless it is told to start empty", () => {
    expect(parseStart([])).toEqual({ empty: false })
    expect(parseStart(["--empty"])).toEqual({ empty: true })
  })

  it("refuses what it does not know instead of ignoring it", () => {
    expect(() => parseStart(["--emtpy"])).toThrow(/takes one option, --empty; it was given: --emtpy/)
    expect(() => parseStart(["empty"])).toThrow(/it was given: empty/)
  })

  it("listens on this machine only, at 9000, unless the environment says otherwise", () => {
    expect(listenAddress({})).toEqual({ host: "127.0.0.1", port: 9000 })
    expect(listenAddress({ PORT: "80", HOST: "0.0.0.0" })).toEqual({ host: "0.0.0.0", port: 80 })
  })

  it("names a port that is none", () => {
    for (const PORT of ["abc", "0", "70000", "1.5"])
      expect(() => listenAddress({ PORT })).toThrow(`not "${PORT}"`)
  })
})

import { parseBench } from "./options"

const known = ["ingest", "webhook"]

describe("the benchmarks' arguments", () => {
  it("run everything when nothing is named", () => {
    expect(parseBench([], known)).toEqual({ only: known, json: undefined })
  })

  it("run what is named, in the list's order", () => {
    expect(parseBench(["--only", "webhook", "--only", "ingest"], known).only).toEqual(known)
    expect(parseBench(["--only", "webhook", "--json", "out.json"], known)).toEqual({
      only: ["webhook"],
      json: "out.json",
    })
  })

  it("say which names there are", () => {
    expect(() => parseBench(["--only", "speed"], known)).toThrow(
      'no benchmark "speed"; --only is one of ingest, webhook',
    )
    expect(() => parseBench(["--fast"], known)).toThrow("takes --only <name>")
  })
})

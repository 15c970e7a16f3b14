import { parseBench } from "./options"

const known = ["ingest", "webhook"]

describe("the benchmarks' arguments", () => {
  it("run everything when nothing is named", () => {
    expect(parseBench([], known)).toEqual({ only: known, json: undefined, large: false })
  })

  it("run what is named, in the list's order", () => {
    expect(parseBench(["webhook", "ingest"], known).only).toEqual(known)
    expect(parseBench(["--only", "webhook", "--only", "ingest"], known).only).toEqual(known)
    expect(parseBench(["--only", "webhook", "--json", "out.json"], known)).toEqual({
      only: ["webhook"],
      json: "out.json",
      large: false,
    })
    expect(parseBench(["webhook", "--large"], known)).toMatchObject({ only: ["webhook"], large: true })
  })

  it("say which names there are", () => {
    expect(() => parseBench(["--only", "speed"], known)).toThrow(
      'no benchmark "speed"; it is one of ingest, webhook',
    )
    expect(() => parseBench(["--fast"], known)).toThrow("takes names of benchmarks")
  })
})

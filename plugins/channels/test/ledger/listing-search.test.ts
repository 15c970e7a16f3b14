import { conditionsOf, likePattern } from "../../src/ledger/queries/listings"

describe("a search for listings", () => {
  it("passes every value as a parameter", () => {
    const { where, parameters } = conditionsOf({ q: "o'hara", channel_id: "chan_1", filter: "unmapped" })
    expect(where).toContain("l.variant_id is null")
    expect(where).not.toContain("o'hara")
    expect(parameters).toEqual(["chan_1", "%o'hara%"])
    expect(where).toContain("l.channel_id = $1")
    expect(where).toContain("l.title ilike $2")
  })

  it("finds what is made of an inventory item", () => {
    const { where, parameters } = conditionsOf({ inventory_item_id: "iitem_1", filter: "all" })
    expect(where).toContain("inventory_item_id = $1 and deleted_at is null")
    expect(parameters).toEqual(["iitem_1"])
  })

  it("has no conditions when nothing is asked", () => {
    expect(conditionsOf({ filter: "all" })).toEqual({ where: "", parameters: [] })
  })

  it("finds a percent sign, an underscore and a backslash as themselves", () => {
    expect(likePattern("50%_\\")).toBe("%50\\%\\_\\\\%")
  })
})

import { requestOf } from "../../src/admin/lib/history-subject"

describe("where a history is asked for", () => {
  it("is the listing's own address, or that of all stock narrowed to an item and a place", () => {
    expect(requestOf({ listingId: "7/8" })).toEqual({ path: "/admin/listings/7%2F8/history", query: {} })
    expect(requestOf({ inventoryItemId: "iitem_1", locationId: undefined })).toEqual({
      path: "/admin/stock-history",
      query: { inventory_item_id: "iitem_1" },
    })
    expect(requestOf({ inventoryItemId: "iitem_1", locationId: "sloc_1" }).query).toEqual({
      inventory_item_id: "iitem_1",
      location_id: "sloc_1",
    })
  })
})

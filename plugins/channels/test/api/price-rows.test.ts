import { readPriceRows } from "../../src/api/price-rows"

const row = (sale_price: string, list_price = sale_price, external_id = "A") => ({
  external_id,
  sale_price,
  list_price,
})

describe("rows of prices", () => {
  it("are kept with two decimals, every digit as it came", () => {
    expect(readPriceRows([row("9.9", "900719925474099.31")])).toEqual({
      prices: [{ external_id: "A", sale_price: "9.90", list_price: "900719925474099.31" }],
      refused: [],
    })
  })

  it.each([
    ["is above list_price", row("10.00", "9.99")],
    ["sale_price must be above zero", row("0.00", "1.00")],
    ["sale_price must be above zero", row("-1")],
    ["list_price has more than two decimals", row("1.00", "1.001")],
    ['sale_price is not an amount such as "19.90"', row("1,99")],
    ['list_price is not an amount such as "19.90"', row("1.99", "")],
  ])("are refused by themselves: %s", (reason, wrong) => {
    const { prices, refused } = readPriceRows([row("5", "5", "B"), wrong])
    expect(prices).toEqual([{ external_id: "B", sale_price: "5.00", list_price: "5.00" }])
    expect(refused).toEqual([{ row: 1, external_id: "A", reason: expect.stringContaining(reason) as string }])
  })

  it("name a listing once", () => {
    const { prices, refused } = readPriceRows([row("1"), row("2")])
    expect(prices).toEqual([{ external_id: "A", sale_price: "1.00", list_price: "1.00" }])
    expect(refused).toEqual([
      { row: 1, external_id: "A", reason: "is in the request twice; the first row stands" },
    ])
  })
})

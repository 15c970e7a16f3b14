import { checkDigit, ownEan } from "./ean"

describe("EAN-13", () => {
  it("has the check digit of GS1's own example", () => {
    // https://www.gs1.org/services/how-calculate-check-digit-manually: 6291041500213
    expect(checkDigit("629104150021")).toBe(3)
  })

  it("ends with 0 when the weighted sum is a multiple of ten", () => {
    expect(checkDigit("000000000000")).toBe(0)
  })

  it("refuses what is not twelve digits", () => {
    expect(() => checkDigit("62910415002")).toThrow("12 digits")
  })

  it("numbers our own products in the range that GS1 leaves to companies", () => {
    expect(ownEan(4711)).toMatch(/^29\d{11}$/)
    expect(ownEan(4711)).not.toBe(ownEan(4712))
  })
})

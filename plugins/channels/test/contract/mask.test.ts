import { masked, parseJson } from "../../src/contract"

describe("masking for logs and screens", () => {
  it("removes secrets without a trace of their length", () => {
    const headers = {
      authorization: "Basic abc",
      "x-api-key": "k",
      apiSecret: "s",
      password: "p",
      accessToken: "t",
      Cookie: "c",
    }
    expect(new Set(Object.values(masked(headers) as object))).toEqual(new Set(["***"]))
  })

  it("keeps the first letter and the length of personal texts", () => {
    expect(masked({ customerFirstName: "Defne", fullAddress: "Moda 7", email: "d@example.com" })).toEqual({
      customerFirstName: "D*** (5)",
      fullAddress: "M*** (6)",
      email: "d*** (13)",
    })
  })

  it("hides a personal number and a single letter altogether", () => {
    expect(masked(parseJson("a test", '{"phone":5550000001,"lastName":"X"}'))).toEqual({
      phone: "***",
      lastName: "***",
    })
  })

  it("keeps structure, absence and everything that names nobody", () => {
    const body = {
      orderNumber: "10700000001",
      quantity: 2,
      lastName: null,
      phone: "",
      lines: [{ barcode: "869" }],
    }
    expect(masked(body)).toEqual(body)
  })

  it("reaches into lists and nested objects", () => {
    expect(masked({ content: [{ shipmentAddress: { address1: "Moda 7", city: "İstanbul" } }] })).toEqual({
      content: [{ shipmentAddress: { address1: "M*** (6)", city: "İstanbul" } }],
    })
    expect(masked({ phone: ["555", "666"] })).toEqual({ phone: ["5*** (3)", "6*** (3)"] })
  })

  it("removes a secret that is not a text", () => {
    expect(masked({ token: { value: "abc" } })).toEqual({ token: "***" })
  })

  it("leaves the original as it was", () => {
    const body = { email: "d@example.com" }
    masked(body)
    expect(body.email).toBe("d@example.com")
  })
})

import { readableBody } from "../../src/api/readable-body"

describe("a stored body on screen", () => {
  it("keeps every digit of a long number and masks people", () => {
    const { format, text } = readableBody('{"id":9007199254740993,"customerEmail":"ada@example.com","qty":2}')
    expect(format).toBe("json")
    expect(text).toContain("9007199254740993")
    expect(text).toContain('"qty": 2')
    expect(text).not.toContain("ada@example.com")
  })

  it("removes secrets wherever they are nested", () => {
    expect(readableBody('{"auth":{"apiKey":"k-123"}}').text).not.toContain("k-123")
  })

  it("masks e-mail addresses and phone numbers in a body that is not JSON", () => {
    const { format, text } = readableBody("<order>ada@example.com +90 532 123 45 67 qty=2</order>")
    expect(format).toBe("text")
    expect(text).toBe("<order>***@*** *** qty=2</order>")
  })

  it("says when only the beginning is shown", () => {
    expect(readableBody("x".repeat(70_000))).toMatchObject({ truncated: true })
    expect(readableBody("x").truncated).toBe(false)
  })
})

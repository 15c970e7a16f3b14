import { canonicalJson, parseJson } from "@serai/channels/contract"
import { packageFact, readOrder } from "../src/mapper"
import { packageState } from "../src/states"
import {
  channelErrorOf,
  fixture,
  itWithSamples,
  losslessFixture,
  officialSample,
  plainFixture,
} from "./fixture"

const orderOf = (changes: Record<string, unknown>) =>
  readOrder(JSON.stringify({ ...plainFixture("package"), ...changes }))

describe("a package as a fact", () => {
  it("is keyed by package, status, modification time and content", () => {
    const fact = packageFact(losslessFixture("package"))
    expect(fact.key).toMatch(/^3400000000000000001:Created:1790000005000:[0-9a-f]{16}$/)
    expect(fact.externalId).toBe("10700000001")
    expect(fact.occurredAt).toEqual(new Date(1790000005000))
    expect(fact.topic).toBe("order")
  })

  it("is the same fact whatever the spacing and the order of keys", () => {
    const sorted = canonicalJson(losslessFixture("package"))
    expect(packageFact(parseJson("sorted", sorted))).toEqual(packageFact(losslessFixture("package")))
  })

  it("is another fact when only its content changed", () => {
    const one = plainFixture("package")
    const other = { ...one, invoiceNumber: "INV2026000000001" }
    expect(packageFact(other).key).not.toBe(packageFact(one).key)
  })

  it("keeps every digit of ids and tracking numbers in its body", () => {
    const { body } = packageFact(losslessFixture("package"))
    expect(body).toContain('"shipmentPackageId":3400000000000000001')
    expect(body).toContain('"cargoTrackingNumber":72602420957047272632')
  })

  it.each([
    ["a package without any header", {}],
    ["a package with a broken date", { ...plainFixture("package"), lastModifiedDate: "yesterday" }],
    ["a text instead of a package", "maintenance"],
    ["null", null],
  ])("keeps %s, to be refused when it is read", async (_name, raw) => {
    const fact = packageFact(raw)
    expect(fact.occurredAt).toBeNull()
    expect((await channelErrorOf(() => readOrder(fact.body))).kind).toBe("contract")
  })
})

describe("a package as an order", () => {
  it("tells the order, its money per unit and its package", () => {
    const order = readOrder(fixture("package"))
    expect(order).toMatchObject({
      externalId: "10700000001",
      placedAt: new Date(1790000000000),
      currency: "TRY",
      buyer: { externalId: "910000001", firstName: "Defne", lastName: "Örnek", email: "defne@example.com" },
      shippingAddress: {
        firstName: "Defne",
        lastName: "Örnek",
        company: null,
        address1: "Çınar Sokak No: 7 Daire: 3",
        address2: "Moda",
        city: "İstanbul",
        province: "Kadıköy",
        postalCode: "34710",
        countryCode: "tr",
        phone: "5550000001",
      },
      billingAddress: { company: "Örnek Atölye Ltd.", phone: null },
      packages: [
        {
          externalId: "3400000000000000001",
          state: "created",
          remoteState: "Created",
          modifiedAt: new Date(1790000005000),
          originIds: [],
          lines: [
            {
              externalId: "4800000000000000007",
              listingExternalId: "8690000000017",
              barcode: "8690000000017",
              sku: "MUG-BLUE",
              title: "Mavi Kupa",
              quantity: 2,
              unitPrice: "135",
              unitDiscount: "15",
              taxRate: "20",
            },
          ],
          tracking: {
            number: "72602420957047272632",
            url: "https://tracking.example.com/72602420957047272632",
            carrier: "Trendyol Express",
          },
        },
      ],
      url: null,
    })
  })

  it("understands the field names of before April 2026", () => {
    const [pkg] = readOrder(fixture("package-old-names")).packages
    expect(pkg).toMatchObject({ externalId: "3400000002", state: "picking" })
    expect(pkg?.lines[0]).toMatchObject({
      externalId: "4800000002",
      sku: "MUG-RED",
      unitPrice: "90",
      unitDiscount: "10",
      taxRate: "10",
    })
  })

  it("prefers a new field name to the old one beside it", () => {
    const order = orderOf({ shipmentPackageId: 1, id: 2 })
    expect(order.packages[0]?.externalId).toBe("1")
  })

  it("knows no buyer and no address while they are masked, and tells its lines apart without ids", () => {
    const order = readOrder(fixture("package-awaiting"))
    expect(order).toMatchObject({ buyer: null, shippingAddress: null, billingAddress: null })
    const [pkg] = order.packages
    expect(pkg).toMatchObject({ state: "awaiting", remoteState: "Approved", tracking: { number: null } })
    expect(pkg?.lines.map(({ externalId }) => externalId)).toEqual(["8690000000017", "8690000000024"])
  })

  it("has no address while a micro-export package comes with empty fields, and names its origin", () => {
    const order = readOrder(fixture("package-micro-export"))
    expect(order.shippingAddress).toBeNull()
    expect(order.buyer?.firstName).toBe("Layla")
    expect(order.packages[0]).toMatchObject({
      originIds: ["3400000004"],
      lines: [{ unitPrice: "45.5", taxRate: null }],
    })
  })

  it("takes a single origin id for a list of one", () => {
    expect(orderOf({ originPackageIds: 77 }).packages[0]?.originIds).toEqual(["77"])
  })

  itWithSamples("reads the vendor's own sample of the order stream", () => {
    const page = parseJson("sample", officialSample("orders-stream-page")!) as { content: unknown[] }
    const order = readOrder(packageFact(page.content[0]).body)
    expect(order).toMatchObject({ externalId: "10654411111", currency: "TRY" })
    expect(order.placedAt.getTime()).toBeLessThan(1762242537624)
    expect(order.packages[0]).toMatchObject({
      externalId: "3330111111",
      state: "delivered",
      tracking: { number: "7280027504111111" },
      lines: [{ externalId: "4765111111", quantity: 1, unitPrice: "498.9", taxRate: "20" }],
    })
  })
})

describe("a package that would corrupt stock or money", () => {
  const line = (plainFixture("package").lines as Record<string, unknown>[])[0]!

  it.each([
    ["a negative quantity", { quantity: -1 }, /lines\.0\.quantity/],
    ["a quantity of zero", { quantity: 0 }, /lines\.0\.quantity/],
    ["half a piece", { quantity: 1.5 }, /lines\.0\.quantity/],
    ["a quantity in words", { quantity: "two" }, /lines\.0\.quantity/],
    ["no barcode", { barcode: null }, /lines\.0\.barcode/],
    ["no unit price", { lineUnitPrice: null }, /lines\.0\.lineUnitPrice/],
    ["a negative unit price", { lineUnitPrice: -3 }, /lines\.0\.lineUnitPrice/],
    ["a price with a thousands separator", { lineUnitPrice: "1.234,50" }, /lines\.0\.lineUnitPrice/],
    ["an unknown shape of currency", { currencyCode: "TL" }, /lines\.0\.currencyCode/],
    ["two currencies in one package", { currencyCode: "RON" }, /several currencies/],
  ])("is refused for %s, naming the field", async (_name, change, message) => {
    const error = await channelErrorOf(() => orderOf({ lines: [{ ...line, ...change }] }))
    expect(error.kind).toBe("contract")
    expect(error.message).toMatch(message)
  })

  it("is refused when no field names its currency", () => {
    expect(() => orderOf({ currencyCode: null, lines: [{ ...line, currencyCode: null }] })).toThrow(
      "names no currency",
    )
  })

  it("is not refused for what only informs", () => {
    const order = orderOf({ shipmentAddress: "somewhere", cargoProviderName: 7, customerEmail: { at: "x" } })
    expect(order.shippingAddress).toBeNull()
    expect(order.buyer?.email).toBeNull()
  })
})

describe("package states", () => {
  it.each([
    ["Awaiting", "awaiting"],
    ["Created", "created"],
    ["Picking", "picking"],
    ["Invoiced", "invoiced"],
    ["Shipped", "shipped"],
    ["AtCollectionPoint", "shipped"],
    ["AT_COLLECTION_POINT", "shipped"],
    ["Delivered", "delivered"],
    ["UnDelivered", "undelivered"],
    ["UNDELIVERED", "undelivered"],
    ["Returned", "returned"],
    ["Cancelled", "cancelled"],
    ["UnSupplied", "cancelled"],
    ["UnPacked", "unpacked"],
    ["Verified", "unknown"],
    ["constructor", "unknown"],
  ])("reads %s as %s and keeps Trendyol's word", (word, state) => {
    expect(packageState({ status: word, shipmentPackageStatus: "Created" })).toEqual({
      state,
      remoteState: word,
    })
  })

  it("falls back to shipmentPackageStatus", () => {
    expect(packageState({ status: null, shipmentPackageStatus: "Shipped" }).state).toBe("shipped")
  })
})

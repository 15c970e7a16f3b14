import { parseJson, parseWith } from "@serai/channels/contract"
import { approved, unapproved } from "../src/listings"
import { approvedProduct, productPage, unapprovedProduct } from "../src/schemas"
import { itWithSamples, officialSample } from "./fixture"
import { collect, testSession, type SentRequest } from "./session"

const product = (contentId: number, variant: Record<string, unknown> = {}) => ({
  contentId,
  title: "Mavi Kupa",
  variants: [{ barcode: `B${contentId}`, ...variant }],
})

const listingOf = (variant: Record<string, unknown>) =>
  approved(parseWith(approvedProduct, "product", product(1, variant)), "TR")[0]

describe("an approved variant as a listing", () => {
  it("is pushable although most of its fields are missing", () => {
    expect(listingOf({})).toEqual({
      externalId: "B1",
      externalProductId: "1",
      barcode: "B1",
      sku: null,
      title: "Mavi Kupa",
      imageUrl: null,
      url: null,
      pushable: true,
      offSale: false,
      remoteState: "approved",
      quantity: null,
      price: null,
      currency: "TRY",
    })
  })

  it.each([
    [{ onSale: true }, true, false, "onSale"],
    [{ archived: true, onSale: true }, false, true, "archived"],
    [{ locked: true, archived: true }, false, false, "locked"],
    [{ blacklisted: true }, false, false, "blacklisted"],
  ])(
    "tells from %j whether stock would be taken, and whether only the archive keeps it from that",
    (flags, pushable, offSale, remoteState) => {
      expect(listingOf(flags)).toMatchObject({ pushable, offSale, remoteState })
    },
  )

  itWithSamples("reads the vendor's own samples of both lists", () => {
    const first = (name: string) =>
      parseWith(productPage, name, parseJson(name, officialSample(name)!)).content[0]
    const [variant] = approved(
      parseWith(approvedProduct, "sample", first("approved-products-page.one-variant")),
      "TR",
    )
    expect(variant).toMatchObject({
      externalId: "12613876842A60",
      externalProductId: "12715815",
      sku: "STK-stokum-1",
      imageUrl: null,
      quantity: 0,
      price: "222",
      pushable: true,
    })
    const rejected = unapproved(
      parseWith(unapprovedProduct, "sample", first("unapproved-products-page")),
      "TR",
    )
    expect(rejected).toMatchObject({ pushable: false, remoteState: "rejected", quantity: 1, price: "20000" })
  })
})

describe("all listings", () => {
  const empty = '{"totalElements":0,"content":[]}'
  const isApproved = ({ path }: SentRequest) => path.endsWith("/products/approved")

  it("come unapproved first, so that the entry which can be pushed is the last word", async () => {
    const { channel, session } = testSession((request) =>
      isApproved(request)
        ? JSON.stringify({ totalElements: 1, content: [product(1)] })
        : '{"totalElements":1,"content":[{"barcode":"B1","status":"pendingApproval"}]}',
    )
    const pages = await collect(channel.listings.all(session))
    expect(pages.flat().map(({ remoteState, pushable }) => [remoteState, pushable])).toEqual([
      ["pendingApproval", false],
      ["approved", true],
    ])
  })

  it("are paged by number up to ten thousand, then by token", async () => {
    const size = 100
    const full = (page: number) => Array.from({ length: size }, (_, index) => product(page * size + index))
    let page = 0
    const { channel, session, sent } = testSession((request) => {
      if (!isApproved(request)) return empty
      const content = page === 102 ? [product(99_999)] : full(page)
      page += 1
      return JSON.stringify({ totalElements: 10_201, nextPageToken: `t${page}`, content })
    })
    const listings = (await collect(channel.listings.all(session))).flat()
    expect(listings).toHaveLength(10_201)
    const queries = sent.filter(isApproved).map(({ query }) => query)
    expect(queries.slice(98)).toEqual([
      { page: "98", size: "100" },
      { page: "99", size: "100" },
      { nextPageToken: "t100", size: "100" },
      { nextPageToken: "t101", size: "100" },
      { nextPageToken: "t102", size: "100" },
    ])
  })

  it("end on a short page when no total is told", async () => {
    const { channel, session, sent } = testSession((request) =>
      isApproved(request) ? JSON.stringify({ content: [product(1)] }) : '{"content":[]}',
    )
    expect((await collect(channel.listings.all(session))).flat()).toHaveLength(1)
    expect(sent).toHaveLength(2)
  })

  it("leave out a product they cannot read, and say so", async () => {
    const content = [{ contentId: 1, variants: [{ barcode: null }] }, product(2)]
    const { channel, session, warnings } = testSession((request) =>
      isApproved(request) ? JSON.stringify({ totalElements: 2, content }) : empty,
    )
    const listings = (await collect(channel.listings.all(session))).flat()
    expect(listings.map(({ externalId }) => externalId)).toEqual(["B2"])
    expect(warnings).toEqual([expect.stringContaining("variants.0.barcode")])
  })
})

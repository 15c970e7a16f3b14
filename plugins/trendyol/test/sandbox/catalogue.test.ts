import { sandboxWorld, type SandboxWorld } from "../sandbox-world"

let world: SandboxWorld
beforeEach(async () => {
  world = await sandboxWorld()
})
afterEach(() => world.close())

interface Page {
  totalElements: number
  nextPageToken: string | null
  content: {
    contentId: number
    variants: { barcode: string; quantity?: number; stock?: { quantity?: number } }[]
  }[]
}

const products = (path: string) => world.call("GET", `/product/sellers/2738/products/${path}`)
const page = async (path: string) => (await products(path)).json<Page>()
const barcodesOf = ({ content }: Page) =>
  content.flatMap((one) => one.variants.map((variant) => variant.barcode))

describe("the approved products", () => {
  it("come by content with their variants, without the unapproved", async () => {
    const approved = await page("approved")
    expect(approved.content.find((one) => one.contentId === 500)?.variants).toHaveLength(2)
    expect(barcodesOf(approved)).not.toContain("WAITING")
  })

  it("can be filtered by barcodes and state", async () => {
    expect(barcodesOf(await page("approved?barcodes=B-2,ARCHIVED,NOBODY"))).toEqual(["B-2", "ARCHIVED"])
    expect(barcodesOf(await page("approved?status=locked"))).toEqual(["LOCKED"])
    expect((await products("approved?status=lost")).status).toBe(400)
  })

  it("tell quantity and price per storefront", async () => {
    world.putProducts(2738, [{ barcode: "RO-ONLY", offers: { RO: { quantity: 3, salePrice: "9.90" } } }])
    expect(barcodesOf(await page("approved/inventory-and-price?barcode=RO-ONLY"))).toEqual([])
    const abroad = await world.call(
      "GET",
      "/product/sellers/2738/products/approved/inventory-and-price?barcode=RO-ONLY",
      {
        headers: { storeFrontCode: "RO" },
      },
    )
    expect(abroad.json<Page>().content[0]?.variants[0]).toMatchObject({ barcode: "RO-ONLY", quantity: 3 })
    expect(abroad.text).toContain('"salePrice":9.90')
  })

  it("leave the quantity out where none was ever set", async () => {
    world.putProducts(2738, [{ barcode: "BARE" }])
    expect((await page("approved?barcode=BARE")).content[0]?.variants[0]?.stock).toEqual({
      lastModifiedDate: null,
    })
  })

  it("reach beyond 10 000 only by token", async () => {
    expect((await products("approved?size=100&page=101")).status).toBe(400)
    expect((await products("approved?size=101")).status).toBe(400)
    const many = Array.from({ length: 51 }, (_, index) => index).join(",")
    expect((await products(`approved?barcodes=${many}`)).status).toBe(400)
    const seen: string[] = []
    let token: string | null = ""
    while (token !== null) {
      const next: Page = await page(`approved?size=2${token && `&nextPageToken=${token}`}`)
      seen.push(...barcodesOf(next))
      token = next.nextPageToken
    }
    expect(seen.sort()).toEqual(barcodesOf(await page("approved?size=100")).sort())
    expect((await products("approved?nextPageToken=forged")).status).toBe(400)
  })
})

describe("the other products", () => {
  it("are listed by barcode with their state", async () => {
    const answer = (await products("unapproved?status=pendingApproval&size=1000")).json<{
      content: unknown[]
    }>()
    expect(answer.content).toMatchObject([{ barcode: "WAITING", status: "pendingApproval", quantity: 5 }])
    expect((await products("unapproved?size=1001")).status).toBe(400)
  })

  it("are found one by one", async () => {
    const one = await world.call("GET", "/product/sellers/2738/product/ARCHIVED")
    expect(one.json()).toMatchObject({ barcode: "ARCHIVED", approved: true, archived: true })
    expect((await world.call("GET", "/product/sellers/2738/product/NOBODY")).status).toBe(404)
  })
})

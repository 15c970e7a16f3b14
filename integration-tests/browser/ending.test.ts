import { Operator, phone } from "../support/browser"
import { eventually } from "../support/eventually"
import { barcodeOf, createWorld, type World } from "../support/world"

/** More than may go off sale at once without asking. */
const pens = Array.from({ length: 24 }, (_, index) => `PEN-${index}`)

describe("an operator who has sold-out listings taken off sale", () => {
  let world: World
  let operator: Operator
  let channel: string

  beforeAll(async () => {
    world = await createWorld({
      storefronts: ["TR"],
      products: { MUG: 4, ...Object.fromEntries(pens.map((sku) => [sku, 0])) },
    })
    channel = `/channels/${world.channelIds.TR}`
    operator = await Operator.sitDown(world.server.url)
    await world.untilShown("TR", "MUG", 4)
    await eventually("every zero to be taken", async () => {
      const { rows } = await world.db.query(
        `select from ledger.aspect where aspect = 'stock' and state = 'settled' and accepted is not null`,
      )
      return rows.length === 25
    })
  }, 240_000)
  afterAll(async () => {
    await operator.getUp()
    await world.close()
  })

  const listingPage = async (sku: string) => {
    const { rows } = await world.db.query<{ id: string }>(
      `select id from ledger.listing where external_id = $1`,
      [barcodeOf(sku)],
    )
    return `/channels/listings/${rows[0]!.id}`
  }

  it("sees beforehand how many would go, and is asked once more before they do", () =>
    operator.visit(channel, async (page) => {
      await page.getByRole("button", { name: "Edit rules" }).click()
      const drawer = page.getByRole("dialog", { name: "Rules of this channel" })
      await drawer.getByText("Take it off sale").click()
      await drawer.getByText("24 off sale").first().waitFor()
      await drawer.getByRole("button", { name: "Save" }).click()

      await page.getByText("24 of 25 listings would go off sale").waitFor()
      await page.getByRole("button", { name: "Release" }).click()
      await page.getByRole("alertdialog").getByRole("button", { name: "Release" }).click()
      await page.getByText("24 of 25 listings would go off sale").waitFor({ state: "hidden" })
    }))

  it("reads on a phone why a listing is off sale, and sees it come back", async () =>
    operator.visit(
      await listingPage("PEN-3"),
      async (page) => {
        await page.getByText("Off sale: sold out").waitFor()
        await page.getByText("Taken off sale by the rule for what is sold out").waitFor()
        await page.getByText("Going back on sale: with the first piece to sell").waitFor()
        await world.setStock("PEN-3", 2)
        await world.untilShown("TR", "PEN-3", 2)
        await page.reload()
        await page.getByText("In step").waitFor()
      },
      phone,
    ))

  it("finds all that is off sale in one list", () =>
    operator.visit("/channels/listings?filter=off_sale", async (page) => {
      await page.getByText("Off sale: sold out").first().waitFor()
      expect(await page.getByText("A mug").count()).toBe(0)
    }))
})

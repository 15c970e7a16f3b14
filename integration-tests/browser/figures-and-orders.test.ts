import type { Locator, Page } from "playwright-core"
import { Operator } from "../support/browser"
import { eventually } from "../support/eventually"
import { barcodeOf, createWorld, type World } from "../support/world"

/** A listing that fits no variant by barcode or SKU. */
const stranger = { barcode: "STRANGER", stockCode: "NOBODY", title: "Hand-painted plate", quantity: 5 }

describe("an operator with a running shop", () => {
  let world: World
  let operator: Operator

  beforeAll(async () => {
    world = await createWorld({ storefronts: ["TR"], products: { MUG: 10, BOWL: 6 }, connect: false })
    world.sandbox.putProducts(4711, [stranger])
    const channelId = await world.connect("TR")
    await world.admin.post(`/admin/channels/${channelId}`, { share_percent: 50, buffer: 1 })
    operator = await Operator.sitDown(world.server.url)
    await world.untilShown("TR", "MUG", 4)
  }, 240_000)
  afterAll(async () => {
    await operator.getUp()
    await world.close()
  })

  const idOf = async (query: string, parameter: string) => {
    const { rows } = await world.db.query<{ id: string }>(query, [parameter])
    return rows[0]?.id
  }
  const orderOf = (orderNumber: string) =>
    eventually("the order", () =>
      idOf(`select order_id as id from ledger.channel_order where external_id = $1`, orderNumber),
    )

  it("reads why a figure is what it is, down to the order that holds the pieces", async () => {
    const { orderNumber } = world.buy("TR", [{ sku: "MUG", quantity: 4 }])
    await operator.visit("/channels/listings", async (page) => {
      await page.getByLabel("Title, SKU or barcode").fill(barcodeOf("MUG"))
      await page.getByRole("row").filter({ hasText: "A mug" }).click()
      const why = page.getByRole("dialog", { name: "Why this figure" })
      await why.getByText(orderNumber).waitFor()

      expect(await sumIn(why)).toEqual([
        ["On hand", "10"],
        ["Reserved", "4"],
        ["Available", "6"],
        ["Share of 50 %", "3"],
        ["Buffer", "1"],
        ["Publishes", "2"],
      ])
      await why.getByText("In step").waitFor()
      await why.getByText(/It took 2\b/).waitFor()
      expect(world.shown("TR", "MUG")).toBe(2)

      await why.getByRole("link", { name: /^Order #/ }).click()
      const origin = cardOf(page, "Trendyol TR")
      await origin.getByText(orderNumber).waitFor()
      await origin.getByText("Created").waitFor()
    })
  })

  it("sees on a product where it is offered, and why it shows what it shows", async () => {
    const productId = await idOf(`select product_id as id from product_variant where sku = $1`, "BOWL")
    await operator.visit(`/products/${productId}`, async (page) => {
      const offers = cardOf(page, "Channels")
      await offers.getByText("Trendyol TR").waitFor()
      await offers.getByText("In step").waitFor()
      await offers.getByText("Trendyol TR").click()
      const why = page.getByRole("dialog", { name: "Why this figure" })
      await why.getByText("Publishes").waitFor()
      expect(await sumIn(why)).toContainEqual(["Publishes", "2"])
      expect(world.shown("TR", "BOWL")).toBe(2)
    })
  })

  it("is led from an order that reserves nothing to the listing that must be mapped, and maps it", async () => {
    const { orderNumber } = world.sandbox.buyers.placeOrder({
      sellerId: 4711,
      storefront: "TR",
      lines: [{ barcode: stranger.barcode, quantity: 2 }],
    })
    const orderId = await orderOf(orderNumber)
    await operator.visit(`/orders/${orderId}`, async (page) => {
      await page.getByRole("link", { name: `2 × ${stranger.title}` }).click()
      await page.getByRole("button", { name: "Map", exact: true }).click()

      const choice = page.getByRole("dialog", { name: "Which variant is this?" })
      await choice.getByText(stranger.title).waitFor()
      await choice.getByText("A mug").waitFor()
      await choice.getByLabel("Variant, SKU or barcode").fill("BOWL")
      await choice.getByText("A mug").waitFor({ state: "detached" })
      await choice.getByRole("button", { name: "Choose" }).click()

      await page.getByText(`${stranger.title} is mapped`).waitFor()
      await page.getByText("Everything is mapped").or(page.getByText("No listings")).waitFor()
    })
    // Of 6 bowls 2 are sold now: half of 4, less the buffer.
    const shelf = () => world.sandbox.buyers.shop({ sellerId: 4711, barcodes: [stranger.barcode] })
    await eventually("the plate to show what there is", () => Promise.resolve(shelf()[0]?.quantity === 1))
    expect((await world.orders(orderNumber))[0]?.lines).toEqual([{ sku: "BOWL", quantity: 2, reserved: 2 }])
  })

  it("finds an inbox entry that nobody could read, with its reason, and replays it", async () => {
    const { orderNumber } = world.buy("TR", [{ sku: "MUG", quantity: 1 }])
    await orderOf(orderNumber)
    const reason = "A Trendyol package: lines.0.lineUnitPrice is missing"
    // As an earlier version, which did not know this kind of package yet, would have left it.
    await world.db.query(
      `update ledger.inbox set state = 'dead', error_code = 'contract', error = $2, result = null where external_id = $1`,
      [orderNumber, reason],
    )
    await operator.visit("/channels", async (page) => {
      await page.getByRole("link", { name: "1 dead" }).click()
      const entry = page.getByRole("row").filter({ hasText: orderNumber })
      await entry.getByText(reason).waitFor()

      await entry.click()
      const drawer = page.getByRole("dialog", { name: /^Inbox entry/ })
      await drawer.getByText(reason).waitFor()
      await drawer.getByText(`"orderNumber": "${orderNumber}"`).waitFor()
      expect(await drawer.innerText()).not.toContain("@example.com")

      await drawer.getByRole("button", { name: "Replay" }).click()
      await drawer.getByText("Done").waitFor()
      await page.keyboard.press("Escape")
      await page.getByText("Nothing is dead").waitFor()
    })
    expect((await world.orders(orderNumber))[0]?.lines).toEqual([{ sku: "MUG", quantity: 1, reserved: 1 }])
  })
})

const cardOf = (page: Page, title: string): Locator =>
  page.getByRole("heading", { name: title, exact: true }).locator("../../..")

/** The sum as the operator reads it, line by line. */
const sumIn = (why: Locator): Promise<[string, string][]> =>
  why
    .locator("dl > div")
    .evaluateAll((lines) =>
      lines.map((line) => [
        line.querySelector("dt")?.lastChild?.textContent ?? "",
        line.querySelector("dd")?.textContent ?? "",
      ]),
    )

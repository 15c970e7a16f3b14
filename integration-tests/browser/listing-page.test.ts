import { readFile } from "node:fs/promises"
import type { Page } from "playwright-core"
import { login } from "../support/admin"
import { Operator, phone } from "../support/browser"
import { faintTexts } from "../support/contrast"
import { eventually } from "../support/eventually"
import { barcodeOf, createWorld, type World } from "../support/world"

describe("the page of one listing", () => {
  let world: World
  let operator: Operator
  let listingId: string
  let address: string
  let orderNumber: string
  let beforeTheSale: string

  beforeAll(async () => {
    world = await createWorld({ storefronts: ["TR"], products: { MUG: 10 } })
    operator = await Operator.sitDown(world.server.url)
    await world.untilShown("TR", "MUG", 10)
    const { rows } = await world.db.query<{ id: string }>(
      `select id from ledger.listing where external_id = $1`,
      [barcodeOf("MUG")],
    )
    listingId = rows[0]!.id
    address = `/channels/listings/${listingId}`
    await settled(10)
    beforeTheSale = new Date(Date.now()).toISOString()
    orderNumber = world.buy("TR", [{ sku: "MUG", quantity: 4 }]).orderNumber
    await world.untilShown("TR", "MUG", 6)
    await settled(6)
    await world.setStock("MUG", 20)
    await world.untilShown("TR", "MUG", 16)
    await settled(16)
  }, 240_000)
  afterAll(async () => {
    await operator.getUp()
    await world.close()
  })

  const settled = (desired: number) =>
    eventually("the figure to be accepted", async () => {
      const { rows } = await world.db.query(
        `select from ledger.aspect where listing_id = $1 and state = 'settled' and accepted = to_jsonb($2::int)`,
        [listingId, desired],
      )
      return rows.length > 0
    })

  const loaded = async (page: Page) => {
    await page.getByRole("heading", { name: "History", exact: true }).waitFor()
    await page.locator("main").getByText("Reserved", { exact: true }).last().waitFor()
    await chart(page)
  }

  it("is reached from the list and from the product", async () => {
    await operator.visit("/channels/listings", async (page) => {
      await page.getByText("A mug").first().click()
      await page.getByRole("dialog").getByRole("link", { name: "History and more" }).click()
      await page.waitForURL(`**/app${address}`)
      await page.getByRole("heading", { name: "A mug", level: 1 }).waitFor()
    })
    const { rows } = await world.db.query<{ id: string }>(
      `select product_id as id from product_variant where sku = 'MUG'`,
    )
    await operator.visit(`/products/${rows[0]!.id}`, async (page) => {
      await page.getByRole("link", { name: "History" }).click()
      await page.waitForURL(`**/app${address}`)
    })
  })

  it("says why the figure is what it is, and what it waits for", () =>
    operator.visit(address, async (page) => {
      await loaded(page)
      await page.getByText("Nothing: the marketplace has what it should show.").waitFor()
      await page.getByText("Any piece of it that comes, goes, or is reserved.").waitFor()
      expect(await figureAt(page, "Publishes")).toBe("16")
    }))

  it("goes back in time and returns to now", () =>
    operator.visit(`${address}?at=${beforeTheSale}`, async (page) => {
      await page.getByRole("heading", { name: "Why that figure" }).waitFor()
      await page.getByText(/Decided to show 10, at/).waitFor()
      expect(await figureAt(page, "On hand")).toBe("10")
      expect(await figureAt(page, "Publishes")).toBe("10")
      await page.getByText("how far the channel's orders were read").waitFor()
      expect(await page.getByText(orderNumber).count()).toBe(0)

      await page.getByRole("button", { name: "Now", exact: true }).click()
      await page.getByRole("heading", { name: "Why now" }).waitFor()
      expect(await figureAt(page, "Publishes")).toBe("16")
      await page.getByText(orderNumber).first().waitFor()
    }))

  it("says since when it knows, where somebody asks for an earlier moment", () =>
    operator.visit(address, async (page) => {
      await loaded(page)
      await page.getByRole("button", { name: "7 days ago" }).click()
      const failure = page.locator("main").getByRole("alert")
      await failure.getByText(/known since .* Choose a later moment/).waitFor()
      await failure.getByRole("button", { name: "Try again" }).waitFor()
    }))

  it("tells who changed what, and leads to the order and the push", () =>
    operator.visit(address, async (page) => {
      await loaded(page)
      const row = (text: string) => page.getByRole("row").filter({ hasText: text })
      const stock = row("+10").first()
      await stock.getByText(login.email).waitFor()
      await stock.getByText("20 on hand, 16 available").waitFor()

      await page.getByRole("tab", { name: "Pushes" }).click()
      await row("+10").first().waitFor({ state: "detached" })
      await row("16")
        .getByRole("button", { name: /^Push / })
        .click()
      const drawer = page.getByRole("dialog", { name: /^Push / })
      await drawer.getByText("Accepted").first().waitFor()
      await page.keyboard.press("Escape")

      await page.getByRole("tab", { name: "Orders" }).click()
      await row("Sold")
        .getByRole("link", { name: `Order ${orderNumber}, Trendyol TR` })
        .click()
      await page.waitForURL("**/app/orders/**")
    }))

  it("saves the history as a file", () =>
    operator.visit(`${address}?kinds=reservations`, async (page) => {
      await loaded(page)
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Export" }).click(),
      ])
      expect(download.suggestedFilename()).toBe(`history-${barcodeOf("MUG")}.csv`)
      const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n")
      expect(lines).toHaveLength(2)
      expect(lines[1]).toContain(`Order ${orderNumber} of Trendyol TR`)
    }))

  it("fits a phone, now and then", async () => {
    for (const at of [address, `${address}?at=${beforeTheSale}`]) {
      await operator.visit(
        at,
        async (page) => {
          await page.getByRole("heading", { name: /^Why (this|that) figure/ }).waitFor()
          await chart(page)
          const widths = await page.evaluate(() => ({
            page: document.documentElement.scrollWidth,
            main: document.querySelector("main")?.scrollWidth,
          }))
          expect({ at, ...widths }).toEqual({ at, page: phone.width, main: phone.width })
        },
        phone,
      )
    }
  })

  it.each(["Light", "Dark"])("is readable in Medusa's theme %s", async (theme) => {
    await operator.visit(address, async (page) => {
      await page.getByRole("button", { name: login.email }).click()
      await page.getByRole("menuitem", { name: "Theme" }).click()
      await page.getByRole("menuitemradio", { name: theme }).click()
    })
    for (const at of [address, `${address}?at=${beforeTheSale}`]) {
      await operator.visit(at, async (page) => {
        await page.getByRole("heading", { name: /^Why (this|that) figure/ }).waitFor()
        await chart(page)
        expect({ at, faint: await faintTexts(page.locator("main")) }).toEqual({
          at,
          faint: [],
        })
      })
    }
  })

  it("says what to do when the server fails, and goes on when it is asked again", () =>
    operator.visit("/channels", async (page) => {
      const call = `**/admin/listings/${listingId}/history?*`
      await page.route(call, (route) => route.fulfill({ status: 500, json: { message: "no" } }))
      await page.goto(new URL(`/app${address}`, page.url()).href)
      const failure = page.locator("main").getByRole("alert")
      await failure.getByText("The server failed; its log says why.").waitFor()
      await page.unroute(call)
      await failure.getByRole("button", { name: "Try again" }).click()
      await loaded(page)
    }))
})

/** The lines are drawn; one that stands still has no height that could be seen. */
const chart = (page: Page) => page.locator(".recharts-line-curve").first().waitFor({ state: "attached" })

const figureAt = async (page: Page, label: string) => {
  const line = page.locator("dl > div").filter({ hasText: label })
  await line.waitFor()
  return line.locator("dd").innerText()
}

import { readFile } from "node:fs/promises"
import type { Page } from "playwright-core"
import { warehouse } from "../flows/warehouse"
import { login } from "../support/admin"
import { Operator, phone } from "../support/browser"
import { faintTexts } from "../support/contrast"
import { eventually } from "../support/eventually"
import { barcodeOf, createWorld, type World } from "../support/world"

describe("the page of an inventory item", () => {
  let world: World
  let operator: Operator
  let itemId: string
  let address: string
  let sold: string
  let cancelled: string

  beforeAll(async () => {
    world = await createWorld({ storefronts: ["TR"], products: { MUG: 10, BOWL: 3 } })
    operator = await Operator.sitDown(world.server.url)
    await world.untilShown("TR", "MUG", 10)
    await warehouse(world).addLocation("Outlet", { MUG: 5 })
    itemId = await warehouse(world).itemId("MUG")
    address = `/inventory/${itemId}`
    sold = world.buy("TR", [{ sku: "MUG", quantity: 4 }]).orderNumber
    cancelled = world.buy("TR", [{ sku: "MUG", quantity: 1 }]).orderNumber
    await untilReserved(5)
    world.cancel("TR", cancelled)
    await untilReserved(4)
    await world.setStock("MUG", 30)
    await world.untilShown("TR", "MUG", 26)
  }, 240_000)
  afterAll(async () => {
    await operator.getUp()
    await world.close()
  })

  const untilReserved = (pieces: number) =>
    eventually(`${pieces} pieces to be reserved`, async () => {
      const { rows } = await world.db.query<{ pieces: number }>(
        `select sum(quantity)::int as pieces from reservation_item where deleted_at is null`,
      )
      return rows[0]?.pieces === pieces
    })

  const loaded = async (page: Page) => {
    await page.getByRole("heading", { name: "History", exact: true }).waitFor()
    await row(page, "Reserved").first().waitFor()
    await page.locator(".recharts-line-curve").first().waitFor({ state: "attached" })
  }

  it("is reached from a listing made of it, and leads back", async () => {
    const { rows } = await world.db.query<{ id: string }>(
      `select id from ledger.listing where external_id = $1`,
      [barcodeOf("MUG")],
    )
    const listing = `/channels/listings/${rows[0]!.id}`
    await operator.visit(listing, async (page) => {
      await page.getByRole("link", { name: "MUG", exact: true }).first().click()
      await page.waitForURL(`**/app${address}`)
      await page.getByText("Listings whose figure depends on this item").waitFor()
      await page.getByRole("link", { name: "History", exact: true }).click()
      await page.waitForURL(`**/app${listing}`)
    })
  })

  it("tells who changed what: goods and edits by hand, sales and cancellations with their orders", () =>
    operator.visit(address, async (page) => {
      await loaded(page)
      const edit = row(page, "+20")
      await edit.getByText(login.email).waitFor()
      await edit.getByText("35 on hand, 31 available").waitFor()
      await row(page, "+5").getByText("MUG, Outlet").waitFor()
      await row(page, "Recipe").getByText("MUG, part of MUG").waitFor()
      await row(page, "Reservation given back")
        .getByRole("link", { name: `Order ${cancelled}, Trendyol TR` })
        .waitFor()
      await row(page, "Reserved")
        .getByRole("link", { name: `Order ${sold}, Trendyol TR` })
        .click()
      await page.waitForURL("**/app/orders/**")
    }))

  it("is narrowed down to a location and to a kind, and saved as a file", () =>
    operator.visit(address, async (page) => {
      await loaded(page)
      await page.getByRole("combobox", { name: "Location" }).last().click()
      await page.getByRole("option", { name: "Outlet" }).click()
      await row(page, "+20").waitFor({ state: "detached" })
      await row(page, "+5").getByText("5 on hand, 5 available").waitFor()
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("button", { name: "Export" }).click(),
      ])
      expect(download.suggestedFilename()).toBe(`stock-${itemId}.csv`)
      const lines = (await readFile(await download.path(), "utf8")).trim().split("\r\n").slice(1)
      expect(lines.filter((line) => line.includes(",stock,"))).toEqual([
        expect.stringContaining(",MUG,Outlet,5,"),
      ])

      await page.getByRole("tab", { name: "Reservations" }).click()
      await page.getByText("Nothing happened").waitFor()
      await page.getByText("sales and edits of this item appear here").waitFor()
    }))

  it("shows a longer time", () =>
    operator.visit(address, async (page) => {
      await loaded(page)
      const [request] = await Promise.all([
        page.waitForRequest(/stock-history\/series.*from=/),
        page.getByRole("button", { name: "30 days" }).click(),
      ])
      const from = Date.parse(new URL(request.url()).searchParams.get("from") ?? "")
      expect((Date.now() - from) / 86_400_000).toBeCloseTo(30, 0)
    }))

  it("fits a phone", () =>
    operator.visit(
      address,
      async (page) => {
        await loaded(page)
        const widths = await page.evaluate(() => ({
          page: document.documentElement.scrollWidth,
          main: document.querySelector("main")?.scrollWidth,
        }))
        expect(widths).toEqual({ page: phone.width, main: phone.width })
      },
      phone,
    ))

  it.each(["Light", "Dark"])("is readable in Medusa's theme %s", (theme) =>
    operator.visit(address, async (page) => {
      await loaded(page)
      await page.getByRole("button", { name: login.email }).click()
      await page.getByRole("menuitem", { name: "Theme" }).click()
      await page.getByRole("menuitemradio", { name: theme }).click()
      await eventually("the theme", async () =>
        ((await page.locator("html").getAttribute("class")) ?? "").includes(theme.toLowerCase()),
      )
      expect(await faintTexts(page.locator("main"))).toEqual([])
    }),
  )

  it("says what to do when the server fails, and goes on when it is asked again", () =>
    operator.visit("/channels", async (page) => {
      const call = "**/admin/stock-history?*"
      await page.route(call, (route) => route.fulfill({ status: 500, json: { message: "no" } }))
      await page.goto(new URL(`/app${address}`, page.url()).href)
      const failure = page.locator("main").getByRole("alert")
      await failure.getByText("The server failed; its log says why.").waitFor()
      await page.unroute(call)
      await failure.getByRole("button", { name: "Try again" }).click()
      await loaded(page)
    }))
})

const row = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text })

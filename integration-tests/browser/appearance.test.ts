import type { Page } from "playwright-core"
import { Operator, phone } from "../support/browser"
import { faintTexts } from "../support/contrast"
import { createWorld, type World } from "../support/world"

describe("the dashboard's channel pages", () => {
  let world: World
  let operator: Operator
  let pages: Record<string, string>

  beforeAll(async () => {
    world = await createWorld({ storefronts: ["TR"], products: { MUG: 10, BOWL: 3 }, connect: false })
    const long = "A hand-painted plate with a very long name that no column of any table could ever hold"
    world.sandbox.putProducts(4711, [{ barcode: "STRANGER", title: long, quantity: 5 }])
    await world.connect("TR")
    operator = await Operator.sitDown(world.server.url)
    await world.untilShown("TR", "MUG", 10)
    // What goes wrong must be readable too.
    world.sandbox.setFaults({ lateRefusal: 1 })
    world.buy("TR", [{ sku: "BOWL", quantity: 1 }])
    await fetch(`${world.server.url}/hooks/trendyol/${world.channelIds.TR}`, { method: "POST", body: "{}" })
    pages = {
      "/channels": "Active",
      [`/channels/${world.channelIds.TR}`]: "Stock changed",
      "/channels/listings": "Refused",
      "/channels/inbox?state=all": "Done",
    }
  }, 240_000)
  afterAll(async () => {
    await operator.getUp()
    await world.close()
  })

  /** Opens each page once it shows what it has. */
  const onEach = async (work: (page: Page, at: string) => Promise<void>, size?: typeof phone) => {
    for (const [at, content] of Object.entries(pages)) {
      await operator.visit(
        at,
        async (page) => {
          await page.locator("main").getByText(content).first().waitFor()
          await work(page, at)
        },
        size,
      )
    }
  }

  it("fit a phone: what is wide scrolls in itself, never the page", () =>
    onEach(async (page, at) => {
      expect({ at, ...(await widths(page)) }).toEqual({ at, page: phone.width, main: phone.width })
    }, phone))

  it("work on a phone", () =>
    operator.visit(
      "/channels",
      async (page) => {
        await page.getByRole("button", { name: "Connect" }).click()
        const drawer = page.getByRole("dialog", { name: "Connect a channel" })
        await drawer.getByLabel("API secret").fill("x")
        await drawer.getByRole("button", { name: "Cancel" }).click()
        await drawer.waitFor({ state: "detached" })

        await page.getByRole("cell").getByText("Trendyol TR").click()
        await page.getByRole("button", { name: "Pause" }).click()
        await page.getByText("Paused", { exact: true }).waitFor()
        await page.getByRole("button", { name: "Resume" }).click()
        await page.getByRole("button", { name: "Pause" }).waitFor()

        await page.getByRole("link", { name: "1 unmapped" }).click()
        const plate = page.getByRole("row").filter({ hasText: "A hand-painted plate" })
        const badge = await plate.getByText("Not mapped").boundingBox()
        expect(badge && badge.x + badge.width).toBeLessThan(phone.width)
        await plate.getByText("A hand-painted plate").click()
        const why = page.getByRole("dialog", { name: "Why this figure" })
        await why.getByText("Map it.").waitFor()
        expect(await widths(page)).toEqual({ page: phone.width, main: phone.width })
      },
      phone,
    ))

  it("are opened by keyboard, row by row", () =>
    operator.visit("/channels", async (page) => {
      const row = page.getByRole("row").filter({ hasText: "Trendyol TR" })
      await row.focus()
      await page.keyboard.press("Enter")
      await page.getByRole("heading", { name: "Trendyol TR" }).waitFor()
    }))

  it.each(["Light", "Dark"])("are readable in Medusa's theme %s", async (theme) => {
    await operator.visit("/channels", (page) => chooseTheme(page, theme))
    await onEach(async (page, at) => {
      expect(await page.locator("html").getAttribute("class")).toContain(theme.toLowerCase())
      expect({ at, faint: await faintTexts(page.locator("main")) }).toEqual({ at, faint: [] })
    })
  })

  it("say what to do when the server fails, and go on when it is asked again", async () => {
    const calls: Record<string, string> = {
      "/channels": "**/admin/channels",
      [`/channels/${world.channelIds.TR}`]: `**/admin/channels/${world.channelIds.TR}`,
      "/channels/listings": "**/admin/listings?*",
      "/channels/inbox?state=all": "**/admin/inbox?*",
    }
    await operator.visit("/orders", async (page) => {
      for (const [at, call] of Object.entries(calls)) {
        await page.route(call, (route) => route.fulfill({ status: 500, json: medusaSaysNothing }))
        await page.goto(new URL(`/app${at}`, page.url()).href)
        const failure = page.locator("main").getByRole("alert")
        await failure.getByText("The server failed; its log says why. Try again in a moment.").waitFor()

        await page.unroute(call)
        await failure.getByRole("button", { name: "Try again" }).click()
        await page
          .locator("main")
          .getByText(pages[at] ?? "")
          .first()
          .waitFor()
      }
    })
  })

  it("do not let figures that stand still look alive", () =>
    operator.visit("/channels", async (page) => {
      await page.getByText("Active", { exact: true }).waitFor()
      await page.route("**/admin/channels", (route) => route.abort())
      await page.getByText("Not up to date. The server cannot be reached.").waitFor()
      await page.getByText("Trendyol TR").waitFor()

      await page.unroute("**/admin/channels")
      await page.getByText("Not up to date.").waitFor({ state: "detached" })
    }))

  it("say what to do where nothing is", () =>
    operator.visit("/channels/listings?q=no-such-thing", async (page) => {
      await page.getByText("No listings").waitFor()
      await page.getByText("Another channel or search may have some.").waitFor()
      await page.getByLabel("Title, SKU or barcode").fill("")
      await page.getByText("A mug").first().waitFor()
    }))
})

const medusaSaysNothing = { type: "unknown_error", message: "An unknown error occurred." }

const widths = (page: Page) =>
  page.evaluate(() => ({
    page: document.documentElement.scrollWidth,
    main: document.querySelector("main")?.scrollWidth,
  }))

/** As a person does it, in the menu behind their name. */
async function chooseTheme(page: Page, theme: string): Promise<void> {
  await page.getByRole("button", { name: "operator@example.com" }).click()
  await page.getByRole("menuitem", { name: "Theme" }).click()
  await page.getByRole("menuitemradio", { name: theme }).click()
}

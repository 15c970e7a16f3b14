import type { Locator, Page } from "playwright-core"
import { Operator } from "../support/browser"
import { eventually } from "../support/eventually"
import { barcodeOf, createWorld, type World } from "../support/world"

const postcards = Array.from({ length: 60 }, (_, index) => `POSTCARD-${index}`)

describe("an operator with a new shop", () => {
  let world: World
  let operator: Operator

  beforeAll(async () => {
    world = await createWorld({
      storefronts: ["TR"],
      products: { MUG: 10, CARD: 50 },
      connect: false,
      // Long enough for a page that asks every 2.5 s to show what is on its way.
      sandbox: { settleAfterMs: 4_000 },
    })
    // One stock item that many listings offer, so that one change is a mass change.
    world.sandbox.putProducts(
      4711,
      postcards.map((barcode) => ({ barcode, stockCode: "CARD", title: barcode, quantity: 0 })),
    )
    operator = await Operator.sitDown(world.server.url)
  }, 240_000)
  afterAll(async () => {
    await operator.getUp()
    await world.close()
  })

  const onChannelPage = (work: (page: Page) => Promise<void>) =>
    operator.visit("/channels", async (page) => {
      await page.getByRole("cell").getByText("Trendyol Türkiye").click()
      await page.getByRole("heading", { name: "Trendyol Türkiye" }).waitFor()
      await work(page)
    })
  const newestPush = (page: Page) =>
    page
      .getByRole("row")
      .filter({ hasText: /Stock changed|By hand|Full comparison/ })
      .first()

  it("is told what to have at hand, and why the marketplace does not let them in", () =>
    operator.visit("/orders", async (page) => {
      await page.getByRole("link", { name: "Channels" }).click()
      await page.getByText("No channel yet").waitFor()
      await page.getByText("have the seller id and the API keys").waitFor()

      const drawer = await openConnect(page)
      await enter(drawer, { "API secret": "mistyped" })
      await drawer.getByRole("button", { name: "Test connection" }).click()

      const refusal = drawer.getByRole("alert")
      await refusal.waitFor()
      expect(await refusal.innerText()).toMatch(/credential|key|secret/i)
      expect(await isInSight(page, refusal)).toBe(true)
    }))

  it("connects, and sees listings and stock follow by themselves", () =>
    operator.visit("/channels", async (page) => {
      const drawer = await openConnect(page)
      await enter(drawer, { "API secret": "secret-4711" })
      await drawer.getByRole("button", { name: "Test connection" }).click()
      await drawer.getByText("Connected as Seller 4711").waitFor()
      await drawer.getByRole("button", { name: "Connect", exact: true }).click()

      await page.getByRole("heading", { name: "Trendyol Türkiye" }).waitFor()
      await page.getByText("62 listings").waitFor()
      await page.getByText("Registered").waitFor()
      await newestPush(page).getByText("Answered").waitFor()
      expect(world.shown("TR", "MUG")).toBe(10)
    }))

  it("watches a change of stock reach the marketplace", () =>
    onChannelPage(async (page) => {
      await newestPush(page).getByText("Answered").waitFor()
      await world.setStock("MUG", 7)

      await newestPush(page).getByText("Waiting for the answer").waitFor()
      await newestPush(page).getByText("Answered").waitFor()
      expect(world.shown("TR", "MUG")).toBe(7)

      await newestPush(page).click()
      const item = page
        .getByRole("dialog")
        .getByRole("row")
        .filter({ hasText: barcodeOf("MUG") })
      await item.getByText("Accepted").waitFor()
      await item.getByRole("cell", { name: "7", exact: true }).waitFor()
    }))

  it("reads why a listing was refused, and sends it once more", async () => {
    world.sandbox.setFaults({ lateRefusal: 1 })
    await world.setStock("MUG", 4)
    await onChannelPage(async (page) => {
      await newestPush(page).getByText("1 refused").waitFor()
      await page.getByRole("link", { name: "1 refused" }).click()
      await page.getByRole("row").filter({ hasText: "A mug" }).click()

      const why = page.getByRole("dialog", { name: "Why this figure" })
      await why.getByText("Refused").first().waitFor()
      expect(world.shown("TR", "MUG")).toBe(7)

      world.sandbox.setFaults({ lateRefusal: 0 })
      await why.getByRole("button", { name: "Try again" }).click()
      await why.getByText("In step").waitFor()
      expect(world.shown("TR", "MUG")).toBe(4)
    })
  })

  it("sees how far a mass change has come", () =>
    onChannelPage(async (page) => {
      const rules = page.getByRole("heading", { name: "Rules" }).locator("../..")
      await rules.getByRole("button", { name: "Edit" }).click()
      const drawer = page.getByRole("dialog")
      await drawer.getByLabel("Buffer in pieces").fill("2")
      await drawer.getByText("this channel offers 98").waitFor()
      await drawer.getByRole("button", { name: "Save" }).click()

      const bar = page.getByRole("progressbar", { name: "Listings in step" })
      await bar.waitFor()
      expect(Number(await bar.getAttribute("aria-valuenow"))).toBeLessThan(100)
      await bar.waitFor({ state: "detached" })
      const shown = world.sandbox.buyers.shop({ sellerId: 4711, storefront: "TR", barcodes: postcards })
      expect(new Set(shown.map(({ quantity }) => quantity))).toEqual(new Set([48]))
    }))

  it("sees a failing connection with what it means, and mends it", async () => {
    world.sandbox.setFaults({ expiredCredentials: true })
    await onChannelPage(async (page) => {
      await page.getByRole("button", { name: "Sync now" }).click()
      await page.getByRole("menuitem", { name: "Read orders" }).click()
      await page.getByText("Needs attention").waitFor()
      await page.getByText("Nothing is read or sent until the credentials work again.").waitFor()
      await page.getByRole("button", { name: "Test connection" }).click()
      await page.getByText("The connection does not work").waitFor()

      world.sandbox.setFaults({ expiredCredentials: false })
      await page.getByRole("button", { name: "More" }).click()
      await page.getByRole("menuitem", { name: "Replace credentials" }).click()
      const drawer = page.getByRole("dialog")
      await enterCredentials(drawer, { "API secret": "secret-4711" })
      await drawer.getByRole("button", { name: "Replace" }).click()
      await page.getByText("The new credentials work").waitFor()
      await page.getByText("Active", { exact: true }).waitFor()
    })
    await world.setStock("MUG", 9)
    await world.untilShown("TR", "MUG", 7)
  })

  it("stops a channel at once, and deletes it only after typing its name", () =>
    onChannelPage(async (page) => {
      await page.getByRole("button", { name: "Pause" }).click()
      await page.getByText("Paused", { exact: true }).waitFor()
      expect(await page.getByRole("button", { name: "Sync now" }).isDisabled()).toBe(true)

      await page.getByRole("button", { name: "More" }).click()
      await page.getByRole("menuitem", { name: "Delete channel" }).click()
      const question = page.getByRole("alertdialog")
      const confirm = question.getByRole("button", { name: "Delete" })
      expect(await confirm.isDisabled()).toBe(true)
      await question.getByRole("textbox").fill("Trendyol Türkiye")
      await confirm.click()
      await page.getByText("No channel yet").waitFor()
      await eventually("the marketplace to be left alone", async () => {
        const { channels } = await world.admin.get<{ channels: unknown[] }>("/admin/channels")
        return channels.length === 0
      })
    }))
})

async function openConnect(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "Connect" }).first().click()
  const drawer = page.getByRole("dialog", { name: "Connect a channel" })
  await drawer.getByLabel("Seller id").waitFor()
  return drawer
}

async function enter(drawer: Locator, texts: Record<string, string>): Promise<void> {
  await drawer.getByLabel("Name").fill("Trendyol Türkiye")
  await enterCredentials(drawer, texts)
}

async function enterCredentials(drawer: Locator, texts: Record<string, string>): Promise<void> {
  const all = { "Seller id": "4711", "API key": "key-4711", ...texts }
  for (const [label, text] of Object.entries(all)) await drawer.getByLabel(label).fill(text)
}

async function isInSight(page: Page, element: Locator): Promise<boolean> {
  const box = await element.boundingBox()
  const height = page.viewportSize()?.height ?? 0
  return box !== null && box.y >= 0 && box.y + box.height <= height
}

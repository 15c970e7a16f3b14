import type { Locator, Page } from "playwright-core"
import { login } from "../support/admin"
import { Operator, phone } from "../support/browser"
import { faintTexts } from "../support/contrast"
import { eventually } from "../support/eventually"
import { barcodeOf, createWorld, type World } from "../support/world"

/** More than may change at once without asking. */
const pens = Array.from({ length: 24 }, (_, index) => `PEN-${index}`)

describe("an operator who sets rules", () => {
  let world: World
  let operator: Operator
  let channel: string

  beforeAll(async () => {
    world = await createWorld({
      storefronts: ["TR"],
      products: { MUG: 40, BOWL: 6, SET: 0, ...Object.fromEntries(pens.map((sku) => [sku, 3])) },
    })
    channel = `/channels/${world.channelIds.TR}`
    operator = await Operator.sitDown(world.server.url)
    await shows({ MUG: 40, BOWL: 6, [pens.at(-1)!]: 3 })
    await inStep()
  }, 240_000)
  afterAll(async () => {
    await operator.getUp()
    await world.close()
  })

  const shows = async (figures: Record<string, number>) => {
    for (const [sku, quantity] of Object.entries(figures)) await world.untilShown("TR", sku, quantity)
  }
  const inStep = () =>
    eventually("every figure to be in step", async () => {
      const { rows } = await world.db.query(
        `select from ledger.aspect where aspect = 'stock' and (state <> 'settled' or desired is distinct from accepted)`,
      )
      return rows.length === 0
    })
  const idOf = async (query: string, parameter: string) => {
    const { rows } = await world.db.query<{ id: string }>(query, [parameter])
    return rows[0]!.id
  }
  const listingPage = async (sku: string) =>
    `/channels/listings/${await idOf(`select id from ledger.listing where external_id = $1`, barcodeOf(sku))}`
  const productPage = async (sku: string) =>
    `/products/${await idOf(`select product_id as id from product_variant where sku = $1`, sku)}`

  it("sees what a channel's rule would do, is told of a contradiction, saves, and buyers see it", () =>
    operator.visit(channel, async (page) => {
      await page.getByRole("button", { name: "Edit rules" }).focus()
      await page.keyboard.press("Enter")
      const drawer = page.getByRole("dialog", { name: "Rules of this channel" })
      await drawer.getByText("Nothing is changed yet.").waitFor()

      await drawer.getByLabel("Buffer in pieces").fill("10")
      await drawer.getByText("25 to zero").waitFor()
      await drawer.getByText("1 fall").waitFor()
      expect(await figuresOf(drawer, "A bowl")).toEqual(["6", "0"])
      expect(await figuresOf(drawer, "A mug")).toEqual(["40", "30"])

      await drawer.getByLabel("Buffer in pieces").fill("0")
      await drawer.getByLabel("Minimum").fill("5")
      await drawer.getByLabel("Cap in pieces").fill("3")
      await drawer.getByText("The cap of 3 is below the minimum of 5").waitFor()
      expect(await drawer.getByRole("button", { name: "Save" }).isDisabled()).toBe(true)

      await drawer.getByLabel("Minimum").fill("0")
      await drawer.getByLabel("Cap in pieces").fill("30")
      await drawer.getByText("26 stay").waitFor()
      expect(world.shown("TR", "MUG")).toBe(40)
      await page.keyboard.press("Enter")
      await page.getByText("at most 30 of one listing").waitFor()
      await shows({ MUG: 30 })

      await page.getByRole("button", { name: "Edit rules" }).click()
      await drawer.getByLabel("Cap in pieces").fill("")
      await drawer.getByText("1 rise").waitFor()
      await drawer.getByRole("button", { name: "Save" }).click()
      await shows({ MUG: 40 })
      await inStep()
    }))

  it("holds a listing back for a time, with a reason, and ends it", async () => {
    await operator.visit(await listingPage("MUG"), async (page) => {
      await page.getByRole("button", { name: "Hold", exact: true }).click()
      const drawer = page.getByRole("dialog", { name: "Hold back" })
      const hold = drawer.getByRole("button", { name: "Hold", exact: true })
      await drawer.getByLabel("Pieces").fill("15")
      await drawer.getByLabel("Until").fill("2020-01-01T08:00:00")
      await drawer.getByText("a hold ends in the future").waitFor()
      expect(await hold.isDisabled()).toBe(true)

      await drawer.getByRole("button", { name: "1 h" }).click()
      await drawer.getByText("1 fall").waitFor()
      expect(await figuresOf(drawer, "A mug")).toEqual(["40", "25"])
      await drawer.getByLabel("Reason").fill("fair on Sunday")
      await hold.click()
      await shows({ MUG: 25 })

      await page.getByText(/^Held until /).waitFor()
      await page.getByText(/^15 pieces until .*: fair on Sunday$/).waitFor()
      await page.getByRole("button", { name: "End hold" }).click()
      await page.getByText("None: it goes by the rules of Trendyol TR").waitFor()
      await shows({ MUG: 40 })
    })
  })

  it("gives a listing rules of its own, pauses it, and takes it all back", async () => {
    await operator.visit(await listingPage("MUG"), async (page) => {
      await page.getByRole("button", { name: "Edit rules" }).click()
      const drawer = page.getByRole("dialog", { name: "Rules of this listing" })
      await drawer.getByLabel("Share in percent").fill("50")
      expect(await drawer.getByLabel("Buffer in pieces").getAttribute("placeholder")).toContain(
        "As the channel",
      )
      await drawer.getByText("1 fall").waitFor()
      await drawer.getByRole("button", { name: "Save" }).click()
      await shows({ MUG: 20 })
      await page.getByText("instead of 100 % of what is available").waitFor()

      await page.getByRole("button", { name: "Pause" }).click()
      await page.getByText("its figure is computed, and not sent").waitFor()
      await page.getByText("Paused", { exact: true }).first().waitFor()
      await page.getByRole("button", { name: "Resume" }).click()
      await page.getByText("its figure is computed, and not sent").waitFor({ state: "detached" })

      await page.getByRole("button", { name: "Remove" }).click()
      await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click()
      await page.getByText("None: it goes by the rules of Trendyol TR").waitFor()
      await shows({ MUG: 40 })
      await inStep()
    })
  })

  it("sees what a full sync would change before it is made", async () => {
    await operator.visit(channel, async (page) => {
      await page.getByRole("button", { name: "Preview sync" }).click()
      const drawer = page.getByRole("dialog", { name: "What a sync would change" })
      await drawer.getByText("Nothing would change").waitFor()
      await page.keyboard.press("Escape")

      await page.getByRole("button", { name: "Pause" }).click()
      await page.getByRole("button", { name: "Resume" }).waitFor()
      await world.setStock("BOWL", 8)
      await page.getByRole("button", { name: "Preview sync" }).click()
      await drawer.getByText("1 rise").waitFor()
      expect(await figuresOf(drawer, "A bowl")).toEqual(["6", "8"])
      expect(await drawer.getByRole("button", { name: "Compare and send now" }).isDisabled()).toBe(true)
      await page.keyboard.press("Escape")

      await page.getByRole("button", { name: "Resume" }).click()
      await shows({ BOWL: 8 })
      await inStep()
      await page.getByRole("button", { name: "Preview sync" }).click()
      await drawer.getByRole("button", { name: "Compare and send now" }).click()
      await page.getByText("The comparison is started", { exact: true }).waitFor()
    })
  })

  it("has differing figures told instead of overwritten, finds one, and writes ours over it", async () => {
    await operator.visit(channel, async (page) => {
      await page.getByRole("button", { name: "Edit safeguards" }).click()
      const drawer = page.getByRole("dialog", { name: "Safeguards of this channel" })
      await drawer.getByLabel("Freshness in seconds").fill("5")
      await drawer.getByRole("radio", { name: "Tell, and leave it" }).click()
      await drawer.getByRole("button", { name: "Save" }).click()
      await page.getByText("orders read within 5 seconds").waitFor()
      await page.getByText("from the newest change back to what is known").waitFor()
      await page.getByText("it is told, and left as it is").waitFor()

      world.sandbox.putProducts(4711, [
        { barcode: barcodeOf("BOWL"), stockCode: "BOWL", title: "A bowl", quantity: 12, salePrice: "10.00" },
      ])
      await page.getByRole("button", { name: "Sync now" }).click()
      await page.getByRole("menuitem", { name: "Read back what is shown" }).click()
      await page.getByRole("link", { name: "1 differ" }).click()
      const row = page.getByRole("row").filter({ hasText: "A bowl" })
      await row.getByText("Differs").waitFor()
      await row.click()
      const why = page.getByRole("dialog", { name: "Why this figure" })
      await why.getByText("The marketplace shows 12, and had taken 8").waitFor()
      await why.getByText("Somebody changed it over there").waitFor()
      expect(world.shown("TR", "BOWL")).toBe(12)
      await why.getByRole("button", { name: "Write ours over it" }).click()
      await shows({ BOWL: 8 })
      await page.keyboard.press("Escape")
      await page.getByText("Nothing differs").waitFor()
    })
  })

  it("composes a kit on its product's page, and is told the way when it would contain itself", async () => {
    const addPart = async (page: Page, sku: string, name: string) => {
      await page.getByRole("button", { name: "Make it a kit" }).click()
      const drawer = page.getByRole("dialog", { name: "Parts of this kit" })
      await drawer.getByLabel("Variant, SKU or barcode").fill(sku)
      await drawer.getByRole("button", { name: `Add ${name}` }).click()
      return drawer
    }
    await operator.visit(await productPage("SET"), async (page) => {
      const drawer = await addPart(page, "MUG", "A mug")
      await drawer.getByLabel("Pieces of A mug").fill("2")
      await drawer.getByRole("button", { name: "Save" }).click()
      await page.getByText("2 × MUG").waitFor()
      await shows({ SET: 20 })
    })
    await operator.visit(await productPage("MUG"), async (page) => {
      await page.getByText("Part of", { exact: true }).waitFor()
      const drawer = await addPart(page, "SET", "A set")
      await drawer.getByRole("button", { name: "Save" }).click()
      await drawer.getByText("A kit cannot contain itself: MUG → SET → MUG").waitFor()
      await drawer.getByRole("button", { name: "Remove A set" }).click()
      await drawer.getByText("No part yet.").waitFor()
      expect(await drawer.getByRole("alert").count()).toBe(0)
    })
    await operator.visit(await productPage("SET"), async (page) => {
      await page.getByRole("button", { name: "Dissolve" }).click()
      await page.getByRole("alertdialog").getByRole("button", { name: "Dissolve" }).click()
      await page.getByText("Not made of other variants").waitFor()
      await shows({ SET: 0 })
    })
  })

  /** Every form, opened. */
  const forms = async (): Promise<[at: string, button: string, title: string][]> => [
    [channel, "Edit rules", "Rules of this channel"],
    [channel, "Edit safeguards", "Safeguards of this channel"],
    [channel, "Preview sync", "What a sync would change"],
    [await listingPage("MUG"), "Hold", "Hold back"],
    [await listingPage("MUG"), "Edit rules", "Rules of this listing"],
    [await productPage("MUG"), "Make it a kit", "Parts of this kit"],
  ]
  const onEach = async (work: (form: Locator, at: string) => Promise<void>, size?: typeof phone) => {
    for (const [at, button, title] of await forms()) {
      await operator.visit(
        at,
        async (page) => {
          await page.getByRole("button", { name: button, exact: true }).click()
          const form = page.getByRole("dialog", { name: title })
          await form.getByRole("button").last().waitFor()
          await form.locator("[aria-busy=true]").waitFor({ state: "detached" })
          await work(form, `${at}: ${title}`)
        },
        size,
      )
    }
  }

  it("can do all of it on a phone", () =>
    onEach(async (form, at) => {
      const page = await form.page().evaluate(() => document.documentElement.scrollWidth)
      const own = await form.evaluate((element) => element.scrollWidth - element.clientWidth)
      expect({ at, page, own }).toEqual({ at, page: phone.width, own: 0 })
    }, phone))

  it.each(["Light", "Dark"])("can read all of it in Medusa's theme %s", async (theme) => {
    await operator.visit(channel, async (page) => {
      await page.getByRole("button", { name: login.email }).click()
      await page.getByRole("menuitem", { name: "Theme" }).click()
      await page.getByRole("menuitemradio", { name: theme }).click()
    })
    await onEach(async (form, at) => {
      expect({ at, faint: await faintTexts(form) }).toEqual({ at, faint: [] })
    })
  })

  it("is told why a preview cannot be had, and can go on", () =>
    operator.visit(channel, async (page) => {
      await page.route("**/rules/preview", (route) => route.fulfill({ status: 500, json: { message: "no" } }))
      await page.getByRole("button", { name: "Edit rules" }).click()
      const drawer = page.getByRole("dialog", { name: "Rules of this channel" })
      await drawer.getByLabel("Buffer in pieces").fill("1")
      await drawer.getByText("The server failed; its log says why.").waitFor()
      await page.unroute("**/rules/preview")
      await drawer.getByRole("button", { name: "Try again" }).click()
      await drawer.getByText("26 fall").waitFor()
    }))

  it("is asked before a mass change goes out, and releases it on the channel's page", () =>
    operator.visit(channel, async (page) => {
      await page.getByRole("button", { name: "Edit rules" }).click()
      const drawer = page.getByRole("dialog", { name: "Rules of this channel" })
      await drawer.getByLabel("Minimum").fill("4")
      await drawer.getByText("24 to zero").waitFor()
      await drawer.getByRole("button", { name: "Save" }).click()

      const question = page.getByText("24 of 27 listings would go to zero")
      await question.waitFor()
      expect(pens.map((sku) => world.shown("TR", sku))).toEqual(pens.map(() => 3))
      await page.getByRole("button", { name: "Release" }).click()
      await page.getByRole("alertdialog").getByRole("button", { name: "Release" }).click()
      await shows(Object.fromEntries(pens.map((sku) => [sku, 0])))
      await question.waitFor({ state: "detached" })
    }))
})

/** The figures in a preview's row, once they are those of what was typed last. */
async function figuresOf(drawer: Locator, title: string): Promise<string[]> {
  await drawer.locator("[aria-busy=true]").waitFor({ state: "detached" })
  const cells = drawer.getByRole("row").filter({ hasText: title }).getByRole("cell")
  return (await cells.allInnerTexts()).slice(1)
}

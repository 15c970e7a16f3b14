import type { Locator, Page } from "playwright-core"
import { Operator, phone } from "../support/browser"
import { faintTexts } from "../support/contrast"
import { eventually } from "../support/eventually"
import { createWorld, type World } from "../support/world"

describe("the Health page", () => {
  let world: World
  let operator: Operator

  beforeAll(async () => {
    world = await createWorld({ storefronts: ["TR"], products: { MUG: 10, BOWL: 3 } })
    operator = await Operator.sitDown(world.server.url)
    await world.untilShown("TR", "MUG", 10)
  }, 240_000)
  afterAll(async () => {
    await operator.getUp()
    await world.close()
  })

  const sql = (text: string, values: unknown[] = []) => world.db.query(text, values)

  /** What happens every minute, now. */
  async function watch(alerts: string[]): Promise<void> {
    await sql(`select graphile_worker.add_job('watch', '{}', job_key := 'watch')`)
    await eventually(`the alerts ${alerts.join()}`, async () => {
      const { rows } = await sql(`select kind from ledger.alert where resolved_at is null order by kind`)
      return JSON.stringify(rows.map(({ kind }: { kind: string }) => kind)) === JSON.stringify(alerts)
    })
  }

  /** A day as the minute's job would have left it, with a worse hour in it and one in which nobody worked. */
  const aDay = () =>
    sql(
      `insert into ledger.health_sample
         (at, channel_id, read_mark_age_s, queue_age_s, divergence, due, p99_ms, accepted, rejected)
       select date_trunc('minute', now()) - make_interval(mins => n), channel,
         case when channel <> '' then 60 + (n * 7) % 180 end,
         case when n between 300 and 360 then 90 else n % 4 end, case when n > 700 then 12 else 3 end, n % 5,
         case when n between 300 and 360 then 5000 else 500 end, 0, 0
       from generate_series(2, 1439) n cross join unnest(array['', $1]) channel
       where n not between 500 and 560
       on conflict do nothing`,
      [world.channelIds.TR],
    )

  it("says that all is well while it is, and shows the figures behind that", async () => {
    await watch([])
    await operator.visit("/channels/health", async (page) => {
      const main = page.locator("main")
      await main.getByText("All well").waitFor()
      const row = page.getByRole("row").filter({ hasText: "Trendyol TR" })
      await row.getByText("OK").first().waitFor()
      await main.getByRole("figure", { name: "From change to accepted at Trendyol TR" }).waitFor()
      await main.getByText(/p50 ≤ .* p95 ≤ .* p99 ≤ /).waitFor()
    })
  })

  it("draws how channels kept up, over the hours that are chosen", async () => {
    await aDay()
    await operator.visit("/channels/health", async (page) => {
      const chart = page.getByRole("figure", { name: "Age of the oldest that waits" })
      await chart.locator("path.recharts-curve").nth(1).waitFor()
      // The hour without samples breaks each line in two.
      expect(await strokes(chart)).toEqual([2, 2])
      await page.getByRole("button", { name: "1 h", exact: true }).click()
      await eventually("a line without a break", async () => (await strokes(chart))[0] === 1)
    })
  })

  it("names what is wrong, and leads to what mends it", async () => {
    const channel = world.channelIds.TR ?? ""
    await fetch(`${world.server.url}/hooks/trendyol/${channel}`, { method: "POST", body: "{}" })
    await sql(
      `insert into ledger.inbox (channel_id, topic, source, key, body, occurred_at, state, error)
       values ($1, 'order', 'poll', 'unreadable', '{}', now(), 'dead', 'lines is missing')`,
      [channel],
    )
    await sql(
      `update ledger.channel_state set read_began_at = now() - interval '15 min', last_pull_at = now() - interval '15 min'`,
    )
    await watch(["dead", "stale"])
    await operator.visit("/channels/health", async (page) => {
      const stale = page.getByRole("listitem").filter({ hasText: "orders are not being read" })
      await stale.getByText(/last read 15 min ago/).waitFor()
      const row = page.getByRole("row").filter({ hasText: "Trendyol TR" })
      await row.getByText("Stuck").waitFor()
      await stale.getByRole("button", { name: "Read orders now" }).click()
      await row.getByText("Stuck").waitFor({ state: "detached" })
      await watch(["dead"])
      await stale.waitFor({ state: "detached" })

      await page.getByRole("link", { name: "Open inbox" }).click()
      await page.getByText("lines is missing").waitFor()
    })
  })

  it("holds a mass change up to a person, and lets it go when they say so", async () => {
    await sql(
      `insert into ledger.brake (channel_id, kind, listings, of_listings) values ($1, 'zero', 300, 400)`,
      [world.channelIds.TR],
    )
    await watch(["brake", "dead"])
    await operator.visit("/channels/health", async (page) => {
      await page.getByText("Trendyol TR: 300 of 400 listings would go to zero").waitFor()
      await page.getByRole("button", { name: "Release", exact: true }).click()
      const question = page.getByRole("alertdialog", { name: "Release 300 listings?" })
      await question.getByRole("button", { name: "Release" }).click()
      await page.getByText("Waiting for you").waitFor({ state: "detached" })
      await watch(["dead"])
    })
    const { rows } = await sql(`select state from ledger.brake`)
    expect(rows).toEqual([{ state: "released" }])
  })

  it("lists what the checks found, and mends what can be mended", async () => {
    await sql(
      `insert into ledger.finding (check_id, subject, severity, message, remedy, fixable)
       values ('partitions', 'inbox', 'error', 'Next month has no partition.', 'Fix makes it.', true)`,
    )
    await watch(["dead", "finding"])
    await operator.visit("/channels/health", async (page) => {
      const found = page.locator("#findings").getByRole("listitem")
      await found.getByText("Next month has no partition.").waitFor()
      await found.getByRole("button", { name: "Fix" }).click()
      await found.waitFor({ state: "detached" })
    })
  })

  it("rings Medusa's bell with the same words", async () => {
    await operator.visit("/channels/health", async (page) => {
      await page.getByText("something was received that came to nothing").waitFor()
      await page.keyboard.press("Control+n")
      const bell = page.getByRole("dialog")
      await bell.getByText("Trendyol TR: something was received that came to nothing").waitFor()
      await bell.getByText("Over: Trendyol TR: orders are not being read").waitFor()
    })
  })

  it("fits a phone: the page never scrolls sideways", () =>
    operator.visit(
      "/channels/health",
      async (page) => {
        await page.getByRole("figure", { name: "Time since orders were read" }).waitFor()
        const width = await page.evaluate(() => document.querySelector("main")?.scrollWidth)
        expect(width).toBe(phone.width)
      },
      phone,
    ))

  it.each(["Light", "Dark"])("is readable in Medusa's theme %s", async (theme) => {
    await operator.visit("/channels/health", (page) => chooseTheme(page, theme))
    await operator.visit("/channels/health", async (page) => {
      expect(await page.locator("html").getAttribute("class")).toContain(theme.toLowerCase())
      const chart = page.getByRole("figure", { name: "Time since orders were read" })
      await chart.locator("path.recharts-curve").first().waitFor()
      expect(await faintTexts(page.locator("main"))).toEqual([])
    })
  })
})

/** Of each line of a chart, into how many strokes it falls. */
const strokes = (chart: Locator): Promise<number[]> =>
  chart
    .locator("path.recharts-curve")
    .evaluateAll((paths) => paths.map((path) => (path.getAttribute("d") ?? "").split("M").length - 1))

/** As a person does it, in the menu behind their name. */
async function chooseTheme(page: Page, theme: string): Promise<void> {
  await page.getByRole("button", { name: "operator@example.com" }).click()
  await page.getByRole("menuitem", { name: "Theme" }).click()
  await page.getByRole("menuitemradio", { name: theme }).click()
}

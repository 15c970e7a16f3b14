import { spawn } from "node:child_process"
import path from "node:path"
import { eventually } from "../support/eventually"
import { root, variables } from "../support/medusa-process"
import { createWorld, type World } from "../support/world"

interface Visit {
  code: number | null
  text: string
  complaint: string
}

interface FindingView {
  id: string
  check_id: string
  title: string
  subject: string
  fixable: boolean
}

describe("npm run doctor", () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld({ storefronts: ["TR"], products: { MUG: 10, CUP: 10 } })
    await world.untilShown("TR", "MUG", 10)
  }, 180_000)
  afterAll(() => world.close())

  /** The command as `npm run doctor` starts it, without its look at what is installed. */
  function doctor(args: string[], environment: Record<string, string> = {}): Promise<Visit> {
    const command = path.join(root, ".medusa/server/src/doctor.js")
    const script = `require(${JSON.stringify(command)}).main(${JSON.stringify(args)}).then(process.exit)`
    const child = spawn(process.execPath, ["-e", script], {
      cwd: root,
      env: { ...variables(world.environment), ...environment },
    })
    const visit: Visit = { code: null, text: "", complaint: "" }
    child.stdout.on("data", (chunk: Buffer) => (visit.text += chunk.toString()))
    child.stderr.on("data", (chunk: Buffer) => (visit.complaint += chunk.toString()))
    return new Promise((resolve) => child.once("close", (code) => resolve({ ...visit, code })))
  }
  const findings = () => world.admin.get<{ findings: FindingView[] }>("/admin/health/findings")
  const reserved = async (orderNumber: string) => (await world.orders(orderNumber))[0]?.lines[0]?.reserved
  const sql = (text: string) => world.db.query(text)

  it("links what a new shop lacks with --fix, and then finds nothing wrong", async () => {
    const first = await doctor(["--fix"])
    expect(first.text).toContain("✔ Channels' locations can ship for their marketplace (1 mended)")
    expect([first.code, first.complaint.includes("rror")]).toEqual([0, false])

    const second = await doctor([])
    expect(second.text).toMatch(/^\d+ checks: \d+ in order\.$/m)
    expect(second.text).not.toMatch(/^[!✘?–]/m)
    expect(second.code).toBe(0)
  })

  it("finds what is wrong, mends what is safe to mend, and says what a person must do", async () => {
    const { orderNumber } = world.buy("TR", [{ sku: "MUG", quantity: 3 }])
    await eventually("the order to be reserved", async () => (await reserved(orderNumber)) === 3)
    await sql(`delete from reservation_item`)
    await sql(`update ledger.stock_movement set occurred_at = occurred_at - interval '1 day'`)
    await sql(`update inventory_level l set reserved_quantity = 9 from inventory_item i
               where i.id = l.inventory_item_id and i.sku = 'CUP'`)
    await sql(`update inventory_level l set stocked_quantity = -1 from inventory_item i
               where i.id = l.inventory_item_id and i.sku = 'CUP'`)
    await sql(`insert into locking (id, expiration) values ('old', now() - interval '1 day')`)

    const found = await doctor([])
    expect(found.code).toBe(1)
    expect(found.text).toContain("✘ Channel orders hold all the pieces they owe: 1 finding")
    expect(found.text).toContain(`Order ${orderNumber} of Trendyol TR`)
    expect(found.text).toContain("! No lock of Medusa has outlived its time: 1 finding")
    expect(found.text).toContain("CUP at Warehouse: -1 in stock.")
    expect(found.text).toContain("→ Count the goods and set the level under Inventory in Medusa.")
    expect(found.text).toContain("npm run doctor -- --fix")
    expect(await reserved(orderNumber)).toBe(0)

    const mended = await doctor(["--fix"])
    expect(mended.text).toContain("✔ Channel orders hold all the pieces they owe (1 mended)")
    expect(mended.text).toMatch(/1 with 1 finding, 4 mended\.$/m)
    expect(mended.code).toBe(1)
    expect(await reserved(orderNumber)).toBe(3)
    await world.untilShown("TR", "MUG", 7)
  })

  it("keeps what it found for the dashboard, which may mend it, too", async () => {
    await sql(`insert into locking (id, expiration) values ('old', now() - interval '1 day')`)
    const visit = await doctor(["--json"])
    const report = JSON.parse(visit.text) as { healthy: boolean; checks: { id: string }[] }
    expect([visit.code, report.healthy, report.checks.length > 20]).toEqual([1, false, true])

    const before = (await findings()).findings
    expect(before.map((one) => [one.check_id, one.fixable]).sort()).toEqual([
      ["negative-stock", false],
      ["overdue-locks", true],
    ])
    const ids = before.map(({ id }) => id)
    const { results } = await world.admin.post<{ results: { id: string; outcome: string }[] }>(
      "/admin/health/findings/fix",
      { ids },
    )
    const outcomes = before.map(({ id, check_id }) => [
      check_id,
      results.find((one) => one.id === id)?.outcome,
    ])
    expect(outcomes.sort()).toEqual([
      ["negative-stock", "left"],
      ["overdue-locks", "fixed"],
    ])
    expect((await findings()).findings.map((one) => one.check_id)).toEqual(["negative-stock"])
  })

  it("is not needed for the house to look after itself", async () => {
    await sql(`truncate ledger.check_run`)
    // As the schedule does it every quarter of an hour.
    await sql(`select graphile_worker.add_job('check', '{}')`)
    const checks = await eventually("every check to be made", async () => {
      const { checks: made } = await world.admin.get<{ checks: { error: string | null }[] }>(
        "/admin/health/findings",
      )
      return made.length > 20 && made
    })
    expect(checks.filter(({ error }) => error !== null)).toEqual([])
  })

  it("says that it could not look where there is nothing to look at", async () => {
    const nowhere = await doctor([], { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" })
    expect([nowhere.code, nowhere.text]).toEqual([2, ""])
    expect(nowhere.complaint).toContain("The database cannot be reached")
    const wrong = await doctor(["--now"])
    expect([wrong.code, wrong.complaint]).toEqual([
      2,
      "npm run doctor takes --fix and --json; it was given: --now\n",
    ])
  })

  it("tells of a ledger that is older than the program, and leaves it as it is", async () => {
    await sql(`delete from ledger.migration where name = 'Findings1763700300000'`)
    const visit = await doctor(["--fix"])
    expect(visit.code).toBe(1)
    expect(visit.text).toContain("Findings1763700300000: The migration Findings1763700300000 has not run.")
    const { rows } = await sql(`select 1 from ledger.migration where name = 'Findings1763700300000'`)
    expect(rows).toEqual([])
    await sql(
      `insert into ledger.migration (timestamp, name) values (1763700300000, 'Findings1763700300000')`,
    )
  })

  it("tells of credentials that another key was used for, without a word of them", async () => {
    const visit = await doctor([], { SERAI_ENCRYPTION_KEY: Buffer.alloc(32, 8).toString("base64") })
    expect(visit.code).toBe(1)
    expect(visit.text).toContain("✘ Every channel's credentials can be opened: 1 finding")
    expect(visit.text + visit.complaint).not.toContain("secret-4711")
  })
})

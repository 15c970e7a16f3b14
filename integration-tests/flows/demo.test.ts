import { createTrendyolSandbox, type TrendyolSandbox } from "@serai/trendyol/sandbox"
import { Client } from "pg"
import { fillSandbox } from "../../src/seed/fill-sandbox"
import { sandboxProducts } from "../../src/seed/sandbox-products"
import { seller } from "../../src/seed/shops"
import { createDatabase } from "../support/database"
import { medusa } from "../support/medusa-process"

const sellerId = Number(seller.sellerId)
const [first] = sandboxProducts(() => undefined)
const barcode = first!.barcode

describe("the demo's data", () => {
  let database: Awaited<ReturnType<typeof createDatabase>>
  let sandbox: TrendyolSandbox
  let db: Client

  const seed = () =>
    medusa(["exec", "./src/seed.js"], { databaseUrl: database.url, trendyolBaseUrl: sandbox.baseUrl }).done
  const count = async (table: string) => {
    const { rows } = await db.query<{ count: number }>(
      `select count(*)::int as count from ${table} where deleted_at is null`,
    )
    return rows[0]?.count
  }
  const counts = async () => ({
    products: await count("product"),
    variants: await count("product_variant"),
    levels: await count("inventory_level"),
    locations: await count("stock_location"),
    regions: await count("region"),
    channels: await count("channel"),
    users: await count(`"user"`),
  })

  beforeAll(async () => {
    database = await createDatabase()
    sandbox = await createTrendyolSandbox()
    db = new Client({ connectionString: database.url })
    await db.connect()
    const { migrateLedger } = await import("@serai/channels/ledger")
    await migrateLedger(database.url)
    await fillSandbox(sandbox.baseUrl, database.url)
    await seed()
  }, 240_000)
  afterAll(async () => {
    await db.end()
    await sandbox.close()
    await database.drop()
  })

  it("is there once, however often it is filled in", async () => {
    const before = await counts()
    expect(before).toMatchObject({ locations: 2, regions: 3, channels: 2, users: 1 })
    expect(before.products).toBeGreaterThanOrEqual(60)

    await seed()

    expect(await counts()).toEqual(before)
  }, 120_000)

  it("brings back to a new sandbox what the marketplace had accepted", async () => {
    await db.query(
      `with listing as (
         insert into ledger.listing (channel_id, external_id, title, remote_state, pushable)
         select id, $1, 'A mug', 'onSale', true from channel where account like '%storefront RO'
         returning id, channel_id
       )
       insert into ledger.aspect (listing_id, aspect, channel_id, state, desired, desired_at, accepted)
       select id, 'stock', channel_id, 'settled', '7', now(), '7' from listing`,
      [barcode],
    )
    const restarted = await createTrendyolSandbox()
    await fillSandbox(restarted.baseUrl, database.url)
    const shown = (storefront: "TR" | "RO") =>
      restarted.buyers.shop({ sellerId, storefront, barcodes: [barcode] })[0]?.quantity
    expect([shown("RO"), shown("TR")]).toEqual([7, 0])
    await restarted.close()
  })
})

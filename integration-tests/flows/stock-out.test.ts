import type { Explanation, ListingList, PushList } from "@serai/channels/admin/lib/wire"
import { DocumentedApi } from "../support/api-client"
import { eventually } from "../support/eventually"
import { barcodeOf, createWorld, type Storefront, type World } from "../support/world"
import { warehouse } from "./warehouse"

describe("stock on its way to the storefronts", () => {
  let world: World
  let api: DocumentedApi

  beforeAll(async () => {
    world = await createWorld({
      storefronts: ["TR", "RO"],
      products: { MUG: 10, BOWL: 100, CUP: 20, LID: 12, PLATE: 9 },
    })
    api = new DocumentedApi(world.admin)
    await everywhere("PLATE", 9)
  }, 240_000)
  afterAll(() => world.close())

  async function everywhere(sku: string, quantity: number) {
    for (const storefront of ["TR", "RO"] as const) await world.untilShown(storefront, sku, quantity)
  }

  const change = (storefront: Storefront, values: Record<string, unknown>) =>
    api.post(`/admin/channels/${world.channelIds[storefront]}`, values)

  const listing = async (storefront: Storefront, sku: string) => {
    const query = `channel_id=${world.channelIds[storefront]}&q=${barcodeOf(sku)}`
    return (await api.get<ListingList>(`/admin/listings?${query}`)).listings[0]!
  }

  it("follows an operator's edit, and one in plain SQL", async () => {
    await world.setStock("MUG", 7)
    await everywhere("MUG", 7)
    await world.db.query(
      `update inventory_level set stocked_quantity = 4
       where inventory_item_id = (select id from inventory_item where sku = 'MUG')`,
    )
    await everywhere("MUG", 4)
  })

  it("goes back to a figure that was just sent, though the marketplace refuses repeats", async () => {
    await world.setStock("MUG", 5)
    await everywhere("MUG", 5)
    await world.setStock("MUG", 4)
    await everywhere("MUG", 4)
    await world.setStock("MUG", 5)
    await everywhere("MUG", 5)
    const { pushes } = await api.get<PushList>(`/admin/channels/${world.channelIds.TR}/pushes`)
    expect(pushes.every((push) => push.rejected === 0 && push.error === null)).toBe(true)
    const { rows } = await world.db.query(`select 1 from ledger.push where companions > 0`)
    expect(rows.length).toBeGreaterThan(0)
  })

  it("republishes when a share, a buffer or a cap changes", async () => {
    await change("TR", { share_percent: 50 })
    await world.untilShown("TR", "BOWL", 50)
    await change("TR", { buffer: 3 })
    await world.untilShown("TR", "BOWL", 47)
    await change("TR", { cap: 40 })
    await world.untilShown("TR", "BOWL", 40)
    expect(world.shown("RO", "BOWL")).toBe(100)
    await change("TR", { share_percent: 100, buffer: 0, cap: null })
    await world.untilShown("TR", "BOWL", 100)
  })

  it("pushes nothing to a paused channel, which catches up when it goes on", async () => {
    await change("RO", { state: "paused" })
    await world.setStock("BOWL", 90)
    await world.untilShown("TR", "BOWL", 90)
    const { orderNumber } = world.buy("RO", [{ sku: "BOWL", quantity: 5 }])
    await world.untilShown("TR", "BOWL", 85)
    expect(await world.orders(orderNumber)).toHaveLength(1)
    expect(world.shown("RO", "BOWL")).toBe(95)
    await change("RO", { state: "active" })
    await world.untilShown("RO", "BOWL", 85)
  })

  it("counts a kit by its scarcest part, and a part by what kits took", async () => {
    await warehouse(world).addKit("SET", { CUP: 2, LID: 1 })
    await everywhere("SET", 10)
    world.buy("TR", [{ sku: "SET", quantity: 3 }])
    await everywhere("CUP", 14)
    await everywhere("LID", 9)
    await everywhere("SET", 7)
    world.buy("RO", [{ sku: "CUP", quantity: 9 }])
    await everywhere("SET", 2)
    await everywhere("CUP", 5)
  })

  it("adds a second location when it joins, and sells from both", async () => {
    const shelves = warehouse(world)
    const store = await shelves.addLocation("Store", { PLATE: 4 })
    await shelves.openTo(store, Object.values(world.channelIds))
    await everywhere("PLATE", 13)
    const { orderNumber } = world.buy("TR", [{ sku: "PLATE", quantity: 11 }])
    await everywhere("PLATE", 2)
    expect(await world.orders(orderNumber)).toMatchObject([{ lines: [{ quantity: 11, reserved: 11 }] }])
    const { rows } = await world.db.query<{ quantity: number }>(
      `select quantity::int as quantity from reservation_item r join inventory_item i on i.id = r.inventory_item_id
       where i.sku = 'PLATE' and r.deleted_at is null order by 1`,
    )
    expect(rows).toEqual([{ quantity: 2 }, { quantity: 9 }])
  })

  it("publishes nothing for a variant whose stock is not managed, and says why", async () => {
    const { variants } = await world.admin.get<{ variants: { id: string; product_id: string }[] }>(
      "/admin/product-variants?sku=LID",
    )
    const { id, product_id } = variants[0]!
    const before = world.shown("TR", "LID")
    await world.admin.post(`/admin/products/${product_id}/variants/${id}`, { manage_inventory: false })
    await eventually("the figure to be withdrawn", async () => (await listing("TR", "LID")).desired === null)
    const { explanation } = await api.get<{ explanation: Explanation }>(
      `/admin/listings/${(await listing("TR", "LID")).id}/explain`,
    )
    expect(explanation).toMatchObject({ withheld: "inventory_not_managed", sum: null })
    expect(world.shown("TR", "LID")).toBe(before)
  })

  describe("in bad weather", () => {
    const figuresConverge = async () => {
      const { rows } = await world.db.query<{ sku: string; available: number }>(
        `select i.sku, (l.stocked_quantity - coalesce(r.quantity, 0))::int as available
         from inventory_item i join inventory_level l on l.inventory_item_id = i.id
         left join (select inventory_item_id, sum(quantity) as quantity from reservation_item
                    where deleted_at is null group by 1) r on r.inventory_item_id = i.id
         where i.sku in ('MUG', 'BOWL')`,
      )
      for (const { sku, available } of rows) {
        for (const storefront of ["TR", "RO"] as const) {
          await world.untilShown(storefront, sku, Math.max(0, available), 60_000)
        }
      }
    }

    const ordersAreThere = (numbers: string[]) =>
      eventually(
        "every order",
        async () => {
          for (const number of numbers) {
            const orders = await world.orders(number)
            if (orders.length !== 1 || orders[0]!.lines[0]!.reserved !== 1) throw new Error(number)
          }
          return true
        },
        { withinMs: 60_000 },
      )

    const shop = (count: number) =>
      Array.from({ length: count }, (_, n) => {
        const storefront = n % 2 === 0 ? "TR" : "RO"
        return world.buy(storefront, [{ sku: "BOWL", quantity: 1 }]).orderNumber
      })

    it.each([
      ["answers get lost", { lostAnswer: 0.4 }],
      ["too many requests are refused", { storm429: { probability: 0.5, burst: 3, times: 6 } }],
      ["nothing answers for a while", { outage: { answer: "reset" as const, forMs: 3_000 } }],
      ["webhooks come twice and in another order", { duplicateWebhook: 0.5, reorderWebhook: 0.5 }],
    ])("loses nothing when %s", async (_name, faults) => {
      world.sandbox.setFaults(faults)
      const numbers = shop(6)
      await world.setStock("MUG", 3 + numbers.length)
      await ordersAreThere(numbers.slice(0, 4))
      world.sandbox.setFaults({
        lostAnswer: 0,
        storm429: null,
        outage: null,
        duplicateWebhook: 0,
        reorderWebhook: 0,
      })
      await world.sandbox.drained()
      await world.setStock("MUG", 3)
      await ordersAreThere(numbers)
      await figuresConverge()
    })

    it("says so when the credentials stop working, loses nothing, and recovers when they are renewed", async () => {
      const problems = async (storefront: Storefront) => {
        const path = `/admin/channels/${world.channelIds[storefront]}`
        return (await world.admin.get<{ channel: { problems: { kind: string }[] } }>(path)).channel.problems
      }
      world.sandbox.setFaults({ expiredCredentials: true })
      await world.setStock("MUG", 8)
      await eventually("the channel to say so", async () =>
        (await problems("TR")).some(({ kind }) => kind === "auth"),
      )
      // The webhook still comes: it needs no credentials of ours.
      const numbers = shop(2)
      await ordersAreThere(numbers)
      expect(world.shown("TR", "MUG")).toBe(3)

      world.sandbox.setFaults({ expiredCredentials: false })
      for (const storefront of ["TR", "RO"] as const) {
        await world.admin.post(`/admin/channels/${world.channelIds[storefront]}/credentials`, {
          credentials: world.credentials(storefront),
        })
      }
      await figuresConverge()
      await everywhere("MUG", 8)
      expect((await problems("TR")).filter(({ kind }) => kind === "auth")).toEqual([])
    })
  })
})

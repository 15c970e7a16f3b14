import type { z } from "zod"
import type { ExplainAnswer, ListingList } from "@serai/channels/admin/lib/wire"
import type { kitAnswer } from "@serai/channels/api/schemas/kits"
import { DocumentedApi } from "../support/api-client"
import { eventually } from "../support/eventually"
import { createWorld, type World } from "../support/world"

type KitAnswer = z.input<typeof kitAnswer>

describe("kits made of kits", () => {
  let world: World
  let api: DocumentedApi
  const ids = new Map<string, string>()

  beforeAll(async () => {
    world = await createWorld({
      storefronts: ["TR"],
      products: { CUP: 21, LID: 12, CARD: 50, SET: 3, BOX: 0, PALLET: 0 },
    })
    api = new DocumentedApi(world.admin)
    const { rows } = await world.db.query<{ id: string; sku: string }>(`select id, sku from product_variant`)
    for (const { id, sku } of rows) ids.set(sku, id)
    await shows({ CUP: 21, LID: 12, SET: 3 })
  }, 240_000)
  afterAll(() => world.close())

  const shows = async (figures: Record<string, number>) => {
    for (const [sku, quantity] of Object.entries(figures)) await world.untilShown("TR", sku, quantity)
  }
  const body = (parts: Record<string, number>) => ({
    parts: Object.entries(parts).map(([sku, quantity]) => ({ variant_id: ids.get(sku) ?? sku, quantity })),
  })
  const compose = async (sku: string, parts: Record<string, number>) =>
    (await api.post<KitAnswer>(`/admin/kits/${ids.get(sku)}`, body(parts))).kit
  const refusal = async (sku: string, parts: Record<string, number>) => {
    const { status, body: answer } = await api.refused("POST", `/admin/kits/${ids.get(sku)}`, body(parts))
    expect(status).toBe(400)
    return answer.message
  }
  const flat = ({ recipe }: KitAnswer["kit"]) =>
    Object.fromEntries(recipe.map(({ sku, required_quantity }) => [sku ?? "", required_quantity]))

  it("show what their parts can make, shared components counted once", async () => {
    expect(flat(await compose("SET", { CUP: 2, LID: 1 }))).toEqual({ CUP: 2, LID: 1 })
    await shows({ SET: 10 })
    const box = await compose("BOX", { SET: 2, CUP: 1, CARD: 1 })
    expect(flat(box)).toEqual({ CUP: 5, LID: 2, CARD: 1 })
    expect(box.parts.map(({ sku, level, in_all }) => [sku, level, in_all])).toEqual(
      expect.arrayContaining([
        ["SET", 1, 2],
        ["CUP", 2, 4],
        ["LID", 2, 2],
        ["CUP", 1, 1],
        ["CARD", 1, 1],
      ]),
    )
    await shows({ BOX: 4 })
    const { kit } = await api.get<KitAnswer>(`/admin/kits/${ids.get("CUP")}`)
    expect(kit).toMatchObject({ parts: [], recipe: [{ sku: "CUP", required_quantity: 1 }] })
    expect(kit.contained_in.map(({ sku }) => sku).sort()).toEqual(["BOX", "SET"])
  })

  it("reserve all their pieces when they are sold, and everything that shares them shows less", async () => {
    world.buy("TR", [{ sku: "BOX", quantity: 1 }])
    await shows({ CUP: 16, LID: 10, CARD: 49, SET: 8, BOX: 3 })
    const { rows } = await world.db.query<{ sku: string; quantity: number }>(
      `select i.sku, r.quantity::int as quantity from reservation_item r join inventory_item i on i.id = r.inventory_item_id
       where r.deleted_at is null order by 1`,
    )
    expect(rows).toEqual([
      { sku: "CARD", quantity: 1 },
      { sku: "CUP", quantity: 5 },
      { sku: "LID", quantity: 2 },
    ])
  })

  it("follow their parts, at any depth", async () => {
    await compose("PALLET", { BOX: 3 })
    await shows({ PALLET: 1 })
    await compose("SET", { CUP: 1, LID: 1 })
    await shows({ SET: 10, BOX: 5, PALLET: 1 })
    expect(flat((await api.get<KitAnswer>(`/admin/kits/${ids.get("PALLET")}`)).kit)).toEqual({
      CUP: 9,
      LID: 6,
      CARD: 3,
    })
  })

  /** Medusa's own routes for what a variant is made of. */
  const linksOf = async (sku: string) => {
    const { rows } = await world.db.query<{ product_id: string }>(
      `select product_id from product_variant where id = $1`,
      [ids.get(sku)],
    )
    return `/admin/products/${rows[0]!.product_id}/variants/${ids.get(sku)}/inventory-items`
  }
  const itemOf = async (sku: string) => {
    const { rows } = await world.db.query<{ id: string }>(`select id from inventory_item where sku = $1`, [
      sku,
    ])
    return rows[0]!.id
  }
  const explained = async (sku: string) => {
    const { listings } = await api.get<ListingList>(`/admin/listings?variant_id=${ids.get(sku)}`)
    return (await api.get<ExplainAnswer>(`/admin/listings/${listings[0]!.id}/explain`)).explanation
  }

  it("follow the recipe of a part that is edited in Medusa itself, by whomever", async () => {
    const [links, card, lid] = [await linksOf("CARD"), await itemOf("CARD"), await itemOf("LID")]
    await world.admin.post(`${links}/${card}`, { required_quantity: 10 })
    await shows({ CARD: 4, BOX: 4, PALLET: 1 })
    await world.admin.post(links, { inventory_item_id: lid, required_quantity: 3 })
    await shows({ CARD: 3, BOX: 2, PALLET: 0 })
    await world.admin.send("DELETE", `${links}/${lid}`)
    await shows({ BOX: 4, PALLET: 1 })

    await world.db.query(
      `update product_variant_inventory_item set required_quantity = 1 where inventory_item_id = $1 and variant_id = $2`,
      [card, ids.get("CARD")],
    )
    await shows({ CARD: 49, BOX: 5, PALLET: 1 })
    expect(flat((await api.get<KitAnswer>(`/admin/kits/${ids.get("PALLET")}`)).kit)).toEqual({
      CUP: 9,
      LID: 6,
      CARD: 3,
    })
    const { rows } = await world.db.query<{ actor: string }>(
      `select actor from ledger.stock_movement where kind = 'recipe' and reference_id = $1 order by id desc limit 1`,
      [ids.get("PALLET")],
    )
    expect(rows).toEqual([{ actor: "serai-kits" }])
  })

  it("keep their last good figure, and say why, while nothing can be made of a part", async () => {
    const [links, card] = [await linksOf("CARD"), await itemOf("CARD")]
    await world.admin.send("DELETE", `${links}/${card}`)
    await eventually("the kit to be withheld", async () => (await explained("BOX")).kit_refusal !== null)
    const { withheld, kit_refusal } = await explained("BOX")
    expect(withheld).toBe("kit_out_of_step")
    expect(kit_refusal).toContain("CARD has no inventory item whose stock Medusa manages")
    expect((await api.get<KitAnswer>(`/admin/kits/${ids.get("BOX")}`)).kit.refusal).toBe(kit_refusal)

    await world.setStock("CUP", 11)
    await shows({ CUP: 6, SET: 6 })
    expect([world.shown("TR", "BOX"), world.shown("TR", "PALLET")]).toEqual([5, 1])

    await world.admin.post(links, { inventory_item_id: card, required_quantity: 1 })
    await shows({ BOX: 2, PALLET: 0 })
    expect(await explained("BOX")).toMatchObject({ withheld: null, kit_refusal: null })
    await world.setStock("CUP", 21)
    await shows({ BOX: 5, PALLET: 1 })
  })

  it("keep the items that follow from their parts, whoever changes them by hand", async () => {
    const [links, card] = [await linksOf("BOX"), await itemOf("CARD")]
    const batch = links.replace(/\/[^/]+\/inventory-items$/, "/inventory-items/batch")
    const row = { variant_id: ids.get("BOX"), inventory_item_id: card, required_quantity: 2 }
    const refused = [
      await api.refused("POST", `${links}/${card}`, { required_quantity: 2 }),
      await api.refused("POST", links, { inventory_item_id: card, required_quantity: 2 }),
      await api.refused("DELETE", `${links}/${card}`),
      await api.refused("POST", batch, { update: [row] }),
    ]
    for (const { status, body: answer } of refused) {
      expect(status).toBe(400)
      expect(answer.message).toContain("BOX is a kit: the inventory items it takes follow from its parts.")
    }
    await world.db.query(
      `update product_variant_inventory_item set required_quantity = 40 where variant_id = $1`,
      [ids.get("BOX")],
    )
    await eventually("the recipe to be put back", async () => {
      const { kit } = await api.get<KitAnswer>(`/admin/kits/${ids.get("BOX")}`)
      return flat(kit).CARD === 1
    })
    await shows({ BOX: 5 })
  })

  it("are refused when they contain themselves, what does not exist, or what has no managed stock", async () => {
    expect(await refusal("SET", { PALLET: 1 })).toContain("SET → PALLET → BOX → SET")
    expect(await refusal("SET", { SET: 1 })).toContain("SET → SET")
    expect(await refusal("SET", { variant_none: 1 })).toContain(
      "There is no variant with the id variant_none",
    )
    expect(await refusal("SET", { CUP: 0 })).toContain("quantity")
    await world.db.query(`update product_variant set manage_inventory = false where sku = 'CARD'`)
    expect(await refusal("SET", { CARD: 1 })).toContain("Medusa does not manage the inventory of CARD")
    await world.db.query(`update product_variant set manage_inventory = true where sku = 'CARD'`)
    const { kit } = await api.get<KitAnswer>(`/admin/kits/${ids.get("SET")}`)
    expect(flat(kit)).toEqual({ CUP: 1, LID: 1 })
    expect((await api.refused("GET", "/admin/kits/variant_none")).status).toBe(404)
  })

  it("become what they were before when they are dissolved", async () => {
    const set = await compose("SET", {})
    expect([set.parts, flat(set)]).toEqual([[], { SET: 1 }])
    await shows({ SET: 3, BOX: 1 })
    expect(flat((await api.get<KitAnswer>(`/admin/kits/${ids.get("BOX")}`)).kit)).toEqual({
      SET: 2,
      CUP: 1,
      CARD: 1,
    })
  })
})

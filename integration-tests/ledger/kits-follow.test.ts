import { followParts } from "@serai/channels/engine/kits/follow-parts"
import type { LinkChanges } from "@serai/channels/engine/kits/link-changes"
import { kitStates } from "@serai/channels/ledger/checks/kits"
import { recomputeDirty } from "@serai/channels/engine/stock/recompute"
import { openStockroom, type Stockroom } from "./stockroom"

describe("kits that follow their parts", () => {
  let room: Stockroom

  beforeAll(async () => {
    room = await openStockroom()
    await room.channel("chan_1")
    await room.link("chan_1", "north")
    await variant("cup", { cup: 1 })
    await variant("set", { cup: 2 })
    await variant("box", { cup: 6 })
    await variant("lone", { lid: 1 })
    await room.level("cup", "north", 24)
    await room.level("lid", "north", 24)
    await room.db.query(
      `insert into ledger.kit (variant_id, recipe_before) values ('set', '[]'), ('box', '[]')`,
    )
    await part("set", "cup", 2)
    await part("box", "set", 3)
    await room.listing("chan_1", "box")
    await follow()
  }, 180_000)
  afterAll(() => room.close())

  const run = (sql: string) => room.db.query(sql)
  async function variant(id: string, recipe: Record<string, number>): Promise<void> {
    await room.variant(id, recipe)
    await run(
      `insert into product (id, title, handle, status) values ('p ${id}', '${id}', '${id}', 'published')`,
    )
    await run(`update product_variant set product_id = 'p ${id}' where id = '${id}'`)
  }
  const part = (kit: string, of: string, quantity: number) =>
    run(`insert into ledger.kit_part values ('${kit}', '${of}', ${quantity})`)

  const marks = async () =>
    (
      await room.db.query<{ kit: string }>(`select distinct variant_id as kit from ledger.kit_due order by 1`)
    ).rows.map((row) => row.kit)

  /** What Medusa's links would do, in SQL. */
  async function changeRecipes({ create, update, dismiss }: LinkChanges): Promise<void> {
    if (create.length + dismiss.length > 0) throw new Error("Only quantities change here.")
    for (const { variantId, inventoryItemId, required } of update) {
      await room.db.query(
        `update product_variant_inventory_item set required_quantity = $3 where variant_id = $1 and inventory_item_id = $2`,
        [variantId, inventoryItemId, required],
      )
    }
  }
  const follow = async (medusa = { changeRecipes }) => {
    await followParts({ ledger: room.ledger, medusa })
    await recompute()
  }
  const recompute = () => recomputeDirty({ ledger: room.ledger, maxByMarketplace: {} })

  const figure = async () =>
    (
      await room.db.query<{ desired: number | null; rule: string | null }>(
        `select (desired)::int as desired, reason ->> 'rule' as rule from ledger.aspect`,
      )
    ).rows[0]
  const changeCup = (required: number) =>
    run(`update product_variant_inventory_item set required_quantity = ${required} where variant_id = 'cup'`)

  it("are marked with the change itself, at any depth, and nothing else is", async () => {
    expect([await marks(), await figure()]).toEqual([[], { desired: 4, rule: null }])
    await run(`update product_variant_inventory_item set required_quantity = 3 where variant_id = 'lone'`)
    expect(await marks()).toEqual([])
    await run("begin")
    await changeCup(2)
    expect(await marks()).toEqual(["box", "set"])
    await run("rollback")
    expect(await marks()).toEqual([])
    for (const change of [
      `update product_variant set manage_inventory = false where id = 'cup'`,
      `update product_variant set manage_inventory = true where id = 'cup'`,
      `update product_variant_inventory_item set deleted_at = now() where variant_id = 'cup'`,
      `update product_variant_inventory_item set deleted_at = null where variant_id = 'cup'`,
    ]) {
      await run(`delete from ledger.kit_due`)
      await run(change)
      expect([change, await marks()]).toEqual([change, ["box", "set"]])
    }
    await follow()
  })

  it("publish nothing new until their recipe has followed, whatever else moves", async () => {
    await changeCup(2)
    await recompute()
    expect(await figure()).toEqual({ desired: 4, rule: null })
    await run(`update inventory_level set stocked_quantity = 36`)
    await recompute()
    expect(await figure()).toEqual({ desired: null, rule: "kit_out_of_step" })
    await follow()
    expect([await figure(), await marks()]).toEqual([{ desired: 3, rule: null }, []])
  })

  it("stay marked when following them fails", async () => {
    await changeCup(1)
    const broken = { changeRecipes: () => Promise.reject(new Error("Medusa is away")) }
    await expect(follow(broken)).rejects.toThrow("Medusa is away")
    expect(await marks()).toEqual(["box", "set"])
    const states = async () =>
      (await kitStates(room.ledger)).map(({ out_of_step, moving }) => ({ out_of_step, moving }))
    expect(await states()).toEqual(Array(2).fill({ out_of_step: true, moving: true }))
    await run(`update ledger.kit_due set changed_at = changed_at - interval '10 minutes'`)
    expect(await states()).toEqual(Array(2).fill({ out_of_step: true, moving: false }))
    await follow()
    expect(await states()).toEqual(Array(2).fill({ out_of_step: false, moving: false }))
    expect(await figure()).toEqual({ desired: 6, rule: null })
  })

  it("say why they cannot follow, and do once they can", async () => {
    await run(`update product_variant set deleted_at = now() where id = 'cup'`)
    await follow()
    const { rows } = await room.db.query<{ refusal: string }>(`select refusal from ledger.kit`)
    expect(rows.map(({ refusal }) => refusal)).toEqual(
      Array(2).fill(expect.stringContaining("the deleted variant cup has no inventory item")),
    )
    expect([await figure(), await marks()]).toEqual([{ desired: null, rule: "kit_out_of_step" }, []])
    await run(`update product_variant set deleted_at = null where id = 'cup'`)
    await follow()
    expect(await figure()).toEqual({ desired: 6, rule: null })
  })

  it("are refused a part that contains them, also by plain SQL", async () => {
    await expect(part("set", "box", 1)).rejects.toThrow("A kit cannot contain itself")
    await part("box", "lone", 1)
    await expect(
      run(`update ledger.kit_part set part_variant_id = 'box' where kit_variant_id = 'set'`),
    ).rejects.toThrow("A kit cannot contain itself")
    expect(await marks()).toEqual(["box"])
  })
})

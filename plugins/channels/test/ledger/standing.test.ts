import { changeInWords, waitsInWords } from "../../src/admin/lib/standing-words"
import type { Explanation } from "../../src/ledger/queries/explanation-shape"
import { noRules, sumUp } from "../../src/ledger/queries/publishable"
import { standingOf, type StandingFacts } from "../../src/ledger/queries/standing"

const now = new Date("2026-03-01T12:00:00.000Z")
const before = new Date("2026-03-01T11:59:00.000Z")
const later = new Date("2026-03-01T12:04:00.000Z")

const calm: StandingFacts = {
  read_mark: { read_through: before, read_began_at: before, read_ended_at: before },
  gate_shut_since: null,
  auth_error: null,
  auth_error_at: null,
  repeated_until: null,
  open_push: null,
  brakes: [],
}

const rulesInForce: Explanation["rules"] = {
  ...noRules,
  hold: null,
  buffer_mode: "fixed",
  measured: null,
  when_sold_out: "zero",
  paused: false,
  own: [],
}

const found: Explanation["listing"] = {
  id: "1",
  channel_id: "chan_1",
  channel_name: "Shop",
  marketplace: "testing",
  external_id: "e",
  external_product_id: null,
  barcode: null,
  sku: null,
  title: "Mug",
  image_url: null,
  url: null,
  remote_state: "approved",
  pushable: true,
  remote_quantity: null,
  remote_price: null,
  currency: null,
  seen_at: before,
  variant_id: "v",
  mapped_by: "manual",
  variant_title: null,
  variant_sku: null,
  product_id: null,
  product_title: null,
  product_thumbnail: null,
  stock_state: "settled",
  desired: 5,
  desired_at: before,
  accepted: 5,
  accepted_at: before,
  accepted_push_id: "9",
  changed_at: null,
  retry_at: null,
  attempts: 0,
  refusal_code: null,
  refusal: null,
  shown: null,
  shown_at: null,
  drift: null,
  drift_at: null,
  off_sale_since: null,
  offer_state: null,
  offer_wanted: null,
  offer_wanted_at: null,
  offer_refusal: null,
  paused: false,
  held_until: null,
}

interface Situation extends Partial<Omit<Explanation, "listing" | "rules">> {
  listing?: Partial<Explanation["listing"]>
  rules?: Partial<Explanation["rules"]>
  stocked?: number
  reserved?: number
}

function explain({ listing, rules: changed, stocked = 5, reserved = 0, ...rest }: Situation): Explanation {
  const rules = { ...rulesInForce, ...changed }
  const components = [{ stocked, reserved, required_quantity: 1 }]
  return {
    listing: { ...found, ...listing },
    rules,
    channel_state: "active",
    withheld: null,
    kit_refusal: null,
    locations: [],
    reservations: [],
    reservation_count: 0,
    sum: sumUp([components], { ...rules, measured_buffer: null }),
    accepted_push: null,
    last_answer: null,
    ...rest,
  }
}

const waits = (situation: Situation, facts: Partial<StandingFacts> = {}) =>
  standingOf(explain(situation), { ...calm, ...facts }, now).waits_for
const changes = (situation: Situation) => standingOf(explain(situation), calm, now).changes_with

const due = { stock_state: "due" as const }
const push = { id: "9", sent_at: before }
const brake = (kind: "zero" | "raise" | "end", released_through: Date | null = null) => ({
  id: "3",
  kind,
  pulled_at: before,
  released_through,
})

describe("what a listing waits for", () => {
  it("is nothing while it is in step", () => {
    expect(waits({}, { gate_shut_since: before, brakes: [brake("zero")] })).toEqual([])
  })

  it("is the next push, when nothing holds it", () => {
    expect(waits({ listing: due })).toEqual([{ kind: "next_push" }])
  })

  it("is a reading of orders, unless it goes to zero", () => {
    const shut = { gate_shut_since: before }
    expect(waits({ listing: due }, shut)).toEqual([{ kind: "orders", since: before }])
    expect(waits({ listing: { ...due, desired: 0 } }, shut)).toEqual([{ kind: "next_push" }])
  })

  it("is a person, where a brake holds its kind of change and has not let this one go", () => {
    const zero = { ...due, desired: 0 }
    expect(waits({ listing: zero }, { brakes: [brake("zero")] })).toMatchObject([
      { kind: "brake", brake: "zero" },
    ])
    expect(waits({ listing: { ...zero, accepted: 0 } }, { brakes: [brake("zero")] })).toEqual([
      { kind: "next_push" },
    ])
    expect(waits({ listing: { ...due, desired: 9 } }, { brakes: [brake("raise")] })).toMatchObject([
      { brake: "raise" },
    ])
    expect(waits({ listing: { ...due, desired: 3 } }, { brakes: [brake("raise")] })).toEqual([
      { kind: "next_push" },
    ])
    expect(waits({ listing: zero }, { brakes: [brake("zero", now)] })).toEqual([{ kind: "next_push" }])
  })

  it("is the end of a pause, the keys, or the time of the next try", () => {
    expect(waits({ listing: due, channel_state: "paused", rules: { paused: true } })).toEqual([
      { kind: "channel_paused" },
      { kind: "listing_paused" },
    ])
    expect(waits({ listing: due }, { auth_error: "no", auth_error_at: before })).toMatchObject([
      { kind: "credentials" },
    ])
    expect(waits({ listing: { ...due, retry_at: later } })).toMatchObject([{ kind: "retry", at: later }])
    expect(waits({ listing: { ...due, retry_at: before } })).toEqual([{ kind: "next_push" }])
  })

  it("is the time at which the marketplace may be told the same again", () => {
    const [waiting] = waits({ listing: due }, { repeated_until: later })
    expect(waiting).toEqual({ kind: "repeat", at: later })
    expect(waits({ listing: due }, { repeated_until: before })).toEqual([{ kind: "next_push" }])
    expect(waits({}, { repeated_until: later })).toEqual([])
  })

  it("is the marketplace, once it is sent", () => {
    expect(waits({ listing: { stock_state: "sent" } }, { open_push: push })).toMatchObject([
      { kind: "answer" },
    ])
    expect(waits({ listing: { stock_state: "unknown" } }, { open_push: push })).toMatchObject([
      { kind: "look_up" },
    ])
    expect(waits({ listing: { stock_state: "refused", refusal: "no" } })).toMatchObject([{ message: "no" }])
  })

  it("is going off sale, or coming back, before any figure", () => {
    const offer = (on_sale: boolean, state: string, message: string | null = null) => ({
      kind: "offer",
      on_sale,
      state,
      message,
    })
    const ending = {
      desired: 0,
      accepted: 0,
      offer_state: "due" as const,
      offer_wanted: false,
      offer_wanted_at: before,
    }
    expect(waits({ listing: ending })).toEqual([offer(false, "due")])
    expect(waits({ listing: ending }, { brakes: [brake("end")] })).toMatchObject([
      { kind: "offer" },
      { kind: "brake", brake: "end" },
    ])
    expect(waits({ listing: ending }, { brakes: [brake("end", now), brake("zero")] })).toEqual([
      offer(false, "due"),
    ])
    const back = { ...due, ...ending, desired: 4, offer_wanted: true, off_sale_since: before }
    expect(waits({ listing: back }, { brakes: [brake("end")], gate_shut_since: before })).toEqual([
      offer(true, "due"),
    ])
    expect(waits({ listing: { ...back, offer_state: "unknown" } })).toEqual([offer(true, "sent")])
    expect(waits({ listing: { ...back, offer_state: "refused", offer_refusal: "no" } })).toEqual([
      offer(true, "refused", "no"),
    ])
    expect(waits({ listing: { ...due, offer_state: "settled", offer_wanted: true } })).toEqual([
      { kind: "next_push" },
    ])
  })

  it("is no brake on listings that go off sale, for a figure", () => {
    const zero = { ...due, desired: 0 }
    expect(waits({ listing: zero }, { brakes: [brake("end")] })).toEqual([{ kind: "next_push" }])
  })

  it("is nothing for a listing that publishes nothing", () => {
    expect(waits({ listing: { desired: null }, withheld: "not_mapped", sum: null })).toEqual([])
  })
})

describe("what would change a figure", () => {
  it("is stock, as long as no limit is reached", () => {
    expect(changes({})).toEqual([{ kind: "stock" }])
    expect(changes({ rules: { cap: 5 } })).toEqual([{ kind: "limit", limit: 5, whose: "cap" }])
    expect(changes({ rules: { marketplace_max: 4 } })).toEqual([
      { kind: "limit", limit: 4, whose: "marketplace" },
    ])
  })

  it("is so many pieces more, where too few are left or more are owed than there are", () => {
    expect(changes({ rules: { minimum: 7 } })).toEqual([{ kind: "minimum", missing: 2 }, { kind: "stock" }])
    expect(changes({ reserved: 8 })).toContainEqual({ kind: "owed", sets: 3 })
  })

  it("is being put back on sale, for what is off it because it is sold out", () => {
    const off = { off_sale_since: before, offer_state: "settled" as const, offer_wanted: false, desired: 0 }
    expect(changes({ listing: off, stocked: 0 })).toEqual([{ kind: "put_back" }, { kind: "stock" }])
  })

  it("is the end of a hold", () => {
    const hold = { units: 2, until: later, reason: "Fair" }
    expect(changes({ rules: { hold } })).toContainEqual({ kind: "hold_ends", at: later, reason: "Fair" })
  })

  it.each([
    ["not_mapped", "map"],
    ["variant_deleted", "map_elsewhere"],
    ["inventory_not_managed", "manage_inventory"],
    ["no_location", "link_location"],
    ["kit_out_of_step", "kit_parts"],
    ["not_pushable", "marketplace_state"],
  ] as const)("is one thing to be done where nothing is published because %s", (withheld, kind) => {
    expect(changes({ withheld, sum: null })).toMatchObject([{ kind }])
  })
})

describe("the standing in words", () => {
  it("says what holds a figure and where to do something about it", () => {
    const listing = { channel_id: "chan_1", stock_state: "due" as const, desired: 5 }
    expect(waitsInWords([], listing)[0]?.text).toContain("Nothing")
    expect(
      waitsInWords([{ kind: "brake", brake_id: "1", brake: "zero", since: before.toISOString() }], listing),
    ).toMatchObject([
      { text: expect.stringContaining("go to zero") as string, link: { to: "/channels/health#brakes" } },
    ])
    expect(
      waitsInWords([{ kind: "offer", on_sale: true, state: "refused", message: "blocked" }], listing)[0]
        ?.text,
    ).toBe("The marketplace refuses to put it back on sale: blocked")
    expect(changeInWords({ kind: "owed", sets: 1 }).text).toBe("Stock: 1 piece sold beyond what there is.")
  })
})

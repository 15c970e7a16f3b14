import fc from "fast-check"
import { otherParcels, unrepeated, type Parcel, type SentBefore } from "../../src/engine/pushes/repeats"

type Sent = Parcel<string, string>
const textOf = ({ items, companions }: Sent) => [...items, ...companions].sort().join(" ")

/** Sends what may be sent of these items, and remembers it; undefined when all of it waits. */
const sending = (companions: string[] = [], most = 20) => {
  const sent = new Map<string, SentBefore>()
  const send = async (items: string[]) => {
    const parcel = await unrepeated<string, string>(items, {
      most,
      sentBefore: (one) => Promise.resolve(sent.get(textOf(one)) ?? "no"),
      findCompanions: (count) => Promise.resolve(companions.slice(0, count)),
    })
    if (parcel) sent.set(textOf(parcel), "yes")
    return parcel && textOf(parcel)
  }
  return { sent, send }
}

describe("a request that the marketplace has had a moment ago", () => {
  it("goes beside one companion, then another, then all of them", async () => {
    const { send } = sending(["x", "y"])
    const sent = [await send(["a"]), await send(["a"]), await send(["a"]), await send(["a"])]
    expect(sent).toEqual(["a", "a x", "a y", "a x y"])
  })

  it("goes beside more and more of them", async () => {
    const { send } = sending(["x", "y", "z"])
    for (const one of ["a", "a x", "a y", "a z", "a x y", "a x y z"]) expect(await send(["a"])).toBe(one)
    expect(await send(["a"])).toBeUndefined()
  })

  it("goes beside any of them where there is room for one alone", async () => {
    const { send } = sending(["x", "y"], 2)
    expect([await send(["a"]), await send(["a"]), await send(["a"])]).toEqual(["a", "a x", "a y"])
    expect(await send(["a"])).toBeUndefined()
  })

  it("goes less its least urgent item where nothing may go along", async () => {
    const { send } = sending()
    expect(await send(["a", "b", "c"])).toBe("a b c")
    expect(await send(["a", "b", "c"])).toBe("a b")
    expect(await send(["a", "b", "c"])).toBe("a c")
    expect(await send(["c"])).toBe("c")
  })

  it("waits where it is one item alone", async () => {
    const { send } = sending()
    await send(["a"])
    expect(await send(["a"])).toBeUndefined()
  })

  it("goes unchanged where it may never have arrived, and nothing makes it another one", async () => {
    const { send, sent } = sending()
    sent.set("a", "perhaps")
    expect(await send(["a"])).toBe("a")
  })

  it("is replaced by others only, none of which is empty, brings what is not due, or comes twice", () => {
    const names = (prefix: string) =>
      fc.nat(24).map((count) => Array.from({ length: count }, (_, index) => `${prefix}${index}`))
    fc.assert(
      fc.property(names("item "), names("companion "), fc.nat(24), (items, companions, room) => {
        fc.pre(items.length > 0)
        const others = [...otherParcels(items, companions, room)]
        const texts = others.map(textOf)
        expect(texts).not.toContain(textOf({ items, companions: [] }))
        expect(new Set(texts).size).toBe(texts.length)
        for (const other of others) {
          expect(other.items.length).toBeGreaterThan(0)
          expect(items).toEqual(expect.arrayContaining(other.items))
          expect(other.companions.length).toBeLessThanOrEqual(room)
        }
      }),
    )
  })
})

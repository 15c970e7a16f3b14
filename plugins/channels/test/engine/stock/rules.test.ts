import type { ChannelProvider } from "../../../src/contract"
import { cannotEnd } from "../../../src/engine/stock/rules"

/** All that is asked of a connector here. */
const connector = (facts: { offers?: object; traits: object }) => facts as unknown as ChannelProvider

const offer = { batch: { max: 10 }, of: "listing", settleWithinMs: 0, landsWithinMs: 0 }

describe("taking off sale what is sold out", () => {
  it("is for connectors that can, and say how", () => {
    expect(cannotEnd(connector({ offers: {}, traits: { offer } }), "Bazaar")).toBeUndefined()
  })

  it.each([
    ["no port", { traits: { offer } }],
    ["no facts to plan with", { offers: {}, traits: {} }],
  ])("is refused for a connector with %s, with what to do instead", (_, facts) => {
    expect(cannotEnd(connector(facts), "Bazaar")).toBe(
      "The connector of Bazaar cannot take listings off sale. Let what is sold out show zero.",
    )
  })
})

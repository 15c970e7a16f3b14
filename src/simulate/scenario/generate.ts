import { Chance } from "../chance"
import { channelsOf } from "./channels"
import { crashesOf, faultsOf } from "./faults"
import { happeningsOf } from "./happenings"
import { hourMs, minuteMs, type Scenario, type VariantPlan } from "./scenario"

/** Everything follows from the seed. */
export function generateScenario(seed: number): Scenario {
  const chance = new Chance(`scenario ${seed}`)
  const calm = chance.happens(0.15)
  const days = chance.happens(0.08)
  const busyMs = days ? chance.whole(24, 30) * hourMs : chance.whole(20, 150) * minuteMs
  const locations = Array.from({ length: chance.whole(1, 3) }, (_, index) => `loc${index + 1}`)
  const items = Array.from({ length: chance.whole(3, 8) }, (_, index) => `item${index + 1}`)
  const variants = variantsOf(chance, items)
  const channels = channelsOf(chance, locations)
  const opening = items.flatMap((item, index) =>
    // The first ones are hot: hardly any pieces, and most of the buyers.
    locations.map((location) => ({ item, location, quantity: chance.whole(0, index < 2 ? 3 : 12) })),
  )
  const world = { chance, busyMs, channels, variants, items, locations, days }
  return {
    seed,
    noise: 0,
    busyMs,
    channels,
    variants,
    locations,
    opening,
    happenings: happeningsOf(world),
    faults: calm ? [] : faultsOf(world),
    crashes: calm ? [] : crashesOf(chance),
    workers: chance.whole(1, 3),
    network: {
      latencyMs: [chance.whole(10, 60), chance.whole(80, 600)],
      lostAnswers: calm ? 0 : chance.one([0, 0.01, 0.05]),
      lostRequests: calm ? 0 : chance.one([0, 0.01, 0.03]),
      landsLate: 0.5,
    },
  }
}

/** Every item alone, some as kits, and kits of kits: what they share is what makes them hard. */
function variantsOf(chance: Chance, items: string[]): VariantPlan[] {
  const singles = items.map((item): VariantPlan => ({ id: `v-${item}`, recipe: { [item]: 1 } }))
  const kits: VariantPlan[] = []
  for (let index = 0; index < chance.whole(0, 4); index += 1) {
    const parts = Array.from({ length: chance.whole(1, 3) }, () => chance.one([...singles, ...kits]))
    kits.push({ id: `kit${index + 1}`, recipe: flattened(parts, () => chance.whole(1, 2)) })
  }
  return [...singles, ...kits]
}

function flattened(parts: VariantPlan[], times: () => number): Record<string, number> {
  const recipe: Record<string, number> = {}
  for (const part of parts) {
    const count = times()
    for (const [item, pieces] of Object.entries(part.recipe)) {
      recipe[item] = (recipe[item] ?? 0) + pieces * count
    }
  }
  return recipe
}

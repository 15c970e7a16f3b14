import { hourMs, minuteMs, secondMs, type Happening, type Line } from "./scenario"
import type { ScenarioWorld } from "./scenario-world"

/** Steady buyers, sudden crowds, and what the house itself does to its stock. */
export function happeningsOf(world: ScenarioWorld): Happening[] {
  const { chance, busyMs } = world
  const happenings: Happening[] = []
  const meanMs = world.days ? chance.whole(8, 30) * minuteMs : chance.whole(20, 180) * secondMs
  for (let at = chance.exponential(meanMs); at < busyMs; at += chance.exponential(meanMs)) {
    happenings.push(happening(world, Math.round(at)))
  }
  for (let crowds = chance.whole(0, 2); crowds > 0; crowds -= 1) happenings.push(...crowd(world))
  return happenings.sort((a, b) => a.at - b.at)
}

function happening(world: ScenarioWorld, at: number): Happening {
  const { chance } = world
  const dice = chance.random()
  if (dice < 0.7) return buy(world, at)
  if (dice < 0.75)
    return { at, kind: "elsewhere", item: chance.one(world.items), quantity: chance.whole(1, 2) }
  const place = { item: chance.one(world.items), location: chance.one(world.locations) }
  if (dice < 0.95) return { at, kind: "receive", ...place, delta: chance.whole(1, 5) }
  return { at, kind: "count", ...place, delta: chance.whole(-3, 2) }
}

/** Many want the same within seconds, on every channel. */
function crowd(world: ScenarioWorld): Happening[] {
  const { chance, busyMs } = world
  const from = chance.random() * busyMs * 0.9
  const variant = chance.one(world.variants).id
  return Array.from({ length: chance.whole(4, 12) }, () => {
    const at = Math.round(Math.min(busyMs - 1, from + chance.random() * 20 * secondMs))
    const paysAfterMs = chance.happens(0.5) ? Math.round(chance.between([1, 20]) * secondMs) : null
    return { ...buy(world, at), lines: [{ variant, quantity: 1 }], paysAfterMs }
  })
}

function buy(world: ScenarioWorld, at: number): Happening & { kind: "buy" } {
  const { chance } = world
  const unpaid = chance.happens(0.08)
  const cancels = unpaid ? chance.happens(0.5) : chance.happens(0.1)
  return {
    at,
    kind: "buy",
    channel: chance.one(world.channels).id,
    lines: linesOf(world),
    paysAfterMs: unpaid ? 2 * minuteMs : null,
    cancel: cancels
      ? {
          afterMs: Math.round(chance.exponential(10 * minuteMs)),
          part: unpaid ? "all" : chance.one(["all", "some"]),
        }
      : null,
    shipAfterMs: chance.happens(0.3) ? Math.round(chance.between([10 * minuteMs, 2 * hourMs])) : null,
  }
}

function linesOf({ chance, variants }: ScenarioWorld): Line[] {
  const lines = new Map<string, number>()
  const count = chance.happens(0.25) ? 2 : 1
  for (let index = 0; index < count; index += 1) {
    const hot = chance.happens(0.4)
    const variant = hot ? chance.one(variants.slice(0, 2)) : chance.one(variants)
    lines.set(variant.id, chance.happens(0.15) ? 2 : 1)
  }
  return [...lines].map(([variant, quantity]) => ({ variant, quantity }))
}

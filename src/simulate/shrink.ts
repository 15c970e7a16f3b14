import { minuteMs, type Scenario } from "./scenario/scenario"

/** Does this scenario still break the same promise? */
export type Fails = (scenario: Scenario) => Promise<boolean>

const chances = 3

type ListName = "happenings" | "faults" | "crashes"

/**
 * Makes a failing scenario smaller as long as it goes on failing: whole channels first, then what happens, in halves,
 * quarters and so on down to single events, then everything that could be simpler. `runs` bounds the effort.
 */
export async function shrink(scenario: Scenario, fails: Fails, runs = 900): Promise<Scenario> {
  const budget = { left: runs }
  /** What fails by a rare chance is given a few of them: leaving something out lets every later one fall differently. */
  const failing = async (candidate: Scenario): Promise<Scenario | undefined> => {
    for (let noise = 0; noise < chances && budget.left > 0; noise += 1) {
      budget.left -= 1
      if (await fails({ ...candidate, noise })) return { ...candidate, noise }
    }
    return undefined
  }
  let current = scenario
  for (let before = ""; before !== JSON.stringify(current) && budget.left > 0;) {
    before = JSON.stringify(current)
    for (const { id } of current.channels)
      current = await tryOn(current, withoutChannel(current, id), failing)
    for (const list of ["crashes", "faults", "happenings"] as const) {
      current = await fewer(current, list, failing)
    }
    for (const simpler of simplifications(current)) current = await tryOn(current, simpler(current), failing)
  }
  return current
}

type Failing = (candidate: Scenario) => Promise<Scenario | undefined>

async function tryOn(current: Scenario, candidate: Scenario, failing: Failing): Promise<Scenario> {
  return (candidate.channels.length > 0 ? await failing(candidate) : undefined) ?? current
}

/** Delta debugging over one list. */
async function fewer(scenario: Scenario, list: ListName, failing: Failing): Promise<Scenario> {
  let current = scenario
  for (
    let size = Math.ceil(current[list].length / 2);
    size >= 1;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let from = 0; from < current[list].length;) {
      const kept = [...current[list].slice(0, from), ...current[list].slice(from + size)]
      const smaller = await failing({ ...current, [list]: kept })
      if (smaller) current = smaller
      else from += size
    }
  }
  return current
}

function withoutChannel(scenario: Scenario, id: string): Scenario {
  return {
    ...scenario,
    channels: scenario.channels.filter((channel) => channel.id !== id),
    happenings: scenario.happenings.filter((one) => one.kind !== "buy" || one.channel !== id),
    faults: scenario.faults.filter(({ channel }) => channel !== id),
  }
}

function simplifications(scenario: Scenario): ((from: Scenario) => Scenario)[] {
  const used = new Set(
    scenario.happenings.flatMap((one) => (one.kind === "buy" ? one.lines.map(({ variant }) => variant) : [])),
  )
  return [
    (from) => ({ ...from, workers: 1 }),
    (from) => ({ ...from, network: { ...from.network, lostAnswers: 0 } }),
    (from) => ({ ...from, network: { ...from.network, lostRequests: 0 } }),
    (from) => ({ ...from, variants: from.variants.filter(({ id }) => used.has(id)) }),
    (from) => ({ ...from, busyMs: Math.min(from.busyMs, (from.happenings.at(-1)?.at ?? 0) + 5 * minuteMs) }),
    (from) => ({
      ...from,
      channels: from.channels.map((one) => ({
        ...one,
        refusals: { passing: 0, final: 0 },
        skewMs: 0,
        listLagMs: 0,
      })),
    }),
    ...scenario.channels.map(({ id }) => (from: Scenario) => ({
      ...from,
      channels: from.channels.map((one) => (one.id === id ? { ...one, webhooks: null } : one)),
    })),
  ]
}

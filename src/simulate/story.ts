import { promises, type Violation } from "./check/violation"
import { concerned } from "./concerned"
import type { Entry, History, SoldLine } from "./history"
import type { Scenario } from "./scenario/scenario"

/** More lines than this nobody reads; the last ones tell what went wrong. */
const mostLines = 80

/** What a person needs to see of a history that broke a promise: who sold, read, computed and wrote what, and when. */
export function story(scenario: Scenario, { entries }: History, violation: Violation): string {
  const [first] = entries
  const opening = first?.at ?? 0
  const told = concerned(scenario, entries, violation)
  const lines = told.map((entry) => `${clock(entry.at - opening)}  ${sentence(entry, opening)}`)
  const left = Math.max(0, lines.length - mostLines)
  return [
    `Broken: ${promises[violation.promise]}.`,
    "",
    ...scenario.channels.map(
      ({ id, write, answer, webhooks }) =>
        `${id}: ${write}, ${answer} answers, ${webhooks ? "webhooks" : "no webhooks"}`,
    ),
    ...scenario.variants.map(({ id, recipe }) => `${id}: ${pieces(recipe)}`),
    "",
    ...(left > 0 ? [`… ${left} lines before`] : []),
    ...lines.slice(left),
    `${clock(violation.at - opening)}  ✘ ${violation.channel} ${violation.listing ?? ""}: ${violation.text}`,
  ].join("\n")
}

const pieces = (recipe: Record<string, number>) =>
  Object.entries(recipe)
    .map(([item, count]) => `${count} × ${item}`)
    .join(" + ")

const sold = (lines: SoldLine[]) =>
  lines.map(({ listing, quantity }) => `${quantity} × ${listing}`).join(", ")

/** Hours, minutes, seconds and milliseconds since the opening. */
function clock(ms: number): string {
  const rounded = Math.round(ms)
  const part = (value: number, digits: number) => String(value).padStart(digits, "0")
  const seconds = Math.floor(rounded / 1000)
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return `${time.map((value) => part(value, 2)).join(":")}.${part(rounded % 1000, 3)}`
}

const houseSentences = {
  stock: ({ item, delta, why }: Of<"stock">) => `the house: ${item} ${delta < 0 ? "" : "+"}${delta} (${why})`,
  reserved: ({ order }: Of<"reserved">) => `the house holds the pieces of ${order}`,
  reading: ({ channel, began }: Of<"reading">, opening: number) =>
    `${channel}: a reading is complete that began at ${clock(began - opening)}`,
  settled: ({ channel, began }: Of<"settled">, opening: number) =>
    `${channel}: all is ingested of the reading that began at ${clock(began - opening)}`,
  claim: ({ channel, claim, writes }: Of<"claim">) =>
    `${channel}: request ${claim} is made of ${writes.map(({ listing, quantity }) => `${listing} = ${quantity}`).join(", ")}`,
  crash: ({ worker, downMs }: Of<"crash">) => `process ${worker} dies, and is replaced after ${downMs} ms`,
  started: ({ worker }: Of<"started">) => `process ${worker} starts`,
  recompute: () => "figures are computed",
  gate: ({ channel, open }: Of<"gate">) => `${channel}: the gate is ${open ? "open" : "shut"}`,
}

const marketplaceSentences = {
  order: ({ channel, order, lines }: Of<"order">) => `${channel} sells ${sold(lines)} (${order})`,
  refused: ({ channel, lines }: Of<"refused">) => `${channel} has no ${sold(lines)} to sell`,
  cancel: ({ channel, order, lines, restocked }: Of<"cancel">) =>
    `${channel} cancels ${sold(lines)} of ${order}${restocked ? " and puts it back on sale" : ""}`,
  shipped: ({ order }: Of<"shipped">) => `${order} is sent`,
  written: ({ channel, claim, listing, quantity, late }: Of<"written">) =>
    `${channel} shows ${quantity} of ${listing} (request ${claim}${late ? ", which arrived late" : ""})`,
  denied: ({ channel, listing, quantity }: Of<"denied">) =>
    `${channel} will not take ${quantity} of ${listing}`,
  fault: ({ channel, fault, to }: Of<"fault">, opening: number) =>
    `${channel}: ${fault} until ${clock(to - opening)}`,
}

type Of<Kind extends Entry["kind"]> = Extract<Entry, { kind: Kind }>

const sentences: { [Kind in Entry["kind"]]: (entry: Of<Kind>, opening: number) => string } = {
  ...houseSentences,
  ...marketplaceSentences,
}

function sentence<Kind extends Entry["kind"]>(entry: Entry & { kind: Kind }, opening: number): string {
  // An entry's kind names its own sentence; the compiler cannot follow the two together.
  const say = sentences[entry.kind] as (entry: Entry, opening: number) => string
  return say(entry, opening)
}

import { parseArgs } from "node:util"
import { Obstacle } from "../launch/obstacle"

/** One shelf to sell on: a marketplace and which of its storefronts. */
export interface ChannelChoice {
  marketplace: string
  storefront: string
}

export interface ReplayOptions {
  /** The CSV file, or "generated"; undefined takes the usual file where it is, else a generated set of the same shape. */
  orders: string | undefined
  channels: ChannelChoice[]
  /** Invoices from this time on, and before that one; compared as text with the file's times. */
  from: string | undefined
  to: string | undefined
  /** How much faster than the file's own times; "max" as fast as orders are taken in. */
  speed: number | "max"
  /** Seed of the marketplace's misbehaviour; undefined: it behaves. */
  faults: number | undefined
  /** How often the server is killed on the way. */
  crashes: number
  /** Opening stock well below what is sold, so that things sell out. */
  scarce: boolean
  /** Milliseconds of blows to processes, database, network and log, while orders come evenly; undefined: nobody strikes. */
  siege: number | undefined
  /** Workers beside the server, under siege. */
  workers: number
  /** Where the report goes, without its ending: `<path>.json` and `<path>.md` are written. */
  report: string | undefined
}

const options = {
  orders: { type: "string" },
  channels: { type: "string", default: "trendyol:TR,trendyol:RO" },
  from: { type: "string" },
  to: { type: "string" },
  speed: { type: "string", default: "max" },
  faults: { type: "string" },
  crash: { type: "string", default: "0" },
  scarce: { type: "boolean", default: false },
  siege: { type: "string" },
  workers: { type: "string", default: "2" },
  report: { type: "string" },
} as const

/** Reads the command line; throws one sentence that says what does not fit. */
export function parseReplay(args: string[]): ReplayOptions {
  const values = readValues(args)
  const { from, to } = { from: moment("from", values.from), to: moment("to", values.to) }
  if (from !== undefined && to !== undefined && from >= to) {
    throw new Obstacle(`--from ${from} must be before --to ${to}; --to itself is no longer played.`)
  }
  const siege = values.siege === undefined ? undefined : duration(values.siege)
  if (siege !== undefined && (values.speed !== "max" || values.crash !== "0")) {
    throw new Obstacle("--siege brings its own pace and its own crashes; leave --speed and --crash out.")
  }
  const faults = values.faults === undefined ? undefined : wholeNumber("faults", values.faults)
  return {
    orders: values.orders,
    channels: values.channels.split(",").map(channel),
    from,
    to,
    speed: speed(values.speed),
    faults: siege === undefined ? faults : (faults ?? 1),
    crashes: wholeNumber("crash", values.crash),
    scarce: values.scarce || siege !== undefined,
    siege,
    workers: atLeastOne("workers", values.workers),
    report: values.report?.replace(/\.(json|md)$/, ""),
  }
}

function readValues(args: string[]) {
  try {
    return parseArgs({ args, options }).values
  } catch (error) {
    const names = Object.keys(options).map((name) => `--${name}`)
    throw new Obstacle(`${(error as Error).message} The options of replay are ${names.join(", ")}.`)
  }
}

function moment(name: string, text: string | undefined): string | undefined {
  if (text === undefined || /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}(:\d{2})?)?$/.test(text)) return text
  throw new Obstacle(`--${name} takes a date like 2010-12-01 or "2010-12-01 08:30", not "${text}".`)
}

function channel(text: string): ChannelChoice {
  const [marketplace, storefront, ...more] = text.split(":")
  if (marketplace && storefront && more.length === 0) return { marketplace, storefront }
  throw new Obstacle(`--channels takes marketplace:storefront, separated by commas; "${text}" is not one.`)
}

function speed(text: string): number | "max" {
  if (text === "max") return "max"
  const factor = Number(/^(\d+(?:\.\d+)?)x?$/.exec(text)?.[1])
  if (factor > 0) return factor
  throw new Obstacle(`--speed takes max or a factor like 60x, not "${text}".`)
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Obstacle(`--${name} takes a whole number, not "${text}".`)
}

function atLeastOne(name: string, text: string): number {
  const number = wholeNumber(name, text)
  if (number >= 1) return number
  throw new Obstacle(`--${name} must be 1 at least.`)
}

/** A siege that is shorter has no room for every blow. */
const shortestSiegeMs = 60_000

function duration(text: string): number {
  const [, count, unit] = /^(\d{1,4})(s|m)$/.exec(text) ?? []
  const ms = Number(count) * (unit === "m" ? 60_000 : 1_000)
  if (ms >= shortestSiegeMs) return ms
  throw new Obstacle(`--siege takes a time like 30m or 90s, 60s at least, not "${text}".`)
}

import assert from "node:assert/strict"
import {
  ChannelError,
  createHttpClient,
  memoryLimiter,
  systemRuntime,
  type ChannelProvider,
  type ErrorKind,
  type InboxFact,
  type ItemOutcome,
  type OfferWrite,
  type OrderPage,
  type Outcome,
  type PriceWrite,
  type Runtime,
  type Session,
  type StockPort,
  type StockWrite,
} from "../contract"
import { seededRandom } from "../sandbox-kit"
import type { ConformanceWorld } from "./world"

export interface Bench {
  provider: ChannelProvider
  session: Session
  /** Every HTTP attempt so far. */
  attempts: { operation: string; status: number | null }[]
}

export interface BenchOptions {
  credentials?: unknown
  /** How far this machine's clock is ahead of the marketplace's. */
  skewMs?: number
}

/** A session as the engine would open it, except that waiting moves the marketplace's clock instead of taking time. */
export function openBench(world: ConformanceWorld, options: BenchOptions = {}): Bench {
  const { provider } = world
  const credentials = options.credentials ?? world.credentials
  const runtime = runtimeOf(world, options.skewMs ?? 0)
  const attempts: Bench["attempts"] = []
  const http = createHttpClient({
    ...provider.transport(credentials),
    account: provider.account(credentials),
    limits: provider.traits.limits,
    channel: "bench",
    limiter: memoryLimiter(runtime),
    runtime,
    readFailure: (failure) => provider.readFailure(failure),
    onAttempt: ({ operation, status }) => void attempts.push({ operation, status }),
  })
  const quiet = () => undefined
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
  return { provider, session: { channelId: "conformance", credentials, http, runtime, log }, attempts }
}

function runtimeOf({ clock }: ConformanceWorld, skewMs: number): Runtime {
  return {
    now: () => clock.now() + skewMs,
    random: seededRandom("conformance"),
    sleep: async (ms) => {
      clock.advance(ms)
      await new Promise((resolve) => setImmediate(resolve))
    },
    fetch: systemRuntime.fetch,
  }
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

/** All pages since `since`, as the engine asks for them: it takes the overlap off first. */
export function pull({ provider, session }: Bench, since: Date): Promise<OrderPage[]> {
  const from = new Date(since.getTime() - provider.traits.orders.overlapMs)
  return collect(provider.orders.changesSince(session, from))
}

export const factsOf = (pages: OrderPage[]): InboxFact[] => pages.flatMap((page) => page.facts)

/** The facts of everything that happened in the last hour of the marketplace. */
export const recentFacts = async (world: ConformanceWorld, bench = openBench(world)): Promise<InboxFact[]> =>
  factsOf(await pull(bench, new Date(world.clock.now() - 3_600_000)))

/** Fails unless `work` rejects with a ChannelError of one of these kinds. */
export async function rejectsWith(work: Promise<unknown>, ...kinds: ErrorKind[]): Promise<void> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  assert.ok(error, `expected a ChannelError of kind ${kinds.join(" or ")}, but it succeeded`)
  assertKind(error, kinds)
}

/** Fails unless `work` throws a ChannelError of kind `contract`. */
export function throwsContract(what: string, work: () => unknown): void {
  try {
    work()
  } catch (error) {
    assertKind(error, ["contract"])
    return
  }
  assert.fail(`${what} was accepted`)
}

function assertKind(error: unknown, kinds: ErrorKind[]): void {
  assert.ok(error instanceof ChannelError, `expected a ChannelError, got ${String(error)}`)
  assert.ok(
    kinds.includes(error.kind),
    `expected kind ${kinds.join(" or ")}, got ${error.kind}: ${error.message}`,
  )
}

export type FinalOutcome = ItemOutcome["outcome"]

const mostPolls = 100

/** Where the answers of a batch are asked for: the port that was written to. */
type Answering = Pick<StockPort<unknown>, "settle">

/** Writes stock, and asks until every item has its final answer. */
export async function finalOutcomes(bench: Bench, items: StockWrite[]): Promise<Map<string, FinalOutcome>> {
  const { stock } = bench.provider
  return finalAnswers(bench, {
    items,
    outcomes: await stock.write(bench.session, items),
    port: stock,
  })
}

/** The same for prices. */
export async function finalPrices(bench: Bench, items: PriceWrite[]): Promise<Map<string, FinalOutcome>> {
  const { prices } = bench.provider
  assert.ok(prices, "the connector has no `prices`")
  const outcomes = await prices.write(bench.session, items)
  return finalAnswers(bench, { items, outcomes, port: prices })
}

/** The same for what goes on and off sale. */
export async function finalOffers(bench: Bench, items: OfferWrite[]): Promise<Map<string, FinalOutcome>> {
  const { offers } = bench.provider
  assert.ok(offers, "the connector has no `offers`")
  const outcomes = await offers.write(bench.session, items)
  return finalAnswers(bench, { items, outcomes, port: offers })
}

async function finalAnswers(
  { session }: Bench,
  write: { items: { externalId: string }[]; outcomes: Outcome[]; port: Answering },
): Promise<Map<string, FinalOutcome>> {
  const { items, outcomes, port } = write
  assert.equal(outcomes.length, items.length, "one outcome per item")
  const final = new Map<string, FinalOutcome>()
  const batches = new Set<string>()
  for (const [index, outcome] of outcomes.entries()) {
    const item = items[index]
    if (outcome.status === "pending") batches.add(outcome.batch)
    else if (item) final.set(item.externalId, outcome)
  }
  const sent = items.map((item) => item.externalId)
  for (const batch of batches) {
    const answers = await untilDone(session, port, { batch, sent })
    for (const { externalId, outcome } of answers) final.set(externalId, outcome)
  }
  return final
}

/** The answers of a stock batch, once it is done. */
export const settled = (
  { provider, session }: Bench,
  batch: string,
  sent: string[],
): Promise<ItemOutcome[]> => untilDone(session, provider.stock, { batch, sent })

async function untilDone(
  session: Session,
  port: Answering,
  { batch, sent }: { batch: string; sent: string[] },
): Promise<ItemOutcome[]> {
  for (let poll = 0; poll < mostPolls; poll += 1) {
    const answer = await port.settle?.(session, batch, sent)
    assert.ok(answer, "a write answered `pending`, so its port must have `settle`")
    if (answer.done) return answer.items
    await session.runtime.sleep(1_000)
  }
  return assert.fail(`batch ${batch} was not done after ${mostPolls} looks`)
}

/** What `stock.read` says of one listing. */
export async function readQuantity(
  { provider, session }: Bench,
  listing: string,
): Promise<number | undefined> {
  const read = await provider.stock.read(session, [listing])
  return read.find((one) => one.externalId === listing)?.quantity
}

/** A listing of the world by position; the world promises enough of them. */
export function listingAt(world: ConformanceWorld, index: number): string {
  const listing = world.listings[index]
  assert.ok(listing !== undefined, `the world needs at least ${index + 1} listings`)
  return listing
}

import { context, propagation, trace } from "@opentelemetry/api"
import {
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
} from "@medusajs/framework/opentelemetry/sdk-trace-node"
import { carrier, linksOf, traced } from "../../../src/engine/health/trace"
import { noteAttempt, tracedHttp } from "../../../src/engine/health/trace-http"
import { tracedStock } from "../../../src/engine/health/trace-stock"
import type { StockLedger } from "../../../src/engine/stock/stock-ledger"

describe("the traces of a change", () => {
  const spans = new InMemorySpanExporter()
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] })

  beforeAll(() => provider.register())
  beforeEach(() => spans.reset())
  afterAll(async () => {
    await provider.shutdown()
    trace.disable()
    context.disable()
    propagation.disable()
  })

  const named = (name: string): ReadableSpan => {
    const found = spans.getFinishedSpans().find((span) => span.name === name)
    if (!found) throw new Error(`no span ${name}`)
    return found
  }

  it("show a push with what it claimed and what it asked the marketplace", async () => {
    const stock = tracedStock({
      claim: () => Promise.resolve({ id: "7", writes: [{ externalId: "MUG", quantity: 1 }] }),
      // The other steps are not taken here.
    } as unknown as StockLedger)
    const http = tracedHttp(
      {
        send: () => {
          noteAttempt({ status: 429, durationMs: 3 })
          noteAttempt({ status: 200, durationMs: 4 })
          return Promise.resolve("taken" as never)
        },
      },
      { "serai.channel": "tr" },
    )
    await traced("job push-lowered", { "serai.channel": "tr" }, async () => {
      await stock.claim("tr", { lane: "lowered" } as Parameters<StockLedger["claim"]>[1])
      const request = {
        operation: "price-and-inventory",
        method: "POST",
        path: "/",
        groups: [],
        write: true,
      } as const
      await http.send({ ...request, groups: [], read: () => "taken" })
    })
    const job = named("job push-lowered")
    const claim = named("claim push")
    const call = named("call price-and-inventory")
    for (const child of [claim, call]) expect(child.parentSpanContext?.spanId).toBe(job.spanContext().spanId)
    expect(claim.attributes).toMatchObject({ "serai.push": "7", "serai.items": 1, "serai.lane": "lowered" })
    expect(call.events.map(({ attributes }) => attributes?.["http.response.status_code"])).toEqual([429, 200])
  })

  it("link a job to the span that added it, through the job's row", async () => {
    let row = "{}"
    await traced("job reconcile", {}, () => {
      row = JSON.stringify(carrier())
      return Promise.resolve()
    })
    await traced("job push-raised", {}, (span) => {
      span.addLinks(linksOf(JSON.parse(row) as Record<string, string>))
      return Promise.resolve()
    })
    const [link] = named("job push-raised").links
    expect(link?.context.spanId).toBe(named("job reconcile").spanContext().spanId)
    expect(named("job push-raised").parentSpanContext).toBeUndefined()
  })

  it("link nothing to a job that nobody traced", () => {
    expect(linksOf(undefined)).toEqual([])
    expect(linksOf({})).toEqual([])
    expect(carrier()).toEqual({})
  })

  it("mark what failed without the words of the error, which may be a buyer's", async () => {
    const failing = traced("job ingest", {}, () => Promise.reject(new TypeError("Ayşe Yılmaz, İzmir")))
    await expect(failing).rejects.toThrow("İzmir")
    expect(named("job ingest").status).toMatchObject({ code: 2, message: "TypeError" })
    expect(named("job ingest").events).toEqual([])
  })
})

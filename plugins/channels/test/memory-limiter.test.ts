import { memoryLimiter, type Limit } from "../src/contract"

const limit = (group: string, max: number, windowMs: number): Limit => ({
  group,
  max,
  windowMs,
  asOf: "2026-01-01",
  source: "a page",
})

function setUp() {
  let now = 0
  const sleep = (ms: number) => {
    now += ms
    return Promise.resolve()
  }
  return { limiter: memoryLimiter({ now: () => now, sleep }), now: () => now }
}

describe("the memory limiter", () => {
  it("keeps every sliding window within the limit", async () => {
    const { limiter, now } = setUp()
    const times = []
    for (let index = 0; index < 5; index += 1) {
      await limiter.acquire("a", [limit("orders", 2, 100), limit("all", 3, 150)])
      times.push(now())
    }
    expect(times).toEqual([0, 0, 100, 150, 200])
  })

  it("leaves room for what cannot wait", async () => {
    const { limiter, now } = setUp()
    const orders = [limit("orders", 4, 100)]
    for (let index = 0; index < 4; index += 1) await limiter.acquire("a", orders, { canWait: true })
    expect(now()).toBe(100)
    const { limiter: busy, now: then } = setUp()
    for (let index = 0; index < 3; index += 1) await busy.acquire("a", orders, { canWait: true })
    await busy.acquire("a", orders)
    expect(then()).toBe(0)
  })

  it("keeps accounts apart and holds a paused group back", async () => {
    const { limiter, now } = setUp()
    await limiter.acquire("a", [limit("orders", 1, 100)])
    await limiter.acquire("b", [limit("orders", 1, 100)])
    expect(now()).toBe(0)
    await limiter.pause("b", "orders", 500)
    await limiter.acquire("b", [limit("orders", 1, 100)])
    expect(now()).toBe(500)
  })
})

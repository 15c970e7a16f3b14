import { conflictDecision, conflictOf, conflictRetry, retryingConflicts } from "../../src/engine/conflict"

const coded = (code: string) => Object.assign(new Error("no"), { code })

describe("work that ran into others", () => {
  it.each([
    ["a deadlock", coded("40P01"), "deadlock"],
    ["a transaction that could not be serialised", coded("40001"), "serialization"],
    ["a lock that was not to be had", coded("55P03"), "lock timeout"],
    ["a row that somebody else just wrote", coded("23505"), "duplicate"],
    ["the provider's own timeout", new Error("Timed-out acquiring lock."), "lock timeout"],
    ["a lease that was lost", new Error(`Lost the lock for key(s) "a" while …`), "lock timeout"],
    [
      "Medusa's words for a duplicate",
      new Error("Reservation item with id: r_1, already exists."),
      "duplicate",
    ],
    [
      "a pool without a free connection",
      new Error("Knex: Timeout acquiring a connection. The pool is probably full."),
      "no free connection",
    ],
    ["a deadlock inside another error", new Error("failed", { cause: coded("40P01") }), "deadlock"],
  ])("is told by %s", (_, error, conflict) => {
    expect(conflictOf(error)).toBe(conflict)
  })

  it.each([coded("23502"), new Error("Not enough stock available for item mug"), "a string", undefined])(
    "is not every failure: %s",
    (error) => {
      expect(conflictOf(error)).toBeUndefined()
      expect(conflictDecision(error, 1, conflictRetry, 0)).toMatchObject({ retry: false })
    },
  )

  it("waits twice as long each time, up to the cap, with half of it left to chance", () => {
    const options = { attempts: 9, baseMs: 40, capMs: 300 }
    const waits = (random: number) =>
      [1, 2, 3, 4, 5].map((attempt) => conflictDecision(coded("40P01"), attempt, options, random).waitMs)
    expect(waits(1)).toEqual([40, 80, 160, 300, 300])
    expect(waits(0)).toEqual([20, 40, 80, 150, 150])
  })

  it("says after how many attempts it gave up", () => {
    const last = conflictDecision(coded("40P01"), conflictRetry.attempts, conflictRetry, 0)
    expect(last).toMatchObject({ retry: false, reason: "deadlock: gave up after 6 attempts" })
  })
})

describe("repeating it", () => {
  const chance = () => {
    const slept: number[] = []
    return { slept, random: () => 1, sleep: async (ms: number) => void slept.push(ms) }
  }

  it("goes on until nobody is in the way", async () => {
    const { slept, ...rest } = chance()
    let attempts = 0
    const work = async () => {
      attempts += 1
      if (attempts < 3) throw coded("40P01")
      return "done"
    }
    expect(await retryingConflicts(work, rest)).toBe("done")
    expect(slept).toEqual([40, 80])
  })

  it("ends with the conflict itself when it lasts", async () => {
    const { slept, ...rest } = chance()
    const work = () => Promise.reject(coded("40001"))
    await expect(retryingConflicts(work, rest)).rejects.toMatchObject({ code: "40001" })
    expect(slept).toHaveLength(conflictRetry.attempts - 1)
  })

  it("passes any other failure on at once", async () => {
    const { slept, ...rest } = chance()
    await expect(retryingConflicts(() => Promise.reject(new Error("bad")), rest)).rejects.toThrow("bad")
    expect(slept).toEqual([])
  })
})

import { openQueue, runJobs, type JobQueue, type JobRunner } from "@serai/channels/engine/runner"
import { eventually } from "../support/eventually"
import { openStockroom, type Stockroom } from "./stockroom"

const quiet = () => undefined
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }

describe("jobs that can wait", () => {
  let room: Stockroom
  let queue: JobQueue

  beforeAll(async () => {
    room = await openStockroom()
    queue = await openQueue(room.url, log)
  }, 180_000)
  afterAll(async () => {
    await queue.close()
    await room.close()
  })

  it("never take the place of one that cannot, however many there are", async () => {
    const abort = new AbortController()
    const running: string[] = []
    let letGo: () => void = quiet
    const longWait = new Promise<void>((resolve) => (letGo = resolve))
    let jobs: JobRunner | undefined
    try {
      for (let channel = 0; channel < 30; channel += 1) await queue.enqueue("push-prices", `chan_${channel}`)
      jobs = await runJobs(
        {
          databaseUrl: room.url,
          log,
          runChannelTask: async (task, channelId) => {
            running.push(`${task} ${channelId}`)
            if (task === "push-prices") await longWait
          },
          runHouseTask: () => Promise.resolve(),
        },
        abort.signal,
      )
      await eventually("the first of them to run", () => Promise.resolve(running.length > 0))
      await queue.enqueue("push-lowered", "chan_1")
      await eventually("the sold-out push", () => Promise.resolve(running.includes("push-lowered chan_1")))
      expect(running.length).toBeLessThan(30)
      letGo()
      await eventually("all of them", () => Promise.resolve(running.length === 31))
    } finally {
      letGo()
      await jobs?.stop()
    }
  }, 60_000)
})

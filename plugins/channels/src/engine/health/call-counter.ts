import type { Logger } from "../../contract"
import type { Sql } from "../../ledger/data-source"
import { addTallies, type Tally } from "../../ledger/queries/health-tallies"

export interface Call {
  channelId: string
  operation: string
  status: number | null
}

export interface CallCounter {
  count(call: Call): void
  /** Writes what was counted since the last time. */
  flush(): Promise<void>
  /** Writes the rest and ends. */
  close(): Promise<void>
}

/** So long a count stays in memory: what a process that is killed has counted since is lost. */
const flushEveryMs = 10_000

/** Counts requests to marketplaces in memory and adds them to the ledger now and then, so that every process can tell of all. */
export function createCallCounter(sql: Sql, log: Logger): CallCounter {
  let counts = new Map<string, Tally>()

  async function flush(): Promise<void> {
    const counted = counts
    counts = new Map()
    try {
      await addTallies(sql, [...counted.values()])
    } catch (error) {
      for (const tally of counted.values()) add(tally)
      log.warn("Calls could not be counted; they are kept for the next attempt", { error })
    }
  }

  function add(tally: Tally): void {
    const key = JSON.stringify([tally.channel_id, tally.label, tally.detail])
    const known = counts.get(key)
    counts.set(key, { ...tally, total: tally.total + (known?.total ?? 0) })
  }

  const timer = setInterval(() => void flush(), flushEveryMs)
  timer.unref()
  return {
    count: ({ channelId, operation, status }) =>
      add({
        name: "calls",
        channel_id: channelId,
        label: operation,
        detail: String(status ?? "none"),
        total: 1,
      }),
    flush,
    close: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}

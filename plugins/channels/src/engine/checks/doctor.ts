import { forgetFindings, lastRuns, standingFindings } from "../../ledger/checks/findings"
import type { Sql } from "../../ledger/data-source"
import type { Check, CheckContext } from "./check"
import { examine, underWay, type Examined } from "./examine"
import { checks } from "./registry"

export interface MendResult {
  id: string
  /** `left`: it still stands, and `message` says why. `gone`: there was nothing to mend any more. */
  outcome: "fixed" | "started" | "left" | "gone"
  message: string
}

/** What the dashboard, the house's schedule and `npm run doctor` ask for. */
export interface Doctor {
  examine(options?: { fix?: boolean; resting?: boolean }): Promise<Examined[]>
  /** Makes the checks whose time has come. */
  examineDue(): Promise<void>
  /** Mends single findings, by their ids in the ledger. */
  mend(findingIds: string[]): Promise<MendResult[]>
}

const minuteMs = 60_000
const periods: Record<Check["every"], number> = { "quarter hour": 15 * minuteMs, day: 24 * 60 * minuteMs }
/** The schedule comes every quarter of an hour, give or take. */
const slackMs = 2 * minuteMs

/** Whether a check is to be made again. Pure. */
export const isCheckDue = (check: Check, lastRunMs: number | undefined, nowMs: number): boolean =>
  lastRunMs === undefined || nowMs - lastRunMs >= periods[check.every] - slackMs

/** `open` gathers what checks look at: channels come and go. */
export function createDoctor(sql: Sql, open: () => Promise<CheckContext>): Doctor {
  return {
    examine: async ({ fix = false, resting = false } = {}) =>
      examine(await open(), { checks, resting, ...(fix && { fix: "all" }) }),
    async examineDue() {
      const context = await open()
      const ran = await lastRuns(sql)
      const due = checks.filter((check) => isCheckDue(check, ran.get(check.id)?.getTime(), context.now()))
      await examine(context, { checks: due })
      await forgetFindings(
        sql,
        checks.map(({ id }) => id),
      )
    },
    mend: async (ids) => mendFindings(sql, await open(), ids),
  }
}

async function mendFindings(sql: Sql, context: CheckContext, ids: string[]): Promise<MendResult[]> {
  const standing = await standingFindings(sql, ids)
  const results = new Map<string, MendResult>()
  for (const check of checks) {
    const mine = standing.filter((finding) => finding.check_id === check.id)
    if (mine.length === 0) continue
    const chosen = new Set(mine.map(({ subject }) => subject))
    const [result] = await examine(context, { checks: [check], fix: chosen })
    if (result) for (const { id, subject } of mine) results.set(id, outcomeOf(id, check, subject, result))
  }
  return ids.map((id) => results.get(id) ?? { id, outcome: "gone", message: "It stands no more." })
}

function outcomeOf(id: string, check: Check, subject: string, result: Examined): MendResult {
  if (result.outcome === "failed") return { id, outcome: "left", message: result.problem ?? "" }
  const left = result.findings.find((one) => one.subject === subject)
  if (left) {
    const started = check.fixes === "later" && left.note === underWay
    return { id, outcome: started ? "started" : "left", message: left.note ?? left.remedy }
  }
  const fixed = result.fixed.some((one) => one.subject === subject)
  return fixed
    ? { id, outcome: "fixed", message: "Mended." }
    : { id, outcome: "gone", message: "It was found no more." }
}

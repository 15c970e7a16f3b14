import { subjectsNamed } from "../../ledger/checks/bounded"
import { keepFailure, keepFindings } from "../../ledger/checks/findings"
import type { Check, CheckContext, Finding, Found } from "./check"

export interface ExamineOptions {
  checks: Check[]
  /** Mends what is safe to mend: all of it, or these subjects. */
  fix?: "all" | ReadonlySet<string>
  /** All of Serai is stopped on purpose: work under way is not judged. */
  resting?: boolean
}

export interface StandingFinding extends Finding {
  /** What became of the attempt to mend it, if there was one. */
  note: string | null
}

export interface Examined {
  id: string
  title: string
  outcome: "in_order" | "found" | "skipped" | "failed"
  /** What stands after mending; the first hundred. */
  findings: StandingFinding[]
  count: number
  /** What was mended; the first hundred. */
  fixed: Finding[]
  fixed_count: number
  /** Why the check was skipped, or failed. */
  problem: string | null
}

/** Makes each check in turn, mends where asked, and writes down what stands. One that cannot be made does not stop the others. */
export async function examine(context: CheckContext, options: ExamineOptions): Promise<Examined[]> {
  const results: Examined[] = []
  for (const check of options.checks) {
    if (options.resting && check.whileRunning) results.push(unmade(check, "Serai is stopped"))
    else results.push(await examineOne(context, check, options.fix))
  }
  return results
}

/** A check that was not made, and why. */
export const unmade = ({ id, title }: Check, problem: string | null): Examined => ({
  id,
  title,
  outcome: "skipped",
  findings: [],
  count: 0,
  fixed: [],
  fixed_count: 0,
  problem,
})

async function examineOne(
  context: CheckContext,
  check: Check,
  fix: ExamineOptions["fix"] = new Set(),
): Promise<Examined> {
  try {
    const { standing, fixed, notes } = await mend(context, check, fix)
    await keepFindings(context.sql, check.id, standing)
    return {
      ...unmade(check, null),
      outcome: standing.count > 0 ? "found" : "in_order",
      findings: standing.found.map((finding) => ({ ...finding, note: notes.get(finding.subject) ?? null })),
      count: standing.count,
      fixed: fixed.slice(0, subjectsNamed),
      fixed_count: fixed.length,
    }
  } catch (error) {
    const problem = messageOf(error)
    await keepFailure(context.sql, check.id, problem).catch(() => undefined)
    return { ...unmade(check, problem), outcome: "failed" }
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Said of what a worker will do. */
export const underWay = "asked a worker for it; look again in a minute"

/**
 * Hundred by hundred, each subject once. What is mended is what is found no more: an attempt that claims to have succeeded
 * proves nothing.
 */
async function mend(
  context: CheckContext,
  check: Check,
  chosen: "all" | ReadonlySet<string>,
): Promise<{ standing: Found; fixed: Finding[]; notes: Map<string, string> }> {
  const notes = new Map<string, string>()
  const fixed: Finding[] = []
  const isChosen = (subject: string) => chosen === "all" || chosen.has(subject)
  let standing = await check.run(context)
  for (;;) {
    const todo = standing.found.filter(
      ({ fixable, subject }) => fixable && isChosen(subject) && !notes.has(subject),
    )
    if (!check.fix || todo.length === 0) return { standing, fixed, notes }
    for (const { subject } of todo) notes.set(subject, await attempt(context, check, subject))
    standing = await check.run(context)
    const left = new Set(standing.found.map(({ subject }) => subject))
    fixed.push(...todo.filter(({ subject }) => !left.has(subject)))
  }
}

/** What to say of the subject, should it still be there afterwards. */
async function attempt(context: CheckContext, check: Check, subject: string): Promise<string> {
  try {
    await check.fix?.(context, subject)
    return check.fixes === "later" ? underWay : "was mended, and is wrong again"
  } catch (error) {
    return `could not be mended: ${messageOf(error)}`
  }
}

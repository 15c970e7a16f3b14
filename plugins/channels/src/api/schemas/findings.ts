import { z } from "zod"
import { checkRun, finding, severities } from "../../ledger/queries/findings"
import { ledgerId } from "../../ledger/queries/shape"
import { pageOf, paging } from "./common"

export const listFindingsQuery = z.object({
  ...paging,
  limit: paging.limit.default(100),
  check_id: z.string().optional(),
  severity: z.enum(severities).optional(),
})

export const listFindingsAnswer = pageOf(
  "findings",
  finding.extend({
    /** What is so when nothing is wrong. */
    title: z.string(),
  }),
).extend({ checks: z.array(checkRun.extend({ title: z.string() })) })

export const fixFindingsBody = z.object({
  ids: z.array(ledgerId).min(1, "name at least one finding").max(100, "at most 100 findings at a time"),
})

export const fixFindingsAnswer = z.object({
  results: z.array(
    z.object({
      id: ledgerId,
      /** `started`: a worker was asked for it. `left`: it stands, and the message says why. `gone`: nothing was wrong any more. */
      outcome: z.enum(["fixed", "started", "left", "gone"]),
      message: z.string(),
    }),
  ),
})

import { z } from "zod"
import { push, pushItem } from "../../ledger/queries/pushes"
import { pageOf, paging } from "./common"

export const listPushesQuery = z.object({
  ...paging,
  /** `failures`: refused, failed and lost ones first. */
  order: z.enum(["newest", "failures"]).default("newest"),
})
export const listPushesAnswer = pageOf("pushes", push)

export const retrievePushQuery = z.object({ ...paging, limit: paging.limit.default(50) })
export const pushAnswer = z.object({ push, ...pageOf("items", pushItem).shape })

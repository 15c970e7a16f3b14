import { z } from "zod"
import { inboxEntry, inboxStates } from "../../ledger/queries/inbox-entries"
import { ledgerId } from "../../ledger/queries/shape"
import { pageOf, paging, searchText } from "./common"

export const listInboxQuery = z.object({
  ...paging,
  channel_id: z.string().optional(),
  state: z.enum(inboxStates).optional(),
  /** Part of the marketplace's order number. */
  q: searchText,
})
export const listInboxAnswer = pageOf("entries", inboxEntry)

export const inboxEntryAnswer = z.object({
  entry: inboxEntry.extend({
    body: z.object({
      format: z.enum(["json", "text"]),
      /** Secrets removed and personal data masked; JSON is indented, its numbers keep their digits. */
      text: z.string(),
      /** Only the beginning of a very long body is shown. */
      truncated: z.boolean(),
    }),
  }),
})

export const replayBody = z.object({
  ids: z.array(ledgerId).min(1, "name at least one entry").max(1000, "at most 1000 entries at a time"),
})
export const replayAnswer = z.object({ channels: z.array(z.string()) })

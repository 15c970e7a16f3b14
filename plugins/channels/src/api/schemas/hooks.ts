import { z } from "zod"

export const hookAnswer = z.object({
  /** `dead`: stored, but nobody can read it; it waits in the inbox with its reason. */
  status: z.enum(["stored", "dead", "unknown_channel", "refused", "too_long"]),
})

import type { z } from "zod"

/** One route as callers see it. */
export interface ApiRoute {
  method: "GET" | "POST" | "DELETE"
  /** As Express writes it: `/admin/channels/:id`. */
  path: string
  summary: string
  query?: z.ZodObject
  body?: z.ZodObject
  /** Where more than the usual 100 KB may come. */
  bodyLimit?: string
  answer: z.ZodType
  /** Answers other than 200 that callers must know, with the reason. */
  refusals?: Record<number, string>
}

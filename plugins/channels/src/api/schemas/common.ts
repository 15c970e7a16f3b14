import { z } from "zod"

/** Paging of every list: Medusa's own names. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(20),
  offset: z.coerce.number().int().min(0).default(0),
}

/** A page of rows under their own name, with Medusa's count, limit and offset. */
export const pageOf = <Name extends string, Row extends z.ZodType>(name: Name, row: Row) =>
  z.object({
    // The computed key widens to an index signature; this states which key it is.
    ...({ [name]: z.array(row) } as Record<Name, z.ZodArray<Row>>),
    count: z.int(),
    limit: z.int(),
    offset: z.int(),
  })

/** Text to search for; empty means no search. */
export const searchText = z
  .string()
  .trim()
  .max(200)
  .optional()
  .transform((text) => (text === "" ? undefined : text))

/** A moment in a query string, with any offset from UTC. */
export const momentText = z.iso
  .datetime({ offset: true, error: "must be a moment such as 2026-03-01T14:05:00Z" })
  .transform((text) => new Date(text))

export const deleted = z.object({ id: z.string(), object: z.literal("channel"), deleted: z.literal(true) })

export const enqueued = z.object({
  /** The durable jobs that were added, or were waiting already. */
  enqueued: z.array(z.string()),
})

export const apiError = z.object({
  type: z.string().optional(),
  code: z.string().optional(),
  message: z.string(),
})

export const openApiAnswer = z.record(z.string(), z.unknown()).meta({ description: "OpenAPI 3.1" })

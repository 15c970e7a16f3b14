import { ChannelError, literalOf, parseJson } from "@serai/channels/contract"
import type { SandboxRequest } from "@serai/channels/sandbox-kit"
import { z } from "zod"
import { refuse } from "./answers"

/** The body as JSON whose numbers kept their digits; 400 when it is not JSON. */
export function jsonBody(request: SandboxRequest): unknown {
  try {
    return parseJson("The request body", request.body)
  } catch (error) {
    if (error instanceof ChannelError) throw refuse("invalid.json", error.message)
    throw error
  }
}

/** 400 that names the first field that does not fit. */
export function checkedBody<T>(request: SandboxRequest, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(jsonBody(request))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw refuse("invalid.request", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "does not fit"}`)
}

/** A JSON number, as its digits: text that looks like a number is refused, as a typed service refuses it. */
export const literal = z.unknown().transform((value, context): string => {
  const digits = literalOf(value)
  if (digits !== undefined) return digits
  context.addIssue({ code: "custom", message: "expected a number" })
  return z.NEVER
})

/** A whole JSON number. */
export const whole = literal.transform(Number).pipe(z.number().int())

/** A number from the query; 400 when it is something else. */
export function queryNumber(request: SandboxRequest, name: string): number | undefined {
  const text = request.query.get(name)
  if (text === null || text === "") return undefined
  if (!/^-?\d{1,15}$/.test(text)) throw refuse("invalid.parameter", `${name} must be a whole number`)
  return Number(text)
}

export interface Paging {
  page: number
  size: number
}

export function pagingOf(request: SandboxRequest, sizes: { usual: number; most: number }): Paging {
  const page = queryNumber(request, "page") ?? 0
  const size = queryNumber(request, "size") ?? sizes.usual
  if (page < 0) throw refuse("invalid.page", "page must not be negative")
  if (size < 1 || size > sizes.most) throw refuse("invalid.size", `size must be between 1 and ${sizes.most}`)
  return { page, size }
}

/** A page of what was found, in the envelope that lists share. */
export function pageOf<T>(
  found: T[],
  { page, size }: Paging,
): { envelope: Record<string, unknown>; items: T[] } {
  const items = found.slice(page * size, (page + 1) * size)
  const envelope = { totalElements: found.length, totalPages: Math.ceil(found.length / size), page, size }
  return { envelope, items }
}

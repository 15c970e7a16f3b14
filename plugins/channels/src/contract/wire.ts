import { isLosslessNumber, parse as parseLossless } from "lossless-json"
import { z } from "zod"
import { ChannelError } from "./errors"

/**
 * Schemas for what marketplaces really send, over a lossless parse: JSON numbers arrive with their digits intact, so ids
 * above 2^53 survive and money never passes through a float.
 */

const textOf = (value: unknown): unknown => (isLosslessNumber(value) ? value.toString() : value)

/** An id as text, whether the wire has a string or a number of any size. */
export const wireId = z.preprocess(
  (value) => (typeof value === "number" ? String(value) : textOf(value)),
  z.string().min(1),
)

/** A whole number that JavaScript can hold. */
export const wireInteger = z.preprocess(
  (value) => (isLosslessNumber(value) ? Number(value.toString()) : value),
  z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
)

/** Pieces of an order line: zero, negative and fractional quantities are refused, they would corrupt stock. */
export const wireQuantity = z.preprocess(
  (value) => (isLosslessNumber(value) ? Number(value.toString()) : value),
  z
    .number()
    .int("a quantity must be a whole number")
    .positive("a quantity must be at least 1")
    .max(1_000_000),
)

/** The last millisecond a JavaScript date can hold. */
const lastTimeMs = 8.64e15

/** Epoch milliseconds. */
export const wireTime = wireInteger
  .refine((ms) => ms >= 0 && ms <= lastTimeMs, "expected epoch milliseconds")
  .transform((ms) => new Date(ms))

export const wireText = z
  .string()
  .nullish()
  .transform((text) => (text === undefined || text === "" ? null : text))

/** Parses JSON without losing digits. Throws a ChannelError of kind `contract` that names what was being read. */
export function parseJson(what: string, text: string): unknown {
  try {
    return parseLossless(text)
  } catch (cause) {
    throw new ChannelError(
      "contract",
      `${what} is not JSON: it begins with ${JSON.stringify(text.slice(0, 40))}`,
      { cause },
    )
  }
}

/** Validates with a schema; the error names the first field that does not fit, never its value. */
export function parseWith<T>(schema: z.ZodType<T>, what: string, raw: unknown): T {
  const result = schema.safeParse(raw)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const path = issue?.path.join(".") || "the body"
  throw new ChannelError("contract", `${what}: ${path}: ${issue?.message ?? "does not fit"}`, {
    cause: result.error,
  })
}

/**
 * Text that is equal for equal JSON values, whatever the spacing and the order of keys: one fact seen by webhook and by
 * poll is recognised as one.
 */
export function canonicalJson(value: unknown): string {
  if (isLosslessNumber(value)) return value.toString()
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(",")}}`
  }
  return JSON.stringify(value)
}

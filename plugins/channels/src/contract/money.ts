import { z } from "zod"

/**
 * Money on the wire and in our models is a decimal string in major units ("112.85"), never a float; the currency stands
 * beside it. Arithmetic happens in minor units as BigInt. Rounding, where a division forces it, is half away from zero.
 */
export type Decimal = string & { readonly __brand: "Decimal" }

const decimalPattern = /^-?\d{1,15}(\.\d{1,6})?$/

/** Accepts what a lossless parser yields for a JSON number (an object whose toString is the literal), a string, or a safe number. */
export const decimal = z.unknown().transform((value, context): Decimal => {
  const text = typeof value === "string" || typeof value === "number" ? String(value) : literalOf(value)
  if (text !== undefined && decimalPattern.test(text)) return text as Decimal
  context.addIssue({ code: "custom", message: "expected a decimal number with at most six decimals" })
  return z.NEVER
})

const currencies = new Set(Intl.supportedValuesOf("currency"))

/** ISO 4217, upper case. */
export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, "expected a three-letter ISO 4217 currency code")
  .refine((code) => currencies.has(code), "is not a currency of ISO 4217")

/** The source text of a number that `lossless-json` parsed, or undefined when the value is something else. */
export function literalOf(value: unknown): string | undefined {
  const isLossless = typeof value === "object" && value !== null && "isLosslessNumber" in value
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- LosslessNumber defines toString
  return isLossless ? String(value) : undefined
}

const scale = 6n

/** Millionths of a major unit. */
function toMicros(value: Decimal): bigint {
  const negative = value.startsWith("-")
  const [whole = "0", fraction = ""] = value.replace("-", "").split(".")
  const micros = BigInt(whole) * 10n ** scale + BigInt(fraction.padEnd(Number(scale), "0"))
  return negative ? -micros : micros
}

function fromMicros(micros: bigint): Decimal {
  const negative = micros < 0n
  const digits = (negative ? -micros : micros).toString().padStart(Number(scale) + 1, "0")
  const fraction = digits.slice(-Number(scale)).replace(/0+$/, "")
  const whole = digits.slice(0, -Number(scale))
  return `${negative ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}` as Decimal
}

export const sumDecimals = (values: Decimal[]): Decimal =>
  fromMicros(values.reduce((total, value) => total + toMicros(value), 0n))

export const timesQuantity = (value: Decimal, quantity: number): Decimal =>
  fromMicros(toMicros(value) * BigInt(quantity))

export const subtractDecimal = (from: Decimal, value: Decimal): Decimal =>
  fromMicros(toMicros(from) - toMicros(value))

export const equalDecimals = (one: Decimal, other: Decimal): boolean => toMicros(one) === toMicros(other)

export const isPositive = (value: Decimal): boolean => toMicros(value) > 0n

export const isAbove = (one: Decimal, other: Decimal): boolean => toMicros(one) > toMicros(other)

const hundredth = 10n ** (scale - 2n)

/** The same amount written with two decimals ("19.9" is "19.90"); undefined when it needs more. */
export function inHundredths(value: Decimal): Decimal | undefined {
  const micros = toMicros(value)
  if (micros % hundredth !== 0n) return undefined
  const [whole = "0", fraction = ""] = fromMicros(micros).split(".")
  return `${whole}.${fraction.padEnd(2, "0")}` as Decimal
}

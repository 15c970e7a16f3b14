/** Names of fields whose values never reach a log, a message or a screen in the clear. */
const secretNames = /authorization|password|secret|api-?_?key|token|cookie/i
const personalNames =
  /e-?mail|phone|first_?name|last_?name|full_?name|customer_?name|address_?\d?$|address_?line|full_?address|tax_?number|identity_?number|postal_?code|latitude|longitude|neighborhood/i

/** "J*** (8)": enough to tell two people apart in a log, not enough to name one. */
const maskText = (text: string) => (text.length <= 1 ? "***" : `${text[0]}*** (${text.length})`)

/**
 * A deep copy with secrets removed and personal data masked, for logs and for bodies on screen. Structure and every other
 * value stay, so that an operator can still read what happened.
 */
export function masked(value: unknown, name = ""): unknown {
  if (value === null || value === undefined || value === "") return value
  if (secretNames.test(name)) return "***"
  if (Array.isArray(value)) return value.map((item) => masked(item, name))
  if (typeof value === "object" && !("isLosslessNumber" in value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, masked(inner, key)]))
  }
  if (!personalNames.test(name)) return value
  return typeof value === "string" ? maskText(value) : "***"
}

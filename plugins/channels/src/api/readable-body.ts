import { parse, stringify } from "lossless-json"
import { masked } from "../contract"

export interface ReadableBody {
  format: "json" | "text"
  text: string
  truncated: boolean
}

/** More than this nobody reads on a screen. */
const longestText = 64 * 1024

/** A stored body as an operator may see it: indented, secrets removed, personal data masked. */
export function readableBody(body: string): ReadableBody {
  const parsed = parseLossless(body)
  const text =
    parsed === undefined ? maskFreeText(body) : (stringify(masked(parsed.value), undefined, 2) ?? "")
  return {
    format: parsed === undefined ? "text" : "json",
    text: text.slice(0, longestText),
    truncated: text.length > longestText,
  }
}

function parseLossless(body: string): { value: unknown } | undefined {
  try {
    return { value: parse(body) }
  } catch {
    // Not JSON is an answer here, not a failure: such bodies are kept so that somebody can look at them.
    return undefined
  }
}

/** Without field names only shapes can be recognised: e-mail addresses, and digits long enough to be a phone or tax number. */
const maskFreeText = (text: string) =>
  text.replace(/[^\s"'<>@,;]+@[^\s"'<>@,;]+/g, "***@***").replace(/\+?\d[\d ()-]{8,}\d/g, "***")

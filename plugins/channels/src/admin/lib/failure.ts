import { FetchError } from "@medusajs/js-sdk"
import { toast } from "@medusajs/ui"

/** What the server said; where it says nothing, what can be done. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof FetchError))
    return "The server cannot be reached. It may be starting: try again in a moment."
  // Medusa tells a browser nothing about these.
  if (error.status === undefined || error.status >= 500)
    return "The server failed; its log says why. Try again in a moment."
  return error.message
}

/** The server understood and said no: asking again changes nothing. */
export const wasRefused = (error: unknown) =>
  error instanceof FetchError && error.status !== undefined && error.status < 500

export const toastFailure = (what: string) => (error: unknown) =>
  void toast.error(what, { description: sentenceOf(error) })

import { toast } from "@medusajs/ui"

/** What the server said, or what the browser says when there is no server. */
export const sentenceOf = (error: unknown) =>
  error instanceof Error && error.message !== "" ? error.message : "The server did not answer. Try again."

export const toastFailure = (what: string) => (error: unknown) =>
  void toast.error(what, { description: sentenceOf(error) })

/** Where a process says what it does. */
type Output = Pick<NodeJS.WriteStream, "on" | "listenerCount">

/**
 * Goes on when the log cannot be written: its disk is full, or whoever read it is gone. Without this the error has no
 * listener, Medusa's command line logs it as uncaught, which fails again, and so on until memory is full as well.
 */
export function outliveLog(outputs: Output[]): void {
  for (const output of outputs) if (output.listenerCount("error") === 0) output.on("error", () => undefined)
}

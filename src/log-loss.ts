type Program = Pick<NodeJS.Process, "on" | "stdout" | "stderr">

/**
 * Goes on when the log cannot be written: its disk is full, it has reached the size it may have, or whoever read it is gone.
 * Without this the error has no listener, Medusa's command line logs it as uncaught, which fails again, and so on until memory
 * is full as well; and `signal-exit`, which Medusa's progress display brings along, ends the process on SIGXFSZ.
 */
export function outliveLog(program: Program): void {
  for (const output of [program.stdout, program.stderr]) output.on("error", () => undefined)
  program.on("SIGXFSZ", () => undefined)
}

/** A promise, and whether it held. */
export interface Check {
  promise: string
  kept: boolean
  found: string
  /** Some of what broke it. */
  examples: unknown[]
}

export const examplesShown = 10

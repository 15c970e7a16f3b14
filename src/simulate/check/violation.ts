/** The promises a history is held to. */
export const promises = {
  gate: "a figure above zero goes out only behind a fresh reading, all of which is ingested",
  resurrected: "no write puts back a unit whose order could be read before",
  shown: "no write says more than there was when it was computed",
  overtaken: "no write is overtaken by one that was decided later",
  oversold: "nothing is sold that is not there, outside the residual window",
  orders: "every order is in the house once",
  reservations: "every order holds exactly its pieces",
  converged: "once faults stop, every marketplace shows what may be sold",
  finished: "once faults stop, no work is left over",
} as const

export type PromiseName = keyof typeof promises

export interface Violation {
  promise: PromiseName
  at: number
  channel: string
  listing: string | null
  text: string
}

import { createHash } from "node:crypto"

/**
 * Ids of what we create in Medusa are a function of what the marketplace calls it. Creating the same order twice is then
 * refused by the primary key itself: one order, once, whatever crashed in between.
 */
function derivedId(prefix: string, ...parts: (string | number)[]): string {
  const digest = createHash("sha256").update(parts.join("\u0000")).digest("hex")
  return `${prefix}_${digest.slice(0, 26).toUpperCase()}`
}

export const orderIdOf = (channelId: string, orderExternalId: string) =>
  derivedId("order", channelId, orderExternalId)

export const lineItemIdOf = (channelId: string, orderExternalId: string, lineExternalId: string) =>
  derivedId("ordli", channelId, orderExternalId, lineExternalId)

/** The n-th reservation ever made for a line's component. */
export const reservationIdOf = (lineItemId: string, inventoryItemId: string, ordinal: number) =>
  derivedId("resitem", lineItemId, inventoryItemId, ordinal)

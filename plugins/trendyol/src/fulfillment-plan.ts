import type { RemotePackage } from "@serai/channels/contract"
import { z } from "zod"

/** What the engine leaves on an order it made, so that anyone can find its way back to the marketplace. */
const orderOfChannel = z.object({
  serai: z.object({ channel_id: z.string(), marketplace: z.string(), external_id: z.string() }),
})

export type OrderOrigin = z.infer<typeof orderOfChannel>["serai"]

/** Where an order came from, or null when no channel brought it. */
export const originOf = (metadata: unknown): OrderOrigin | null =>
  orderOfChannel.safeParse(metadata).data?.serai ?? null

const lineOfChannel = z.object({ serai: z.object({ external_line_id: z.string() }) })

const orderItem = z.object({
  id: z.string(),
  metadata: z.unknown(),
  variant: z
    .object({
      inventory_items: z
        .array(
          z.object({
            required_quantity: z.coerce.number().positive(),
            inventory: z.object({ id: z.string() }).nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
})

const fulfilmentItem = z.object({
  line_item_id: z.string(),
  inventory_item_id: z.string().nullish(),
  quantity: z.coerce.number(),
})

/**
 * Pieces per marketplace line in a Medusa fulfilment. Medusa hands over one item per reservation, counted in parts of a kit,
 * each standing for all pieces of its line: hence the division, and the largest instead of the sum.
 */
export function fulfilledPieces(fulfilmentItems: unknown[], orderItems: unknown[]): Map<string, number> {
  const lines = new Map(
    z
      .array(orderItem)
      .parse(orderItems)
      .map((item) => [item.id, item]),
  )
  const pieces = new Map<string, number>()
  for (const item of z.array(fulfilmentItem).parse(fulfilmentItems)) {
    const line = lines.get(item.line_item_id)
    const lineId = lineOfChannel.safeParse(line?.metadata).data?.serai.external_line_id
    if (lineId === undefined) continue
    const part = line?.variant?.inventory_items?.find(
      ({ inventory }) => inventory?.id === item.inventory_item_id,
    )
    const quantity = item.quantity / (part?.required_quantity ?? 1)
    pieces.set(lineId, Math.max(pieces.get(lineId) ?? 0, quantity))
  }
  return pieces
}

export interface PackagePlan {
  packages: RemotePackage[]
  /** Fulfilled pieces that fill no open package, by line. */
  left: { lineId: string; quantity: number }[]
}

const open: ReadonlySet<RemotePackage["state"]> = new Set(["created", "picking", "invoiced"])

/** A package moves as a whole: it is taken when everything in it is fulfilled and not yet spent on another package. */
export function packagesToMove(packages: RemotePackage[], pieces: ReadonlyMap<string, number>): PackagePlan {
  const left = new Map(pieces)
  const taken = packages.filter((candidate) => {
    const wanted = piecesOf(candidate)
    const fits = [...wanted].every(([lineId, quantity]) => (left.get(lineId) ?? 0) >= quantity)
    if (!open.has(candidate.state) || wanted.size === 0 || !fits) return false
    for (const [lineId, quantity] of wanted) left.set(lineId, (left.get(lineId) ?? 0) - quantity)
    return true
  })
  const remaining = [...left].filter(([, quantity]) => quantity > 0)
  return { packages: taken, left: remaining.map(([lineId, quantity]) => ({ lineId, quantity })) }
}

function piecesOf({ lines }: RemotePackage): Map<string, number> {
  const pieces = new Map<string, number>()
  for (const { externalId, quantity } of lines)
    pieces.set(externalId, (pieces.get(externalId) ?? 0) + quantity)
  return pieces
}

import type { PackageState } from "@serai/channels/contract"

/**
 * Trendyol's package states in our words; payloads spell them AtCollectionPoint, webhook subscriptions AT_COLLECTION_POINT.
 * "Verified" appears in filter lists without an explanation and so stays unknown. "Approved" stood in `shipmentPackageStatus`
 * of waiting orders that had no `status` at all.
 */
const states = new Map<string, PackageState>(
  Object.entries({
    awaiting: "awaiting",
    approved: "awaiting",
    created: "created",
    picking: "picking",
    invoiced: "invoiced",
    shipped: "shipped",
    atcollectionpoint: "shipped",
    delivered: "delivered",
    undelivered: "undelivered",
    returned: "returned",
    cancelled: "cancelled",
    unsupplied: "cancelled",
    unpacked: "unpacked",
  } satisfies Record<string, PackageState>),
)

interface WireStates {
  status: string | null
  shipmentPackageStatus: string | null
}

/** Two fields usually say the same; `status` is the documented one. */
export function packageState(wire: WireStates): { state: PackageState; remoteState: string } {
  const remoteState = wire.status ?? wire.shipmentPackageStatus ?? ""
  const name = remoteState.toLowerCase().replaceAll("_", "")
  return { state: states.get(name) ?? "unknown", remoteState }
}

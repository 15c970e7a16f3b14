import type { BodyChange, ConformanceWorld } from "@serai/channels/conformance"
import { manualClock } from "@serai/channels/sandbox-kit"
import { TrendyolChannel } from "../src/channel"
import { trendyolCredentials } from "../src/credentials"
import { createTrendyolSandbox } from "../src/sandbox"

const seller = { sellerId: "2738", apiKey: "key", apiSecret: "secret" }
const sellerId = Number(seller.sellerId)
const listings = Array.from({ length: 250 }, (_, index) => `868${String(index).padStart(10, "0")}`)

/** A seller with more listings than fit one page, and one that waits for approval; `archives` as the option and the sandbox's rule. */
export async function trendyolWorld(
  archives: "seller" | "storefront" = "seller",
): Promise<ConformanceWorld & { provider: TrendyolChannel }> {
  const clock = manualClock(Date.parse("2026-10-01T09:00:00Z"))
  const marketplace = await createTrendyolSandbox({ clock, rules: { archives } })
  marketplace.putSeller({ ...seller, storefronts: ["TR"] })
  marketplace.putProducts(sellerId, [
    ...listings.map((barcode) => ({ barcode, quantity: 1_000, salePrice: "19.90" })),
    { barcode: "PENDING", quantity: 5, approval: "pendingApproval" as const },
  ])
  return {
    provider: new TrendyolChannel({}, { baseUrl: marketplace.baseUrl, archives }),
    credentials: trendyolCredentials.parse(seller),
    wrongCredentials: trendyolCredentials.parse({ ...seller, apiSecret: "guess" }),
    clock,
    listings,
    blockedListing: "PENDING",
    placeOrder: (lines) => {
      const wanted = lines.map(({ listing, quantity }) => ({ barcode: listing, quantity }))
      return Promise.resolve(marketplace.buyers.placeOrder({ sellerId, lines: wanted }).orderNumber)
    },
    cancelOrder: (orderNumber) => {
      marketplace.buyers.cancelOrder(orderNumber)
      return Promise.resolve()
    },
    shownQuantity: (barcode) =>
      Promise.resolve(marketplace.buyers.shop({ sellerId, barcodes: [barcode] })[0]?.quantity ?? 0),
    shownPrice: (barcode) =>
      Promise.resolve(marketplace.buyers.shop({ sellerId, barcodes: [barcode] })[0]?.salePrice ?? "none"),
    onSale: (barcode) =>
      Promise.resolve(marketplace.buyers.shop({ sellerId, barcodes: [barcode] })[0]?.onSale ?? false),
    setFaults: (patch) => marketplace.setFaults(patch),
    webhooksDelivered: () => marketplace.drained(),
    orderBody,
    close: () => marketplace.close(),
  }
}

/** The fields that decide; the rest of a package is optional to a reader. */
function orderBody({ packageId = "3330111111", state = '"Created"', quantity = "1" }: BodyChange): string {
  return `{
    "shipmentPackageId": ${packageId},
    "orderNumber": "10654411111",
    "status": ${state},
    "shipmentPackageStatus": ${state},
    "orderDate": 1762253333685,
    "lastModifiedDate": 1762865408581,
    "currencyCode": "TRY",
    "lines": [{ "lineId": 4765111111, "barcode": "8683772071724", "quantity": ${quantity}, "lineUnitPrice": 498.90 }]
  }`
}

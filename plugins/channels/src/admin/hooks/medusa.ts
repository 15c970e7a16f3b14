import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { sdk } from "../lib/sdk"
import type { ChannelOrder } from "../lib/wire"
import { liveMs } from "../lib/live"

/** Where an order came from; null for one that did not come from a marketplace. */
export const useChannelOrder = (orderId: string) =>
  useQuery({
    queryKey: ["channel-order", orderId],
    queryFn: () =>
      sdk.client.fetch<{ channel_order: ChannelOrder | null }>(
        `/admin/orders/${encodeURIComponent(orderId)}/channel`,
      ),
    refetchInterval: liveMs,
  })

export const useStockLocations = () =>
  useQuery({
    queryKey: ["serai", "stock-locations"],
    queryFn: () => sdk.admin.stockLocation.list({ limit: 200, fields: "id,name" }),
  })

/** Variants to map a listing to, found by title, SKU or barcode. */
export const useVariantSearch = (q: string) =>
  useQuery({
    queryKey: ["serai", "variants", q],
    queryFn: () =>
      sdk.admin.productVariant.list({
        limit: 20,
        fields: "id,title,sku,barcode,ean,*product",
        ...(q !== "" && { q }),
      }),
    placeholderData: keepPreviousData,
  })

export const useProductVariants = (productId: string) =>
  useQuery({
    queryKey: ["serai", "product-variants", productId],
    queryFn: () => sdk.admin.product.listVariants(productId, { limit: 200, fields: "id,title,sku" }),
  })

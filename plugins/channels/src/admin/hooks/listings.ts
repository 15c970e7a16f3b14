import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { liveMs } from "../lib/live"
import { sdk } from "../lib/sdk"
import type { ExplainAnswer, ListingFilter, ListingList } from "../lib/wire"
import { channelKeys } from "./channels"

export interface ListingQuery {
  q?: string | undefined
  channel_id?: string | undefined
  filter?: ListingFilter
  limit: number
  offset: number
}

export const listingKeys = { all: ["listings"] as const }

const path = (id: string, rest: string) => `/admin/listings/${encodeURIComponent(id)}${rest}`

export const useListings = (query: ListingQuery) =>
  useQuery({
    queryKey: [...listingKeys.all, "list", query],
    queryFn: () => sdk.client.fetch<ListingList>("/admin/listings", { query: { ...query } }),
    placeholderData: keepPreviousData,
    refetchInterval: liveMs,
  })

export const useProductListings = (productId: string) =>
  useQuery({
    queryKey: [...listingKeys.all, "product", productId],
    queryFn: () => sdk.client.fetch<ListingList>(`/admin/products/${encodeURIComponent(productId)}/listings`),
    refetchInterval: liveMs,
  })

/** Listings of variants that this item is a part of. */
export const useItemListings = (inventoryItemId: string) =>
  useQuery({
    queryKey: [...listingKeys.all, "item", inventoryItemId],
    queryFn: () =>
      sdk.client.fetch<ListingList>("/admin/listings", {
        query: { inventory_item_id: inventoryItemId, limit: 100 },
      }),
    refetchInterval: liveMs,
  })

export const useExplanation = (id: string | undefined) =>
  useQuery({
    queryKey: [...listingKeys.all, "explain", id],
    queryFn: () => sdk.client.fetch<ExplainAnswer>(path(id ?? "", "/explain")),
    enabled: id !== undefined,
    refetchInterval: liveMs,
  })

/** Mapping and retrying move figures of listings and of their channel. */
function useListingMutation<Input, Answer>(change: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: listingKeys.all }),
        client.invalidateQueries({ queryKey: channelKeys.all }),
      ]),
  })
}

export const useMapListing = () =>
  useListingMutation(({ id, variantId }: { id: string; variantId: string }) =>
    sdk.client.fetch(path(id, "/map"), { method: "POST", body: { variant_id: variantId } }),
  )

export const useUnmapListing = () =>
  useListingMutation((id: string) => sdk.client.fetch(path(id, "/map"), { method: "DELETE" }))

export const useRetryListing = () =>
  useListingMutation((id: string) => sdk.client.fetch(path(id, "/retry"), { method: "POST", body: {} }))

/** Answers how many listings were mapped, over all given channels. */
export const useMapAutomatically = () =>
  useListingMutation(async (channelIds: string[]) => {
    let mapped = 0
    for (const channel_id of channelIds) {
      const answer = await sdk.client.fetch<{ mapped: number }>("/admin/listings/map-automatically", {
        method: "POST",
        body: { channel_id },
      })
      mapped += answer.mapped
    }
    return mapped
  })

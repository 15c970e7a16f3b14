import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState } from "react"
import { liveMs, useSettled } from "../lib/live"
import type { ListingRulesAnswer, ListingRulesChange, PreviewAnswer } from "../lib/rules-wire"
import { sdk } from "../lib/sdk"
import { channelKeys } from "./channels"
import { listingKeys } from "./listings"

const rulesPath = (listingId: string) => `/admin/listings/${encodeURIComponent(listingId)}/rules`

export const previewPaths = {
  channel: (id: string) => `/admin/channels/${encodeURIComponent(id)}/rules/preview`,
  listing: (id: string) => `${rulesPath(id)}/preview`,
}

/** With more listings than this a preview takes seconds of the database's time: it is made when somebody asks for it. */
const previewedUnasked = 20_000

/**
 * What rules would do, asked for once nobody has changed them for a moment. Undefined rules have no preview: nothing
 * was changed, or something is wrong with them.
 */
export function useRulesPreview(path: string, rules: object | undefined, listings: number) {
  const body = rules === undefined ? "" : JSON.stringify(rules)
  const settled = useSettled(body, 500)
  const [asked, setAsked] = useState("")
  const unasked = listings <= previewedUnasked
  const query = useQuery({
    queryKey: ["serai-rules", "preview", path, settled],
    queryFn: ({ signal }) =>
      sdk.client.fetch<PreviewAnswer>(path, { method: "POST", body: JSON.parse(settled) as object, signal }),
    enabled: settled !== "" && (unasked || asked === settled),
    placeholderData: keepPreviousData,
    // Stock moves on: an answer is of its moment.
    gcTime: 0,
    retry: false,
  })
  return {
    phase:
      body === ""
        ? ("unchanged" as const)
        : unasked || asked === body
          ? ("asked" as const)
          : ("offered" as const),
    /** What is shown, if anything, is of other rules than those typed by now. */
    waiting: settled !== body || query.isFetching,
    data: query.data,
    error: settled === body ? query.error : null,
    ask: () => setAsked(body),
    refetch: () => query.refetch(),
  }
}

export type RulesPreviewQuery = ReturnType<typeof useRulesPreview>

/** What a full comparison would change at the marketplace, as of when it was asked. */
export const useSyncPreview = (channelId: string) =>
  useQuery({
    queryKey: [...channelKeys.one(channelId), "sync-preview"],
    queryFn: ({ signal }) =>
      sdk.client.fetch<PreviewAnswer>(`/admin/channels/${encodeURIComponent(channelId)}/sync/preview`, {
        signal,
      }),
    gcTime: 0,
    retry: false,
  })

export const useListingRules = (id: string) =>
  useQuery({
    queryKey: [...listingKeys.all, "rules", id],
    queryFn: () => sdk.client.fetch<ListingRulesAnswer>(rulesPath(id)),
    refetchInterval: liveMs,
  })

export function useChangeListingRules(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: ListingRulesChange) =>
      sdk.client.fetch<ListingRulesAnswer>(rulesPath(id), { method: "POST", body: change }),
    onSuccess: () => client.invalidateQueries({ queryKey: listingKeys.all }),
  })
}

export function useClearListingRules(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => sdk.client.fetch<ListingRulesAnswer>(rulesPath(id), { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: listingKeys.all }),
  })
}

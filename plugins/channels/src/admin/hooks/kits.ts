import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import type { KitAnswer, KitChange } from "../lib/kit-wire"
import { sdk } from "../lib/sdk"
import { listingKeys } from "./listings"

const kitKeys = {
  all: ["serai-kits"] as const,
  one: (variantId: string) => ["serai-kits", variantId] as const,
}

const path = (variantId: string) => `/admin/kits/${encodeURIComponent(variantId)}`

export const useKit = (variantId: string) =>
  useQuery({
    queryKey: kitKeys.one(variantId),
    queryFn: () => sdk.client.fetch<KitAnswer>(path(variantId)),
  })

/** A kit's parts also decide over the kits that contain it, and over figures. */
export function useComposeKit(variantId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: KitChange) =>
      sdk.client.fetch<KitAnswer>(path(variantId), { method: "POST", body: change }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: kitKeys.all }),
        client.invalidateQueries({ queryKey: listingKeys.all }),
      ]),
  })
}

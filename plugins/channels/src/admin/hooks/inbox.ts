import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { liveMs } from "../lib/live"
import { sdk } from "../lib/sdk"
import type { InboxDetail, InboxList, InboxState } from "../lib/wire"
import { channelKeys } from "./channels"

export interface InboxQuery {
  q?: string | undefined
  channel_id?: string | undefined
  state?: InboxState | undefined
  limit: number
  offset: number
}

const inboxKeys = { all: ["inbox"] as const }

export const useInbox = (query: InboxQuery) =>
  useQuery({
    queryKey: [...inboxKeys.all, "list", query],
    queryFn: () => sdk.client.fetch<InboxList>("/admin/inbox", { query: { ...query } }),
    placeholderData: keepPreviousData,
    refetchInterval: liveMs,
  })

export const useInboxEntry = (id: string | undefined) =>
  useQuery({
    queryKey: [...inboxKeys.all, "one", id],
    queryFn: () => sdk.client.fetch<{ entry: InboxDetail }>(`/admin/inbox/${encodeURIComponent(id ?? "")}`),
    enabled: id !== undefined,
    refetchInterval: liveMs,
  })

export function useReplay() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ids: string[]) => sdk.client.fetch("/admin/inbox/replay", { method: "POST", body: { ids } }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: inboxKeys.all }),
        client.invalidateQueries({ queryKey: channelKeys.all }),
      ]),
  })
}

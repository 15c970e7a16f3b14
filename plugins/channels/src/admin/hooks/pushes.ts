import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { liveMs } from "../lib/live"
import { sdk } from "../lib/sdk"
import type { PushDetail, PushList } from "../lib/wire"

const path = (channelId: string, rest = "") =>
  `/admin/channels/${encodeURIComponent(channelId)}/pushes${rest}`

export interface PushQuery {
  order: "newest" | "failures"
  limit: number
  offset: number
}

export const usePushes = (channelId: string, query: PushQuery) =>
  useQuery({
    queryKey: ["pushes", channelId, query],
    queryFn: () => sdk.client.fetch<PushList>(path(channelId), { query: { ...query } }),
    placeholderData: keepPreviousData,
    refetchInterval: liveMs,
  })

export const usePush = (channelId: string, pushId: string, page: { limit: number; offset: number }) =>
  useQuery({
    queryKey: ["pushes", channelId, "one", pushId, page],
    queryFn: () => sdk.client.fetch<PushDetail>(path(channelId, `/${pushId}`), { query: { ...page } }),
    placeholderData: keepPreviousData,
    refetchInterval: liveMs,
  })

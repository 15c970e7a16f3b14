import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { liveMs } from "../lib/live"
import { sdk } from "../lib/sdk"
import type {
  ChannelAnswer,
  ChannelChange,
  ChannelList,
  ConnectAnswer,
  ConnectRequest,
  MarketplaceList,
  SyncWish,
  VerifyAnswer,
} from "../lib/wire"

export const channelKeys = {
  all: ["channels"] as const,
  list: ["channels", "list"] as const,
  one: (id: string) => ["channels", "one", id] as const,
  marketplaces: ["channels", "marketplaces"] as const,
}

const path = (id: string, rest = "") => `/admin/channels/${encodeURIComponent(id)}${rest}`

export const useChannels = () =>
  useQuery({
    queryKey: channelKeys.list,
    queryFn: () => sdk.client.fetch<ChannelList>("/admin/channels"),
    refetchInterval: liveMs,
  })

export const useChannel = (id: string) =>
  useQuery({
    queryKey: channelKeys.one(id),
    queryFn: () => sdk.client.fetch<ChannelAnswer>(path(id)),
    refetchInterval: liveMs,
  })

export const useMarketplaces = () =>
  useQuery({
    queryKey: channelKeys.marketplaces,
    queryFn: () => sdk.client.fetch<MarketplaceList>("/admin/channels/marketplaces"),
  })

/** Every change of a channel makes what is shown of channels stale. */
function useChannelMutation<Input, Answer>(change: (input: Input) => Promise<Answer>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: channelKeys.all }),
  })
}

const post = <Answer>(to: string, body: object = {}) => sdk.client.fetch<Answer>(to, { method: "POST", body })

export const useConnectChannel = () =>
  useChannelMutation((request: ConnectRequest) => post<ConnectAnswer>("/admin/channels", request))

export const useUpdateChannel = (id: string) =>
  useChannelMutation((change: ChannelChange) => post<ChannelAnswer>(path(id), change))

export const useReplaceCredentials = (id: string) =>
  useChannelMutation((credentials: Record<string, string>) =>
    post<ChannelAnswer>(path(id, "/credentials"), { credentials }),
  )

export const useDeleteChannel = (id: string) =>
  useChannelMutation(() => sdk.client.fetch(path(id), { method: "DELETE" }))

export const useSyncChannel = (id: string) =>
  useChannelMutation((what: SyncWish) => post(path(id, "/sync"), { what }))

export const useTestChannel = (id: string) =>
  useMutation({ mutationFn: () => post<VerifyAnswer>(path(id, "/verify")) })

export const useTestCredentials = () =>
  useMutation({
    mutationFn: (trial: Pick<ConnectRequest, "marketplace" | "credentials">) =>
      post<VerifyAnswer>("/admin/channels/verify", trial),
  })

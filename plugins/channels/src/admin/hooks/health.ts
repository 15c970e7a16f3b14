import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import type { BrakeList, FindingList, FixAnswer, Health, HealthSeries } from "../lib/health-wire"
import { liveMs } from "../lib/live"
import { sdk } from "../lib/sdk"

const healthKeys = {
  all: ["serai-health"] as const,
  now: ["serai-health", "now"] as const,
  findings: ["serai-health", "findings"] as const,
  brakes: ["serai-health", "brakes"] as const,
}

export const useHealth = () =>
  useQuery({
    queryKey: healthKeys.now,
    queryFn: () => sdk.client.fetch<Health>("/admin/health"),
    // With a million listings the counts behind it take a third of a second.
    refetchInterval: 2 * liveMs,
  })

/** Samples are taken every minute. */
const seriesMs = 30_000

export const useHealthSeries = (hours: number) =>
  useQuery({
    queryKey: [...healthKeys.all, "series", hours],
    queryFn: () => {
      const from = new Date(Date.now() - hours * 3_600_000).toISOString()
      return sdk.client.fetch<HealthSeries>("/admin/health/series", { query: { from } })
    },
    placeholderData: keepPreviousData,
    refetchInterval: seriesMs,
  })

export const useFindings = () =>
  useQuery({
    queryKey: healthKeys.findings,
    queryFn: () => sdk.client.fetch<FindingList>("/admin/health/findings"),
    refetchInterval: seriesMs,
  })

export function useFixFindings() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ids: string[]) =>
      sdk.client.fetch<FixAnswer>("/admin/health/findings/fix", { method: "POST", body: { ids } }),
    onSuccess: () => client.invalidateQueries({ queryKey: healthKeys.all }),
  })
}

export const useBrakes = () =>
  useQuery({
    queryKey: healthKeys.brakes,
    queryFn: () => sdk.client.fetch<BrakeList>("/admin/brakes"),
    refetchInterval: liveMs,
  })

export function useReleaseBrake() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      sdk.client.fetch(`/admin/brakes/${encodeURIComponent(id)}/release`, { method: "POST", body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: healthKeys.all }),
  })
}

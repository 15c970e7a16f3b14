import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query"
import { requestOf, type HistorySubject } from "../lib/history-subject"
import { liveMs } from "../lib/live"
import { spanBegin, type Span } from "../lib/moment"
import { sdk } from "../lib/sdk"
import type { ExplanationAt, History, HistoryKind, HistorySeries } from "../lib/wire"
import { listingKeys } from "./listings"

/** A chart moves slowly enough for this. */
const chartMs = 4 * liveMs

/** How a listing stood at a moment; what has been does not change. */
export const useExplanationAt = (id: string, at: string) =>
  useQuery({
    queryKey: [...listingKeys.all, "explain-at", id, at],
    queryFn: () =>
      sdk.client.fetch<{ explanation_at: ExplanationAt }>(
        `/admin/listings/${encodeURIComponent(id)}/explain`,
        { query: { at } },
      ),
    staleTime: Infinity,
    retry: false,
  })

/** Ends at `at`, or goes on with the time. */
export function useHistorySeries(
  subject: HistorySubject,
  { span, at }: { span: Span; at?: string | undefined },
) {
  const { path, query } = requestOf(subject)
  return useQuery({
    queryKey: [...listingKeys.all, "series", subject, span, at],
    queryFn: () =>
      sdk.client.fetch<HistorySeries>(`${path}/series`, {
        query: {
          ...query,
          from: spanBegin(span, at === undefined ? Date.now() : Date.parse(at)),
          ...(at && { to: at }),
        },
      }),
    placeholderData: keepPreviousData,
    refetchInterval: at === undefined && chartMs,
  })
}

export interface HistoryFilter {
  kinds: HistoryKind[]
  /** Nothing after this moment. */
  to: string | undefined
}

const queryOf = ({ kinds, to }: HistoryFilter) => ({
  ...(kinds.length > 0 && { kinds: kinds.join(",") }),
  ...(to && { to }),
})

/** Newest first, page after page; it follows what happens as long as only the newest page is shown. */
export function useHistory(subject: HistorySubject, filter: HistoryFilter) {
  const { path, query } = requestOf(subject)
  return useInfiniteQuery({
    queryKey: [...listingKeys.all, "history", subject, filter],
    queryFn: ({ pageParam }) =>
      sdk.client.fetch<History>(path, {
        query: { ...query, ...queryOf(filter), limit: 30, ...(pageParam && { before: pageParam }) },
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      filter.to === undefined && (state.data?.pages.length ?? 0) <= 1 && chartMs,
  })
}

/** The whole history as a file of the browser's. */
export async function downloadHistory(subject: HistorySubject, filter: HistoryFilter): Promise<void> {
  const { path, query } = requestOf(subject)
  const response = await sdk.client.fetch<Response>(`${path}/export`, {
    query: { ...query, ...queryOf(filter) },
    headers: { accept: "text/csv" },
  })
  const url = URL.createObjectURL(await response.blob())
  const link = document.createElement("a")
  link.href = url
  link.download = nameIn(response.headers.get("content-disposition")) ?? "history.csv"
  link.click()
  URL.revokeObjectURL(url)
}

const nameIn = (disposition: string | null) => /filename="([^"]+)"/.exec(disposition ?? "")?.[1]

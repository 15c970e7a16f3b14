import { jsonResponse, param, type SandboxResponse } from "@serai/channels/sandbox-kit"
import { failure } from "../answers"
import type { Batch, BatchItem } from "../batches"
import type { SellerCall, SellerRoute } from "../guard"
import type { Marketplace } from "../marketplace"

/** docs/toplu-işlem-kontrolü-getbatchrequestresult-1: one path for batches of every kind. */
export const batchRoutes = (marketplace: Marketplace): SellerRoute[] => [
  {
    method: "GET",
    path: "/product/sellers/:sellerId/products/batch-requests/:batchId",
    endpoint: "batch-result",
    group: "product-read",
    handle: (call) => batchResult(marketplace, call),
  },
]

function batchResult(marketplace: Marketplace, { request, seller }: SellerCall): SandboxResponse {
  const batch = marketplace.batches.find(seller, param(request, "batchId"))
  if (!batch)
    return failure(404, "batch.request.not.found", "No such batch request, or it is older than 4 hours")
  const { work, settled, failures } = batch
  return jsonResponse(200, {
    batchRequestId: batch.id,
    ...work.head(settled >= work.items.length),
    items: work.items.map((item, index) => itemResult(batch, item, index)),
    creationDate: batch.createdAt,
    lastModification: batch.modifiedAt,
    sourceType: "API",
    itemCount: work.items.length,
    failedItemCount: failures.size,
  })
}

function itemResult({ settled, failures }: Batch, { told }: BatchItem, index: number) {
  const failure = failures.get(index)
  const settledStatus = failure === undefined ? "SUCCESS" : "FAILED"
  return {
    ...told,
    status: index < settled ? settledStatus : "IN_PROGRESS",
    failureReasons: failure === undefined ? [] : [failure],
  }
}

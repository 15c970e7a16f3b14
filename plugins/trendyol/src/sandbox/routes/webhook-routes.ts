import { jsonResponse, param, textResponse } from "@serai/channels/sandbox-kit"
import { okText } from "../answers"
import { jsonBody } from "../body"
import type { SellerCall, SellerRoute } from "../guard"
import type { Hook } from "../hooks"
import type { Marketplace } from "../marketplace"

const path = "/webhook/sellers/:sellerId/webhooks"

/** docs/webhook-model */
export function webhookRoutes({ hooks }: Marketplace): SellerRoute[] {
  const hookOf = ({ request, seller }: SellerCall) => hooks.find(seller, param(request, "webhookId"))
  const toggle = (word: "activate" | "deactivate"): SellerRoute => ({
    method: "PUT",
    path: `${path}/:webhookId/${word}`,
    endpoint: `${word}-webhook`,
    handle: (call) => {
      hooks.setActive(hookOf(call), word === "activate")
      return okText()
    },
  })
  return [
    {
      method: "POST",
      path,
      endpoint: "create-webhook",
      handle: ({ request, seller, storefront }) =>
        jsonResponse(200, { id: hooks.create(seller, storefront, jsonBody(request)).id }),
    },
    {
      method: "GET",
      path,
      endpoint: "list-webhooks",
      handle: ({ seller }) => jsonResponse(200, hooks.of(seller).map(hookOnWire)),
    },
    {
      method: "PUT",
      path: `${path}/:webhookId`,
      endpoint: "update-webhook",
      handle: (call) => {
        hooks.update(hookOf(call), jsonBody(call.request))
        return okText()
      },
    },
    {
      method: "DELETE",
      path: `${path}/:webhookId`,
      endpoint: "delete-webhook",
      handle: (call) => {
        hooks.remove(hookOf(call))
        return textResponse(200, "")
      },
    },
    toggle("activate"),
    toggle("deactivate"),
  ]
}

/** Secrets are not returned. */
const hookOnWire = (hook: Hook) => ({
  id: hook.id,
  createdDate: hook.createdAt,
  lastModifiedDate: hook.modifiedAt,
  url: hook.url,
  username: hook.username ?? null,
  authenticationType: hook.authenticationType,
  status: hook.active ? "ACTIVE" : "PASSIVE",
  subscribedStatuses: hook.subscribedStatuses ?? null,
})

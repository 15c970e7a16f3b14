import { parseJson, parseWith, type HttpRequest, type Session } from "@serai/channels/contract"
import type { z } from "zod"
import type { TrendyolCredentials } from "./credentials"
import { groupsOf, type Endpoint } from "./limits"
import * as wire from "./schemas"

export type TrendyolSession = Session<TrendyolCredentials>

type Query = Record<string, string | number | undefined>

export interface StreamQuery {
  lastModifiedStartDate: number
  lastModifiedEndDate: number
  size: number
  nextCursor?: string
}

/** Trendyol's endpoints, one line each; paths as in the reference, relative to `…/integration`. */
export class TrendyolClient {
  private readonly seller: string

  constructor(private readonly session: TrendyolSession) {
    this.seller = session.credentials.sellerId
  }

  orderStream = (query: StreamQuery) =>
    this.get("order-stream", `/order/sellers/${this.seller}/orders/stream`, wire.streamPage, { ...query })

  orderList = (query: Query) =>
    this.get("order-list", `/order/sellers/${this.seller}/v2/orders`, wire.packagePage, query)

  updatePackage = (packageId: string, body: string) =>
    this.change("package-status", "PUT", this.packagePath(packageId), body)

  unsupplied = (packageId: string, body: string) =>
    this.change("unsupplied", "PUT", `${this.packagePath(packageId)}/items/unsupplied`, body)

  priceAndInventory = (body: string) =>
    this.batch(
      "price-and-inventory",
      "POST",
      `/inventory/sellers/${this.seller}/products/price-and-inventory`,
      body,
    )

  archiveState = (body: string) => this.batch("archive-state", "PUT", `${this.products}/archive-state`, body)

  batchResult = (batch: string) =>
    this.get("batch-result", `${this.products}/batch-requests/${encodeURIComponent(batch)}`, wire.batchResult)

  approvedInventory = (barcodes: string[]) =>
    this.get("approved-inventory", `${this.products}/approved/inventory-and-price`, wire.inventoryPage, {
      ...(barcodes.length > 0 && { barcodes: barcodes.join(",") }),
      page: 0,
      size: 100,
    })

  approvedProducts = (query: Query) =>
    this.get("approved-products", `${this.products}/approved`, wire.productPage, query)

  unapprovedProducts = (query: Query) =>
    this.get("unapproved-products", `${this.products}/unapproved`, wire.productPage, query)

  createWebhook = (body: string) =>
    this.session.http.send({
      ...this.request("create-webhook", this.webhooks),
      method: "POST",
      write: true,
      body,
      read: json("create-webhook", wire.createdWebhook),
    })

  listWebhooks = () => this.get("list-webhooks", this.webhooks, wire.webhookList)

  activateWebhook = (id: string) =>
    this.change("activate-webhook", "PUT", `${this.webhooks}/${encodeURIComponent(id)}/activate`)

  deleteWebhook = (id: string) =>
    this.change("delete-webhook", "DELETE", `${this.webhooks}/${encodeURIComponent(id)}`)

  private get products() {
    return `/product/sellers/${this.seller}/products`
  }

  private get webhooks() {
    return `/webhook/sellers/${this.seller}/webhooks`
  }

  private packagePath(packageId: string) {
    return `/order/sellers/${this.seller}/shipment-packages/${encodeURIComponent(packageId)}`
  }

  private request(operation: Endpoint, path: string) {
    return { operation, path, groups: groupsOf(operation) }
  }

  private get<T>(operation: Endpoint, path: string, schema: z.ZodType<T>, query: Query = {}): Promise<T> {
    const read = json(operation, schema)
    return this.session.http.send({
      ...this.request(operation, path),
      method: "GET",
      write: false,
      query,
      read,
    })
  }

  /** A change that is worked off later, under the name that is the answer. */
  private batch(operation: Endpoint, method: HttpRequest<undefined>["method"], path: string, body: string) {
    return this.session.http.send({
      ...this.request(operation, path),
      method,
      write: true,
      body,
      read: json(operation, wire.batchReceipt),
    })
  }

  /** A change whose success is an empty body or the text "200 OK", so the 2xx alone is the answer. */
  private change(operation: Endpoint, method: HttpRequest<undefined>["method"], path: string, body?: string) {
    return this.session.http.send<undefined>({
      ...this.request(operation, path),
      method,
      write: true,
      ...(body !== undefined && { body }),
      read: () => undefined,
    })
  }
}

const json =
  <T>(operation: Endpoint, schema: z.ZodType<T>) =>
  (text: string): T =>
    parseWith(schema, operation, parseJson(operation, text))

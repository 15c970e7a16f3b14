import { jsonResponse } from "@serai/channels/sandbox-kit"
import { z } from "zod"
import { okText, refuse } from "../answers"
import { checkedBody, literal, whole } from "../body"
import { mayFollow } from "../buyers"
import type { SellerCall, SellerRoute } from "../guard"
import type { Marketplace } from "../marketplace"
import { NotForSale } from "../order-book"
import { packageOf } from "./package-routes"

const orderSchema = z.object({
  customer: z
    .object({ customerFirstName: z.string().optional(), customerLastName: z.string().optional() })
    .optional(),
  lines: z
    .array(
      z.object({
        barcode: z.string(),
        quantity: whole.pipe(z.number().positive()),
        discountPercentage: literal.optional(),
      }),
    )
    .min(1),
  commercial: z.boolean().optional(),
  invoiceAddress: z
    .object({
      company: z.string().optional(),
      invoiceTaxNumber: z.string().optional(),
      invoiceTaxOffice: z.string().optional(),
    })
    .optional(),
})

const statusSchema = z.object({
  status: z.enum(["Shipped", "AtCollectionPoint", "Delivered", "UnDelivered", "Returned"]),
})

/** The calls that Trendyol offers on its stage host to make orders and move them (stage test pages). */
export function stageRoutes(marketplace: Marketplace): SellerRoute[] {
  return [
    {
      method: "POST",
      path: "/test/order/orders/core",
      endpoint: "test-order",
      handle: (call) => jsonResponse(200, { orderNumber: placed(marketplace, call) }),
    },
    {
      method: "PUT",
      path: "/test/order/sellers/:sellerId/shipment-packages/:packageId/status",
      endpoint: "test-status",
      handle: (call) => {
        const one = packageOf(marketplace, call)
        const { status } = checkedBody(call.request, statusSchema)
        if (!mayFollow(one.status, status)) {
          throw refuse("status.invalid", `${status} cannot follow ${one.status}`)
        }
        marketplace.orders.move(one, status)
        return okText()
      },
    },
  ]
}

function placed(marketplace: Marketplace, { request, seller, storefront }: SellerCall): string {
  const wanted = checkedBody(request, orderSchema)
  const { company, invoiceTaxNumber, invoiceTaxOffice } = wanted.invoiceAddress ?? {}
  if (wanted.commercial && !(company && invoiceTaxNumber && invoiceTaxOffice)) {
    throw refuse("commercial.fields", "commercial needs company, invoiceTaxNumber and invoiceTaxOffice")
  }
  const { customerFirstName, customerLastName } = wanted.customer ?? {}
  const customer =
    customerFirstName && customerLastName
      ? { firstName: customerFirstName, lastName: customerLastName }
      : undefined
  const lines = wanted.lines.map(({ barcode, quantity, discountPercentage }) => {
    const full = seller.products.get(barcode)?.offers[storefront]?.saleCents ?? 0
    const discountCents = Math.round((full * Number(discountPercentage ?? 0)) / 100)
    return { barcode, quantity, unitCents: full - discountCents, discountCents }
  })
  try {
    return marketplace.orders.place({ seller, storefront, lines, customer }).order.number
  } catch (error) {
    if (error instanceof NotForSale) throw refuse("stock.insufficient", error.message)
    throw error
  }
}

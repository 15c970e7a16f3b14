import { jsonResponse, textResponse } from "@serai/channels/sandbox-kit"
import { z } from "zod"
import { failure, okText, refuse } from "../answers"
import { checkedBody, literal, whole } from "../body"
import type { SellerCall, SellerRoute } from "../guard"
import type { Marketplace } from "../marketplace"
import type { Package, Shipping } from "../packages"
import { openPackageOf, packageOf } from "./package-routes"

const prefix = "/order/sellers/:sellerId/shipment-packages/:packageId"
const fiveMinutes = 5 * 60_000
const day = 86_400_000

/** Carriers in Turkey by code (order section, carrier table). */
const providers = [
  "SENDEOMP",
  "CEVATEDARIK",
  "DHLECOMMP",
  "PTTMP",
  "SURATMP",
  "TEXMP",
  "HOROZMP",
  "CEVAMP",
  "YKMP",
  "ARASMP",
] as const

/** Carriers, boxes and invoice links of a package (order section of the docs, "PKG" pages). */
export function shippingRoutes(marketplace: Marketplace): SellerRoute[] {
  const put = (path: string, changeOf: (call: SellerCall, one: Package) => Shipping): SellerRoute => ({
    method: "PUT",
    path: `${prefix}/${path}`,
    endpoint: path,
    handle: (call) => {
      const one = openPackageOf(marketplace, call)
      one.shipping = { ...one.shipping, ...changeOf(call, one) }
      marketplace.orders.touch(one)
      return okText()
    },
  })
  return [
    trackingRoute(marketplace),
    put("box-info", ({ request }) => {
      const { boxQuantity, deci } = checkedBody(request, boxSchema)
      return { boxQuantity, deci: Number(deci) }
    }),
    put("cargo-providers", (call, one) => providerChange(marketplace, call, one)),
    put("warehouse", ({ request }) => checkedBody(request, z.object({ warehouseId: whole }))),
    put("extended-agreed-delivery-date", ({ request }, one) => {
      const { extendedDayCount } = checkedBody(request, extensionSchema)
      const agreed = one.shipping?.agreedDeliveryDate ?? one.createdAt + 2 * day
      return { agreedDeliveryDate: agreed + extendedDayCount * day }
    }),
    ...invoiceLinkRoutes(marketplace),
  ]
}

const boxSchema = z.object({ boxQuantity: whole.pipe(z.number().positive()), deci: literal })
const extensionSchema = z.object({ extendedDayCount: whole.pipe(z.number().min(1).max(3)) })

/** On a finished package the pages give this very text. */
function trackingRoute(marketplace: Marketplace): SellerRoute {
  return {
    method: "PUT",
    path: `${prefix}/update-tracking-number`,
    endpoint: "update-tracking-number",
    group: "package-status",
    handle: (call) => {
      const one = packageOf(marketplace, call)
      const schema = z.object({ trackingNumber: z.string().regex(/^\d{1,15}$/, "expected digits") })
      const { trackingNumber } = checkedBody(call.request, schema)
      if (one.status !== "Created" && one.status !== "Picking" && one.status !== "Invoiced") {
        throw refuse("shipment.not.updatable", "Shipment Update Edilebilir Bir Durumda Değil.")
      }
      one.shipping = { ...one.shipping, trackingNumber }
      marketplace.orders.touch(one)
      return okText()
    },
  }
}

/** "Once per 5 minutes and package" */
function providerChange(marketplace: Marketplace, { request }: SellerCall, one: Package): Shipping {
  const { cargoProvider } = checkedBody(request, z.object({ cargoProvider: z.enum(providers) }))
  const now = marketplace.clock.now()
  if (now - (one.shipping?.providerChangedAt ?? -Infinity) < fiveMinutes) {
    throw refuse("cargo.provider.changed.recently", "The carrier can be changed once in 5 minutes")
  }
  return { provider: cargoProvider, providerChangedAt: now }
}

const invoiceNumber = z
  .string()
  .regex(/^[A-Za-z0-9]{3}20[2-9]\d\d{9}$/, "expected 3 letters or digits, a year from 2020, 9 digits")

const linkSchema = z.object({
  invoiceLink: z.url(),
  shipmentPackageId: whole,
  invoiceDateTime: literal.pipe(z.string().regex(/^(\d{10}|\d{13})$/, "expected 10 or 13 digits")).optional(),
  invoiceNumber: invoiceNumber.optional(),
})

/** 409 "if the package already has one or the link was used before". */
function invoiceLinkRoutes(marketplace: Marketplace): SellerRoute[] {
  const used = new Set<string>()
  const ownPackage = (call: SellerCall, id: number) =>
    packageOf(marketplace, {
      ...call,
      request: { ...call.request, params: { ...call.request.params, packageId: String(id) } },
    })
  return [
    {
      method: "POST",
      path: "/sellers/:sellerId/seller-invoice-links",
      endpoint: "invoice-link",
      handle: (call) => {
        const link = checkedBody(call.request, linkSchema)
        const one = ownPackage(call, link.shipmentPackageId)
        if (one.shipping?.invoiceLink || used.has(link.invoiceLink)) {
          return failure(
            409,
            "invoice.link.exists",
            "The package has an invoice link, or the link was used before",
          )
        }
        used.add(link.invoiceLink)
        const { invoiceLink, invoiceNumber: number } = link
        one.shipping = { ...one.shipping, invoiceLink, ...(number && { invoiceNumber: number }) }
        marketplace.orders.touch(one)
        return jsonResponse(201, {})
      },
    },
    {
      method: "POST",
      path: "/sellers/:sellerId/seller-invoice-links/delete",
      endpoint: "invoice-link-delete",
      handle: (call) => {
        const { serviceSourceId } = checkedBody(call.request, z.object({ serviceSourceId: whole }))
        const one = ownPackage(call, serviceSourceId)
        if (one.shipping?.invoiceLink) used.delete(one.shipping.invoiceLink)
        delete one.shipping?.invoiceLink
        marketplace.orders.touch(one)
        return textResponse(202, "")
      },
    },
  ]
}

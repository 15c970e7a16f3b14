import { param, type SandboxResponse } from "@serai/channels/sandbox-kit"
import { z } from "zod"
import { okText, refuse } from "../answers"
import { checkedBody, whole } from "../body"
import { cancelPieces, splitPackage, type Pieces } from "../divide"
import type { RateGroup, SellerCall, SellerRoute } from "../guard"
import type { Marketplace } from "../marketplace"
import { isOpen, type Package } from "../packages"

/** What an action works on: a package of the caller, known to be still in the seller's hands. */
export interface PackageCall extends SellerCall {
  one: Package
}

const prefix = "/order/sellers/:sellerId/shipment-packages/:packageId"

export function packageOf({ orders }: Marketplace, call: SellerCall): Package {
  const one = orders.package(Number(param(call.request, "packageId")))
  if (one?.order.seller !== call.seller || one.order.storefront !== call.storefront) {
    throw refuse("shipment.package.not.found", "No such shipment package", 404)
  }
  return one
}

/** "No action permitted" while payment is under review, and none on a package that is gone or on its way (§ package states). */
export function openPackageOf(marketplace: Marketplace, call: SellerCall): Package {
  const one = packageOf(marketplace, call)
  if (one.status === "Awaiting" || !isOpen(one)) {
    throw refuse("shipment.package.status.invalid", `Not possible for a package in status ${one.status}`)
  }
  if (one.splitting) throw refuse("shipment.package.splitting", "The package is being split")
  return one
}

/** Status and division of packages (order section: updatePackage, unsupplied, the split family). */
export function packageRoutes(marketplace: Marketplace): SellerRoute[] {
  const action = (
    method: "PUT" | "POST",
    path: string,
    group: RateGroup,
    act: (call: PackageCall) => void,
  ): SellerRoute => ({
    method,
    path: `${prefix}${path}`,
    endpoint: path === "" ? "package-status" : (path.split("/").pop() ?? path),
    group,
    handle: (call): SandboxResponse => {
      act({ ...call, one: openPackageOf(marketplace, call) })
      return okText()
    },
  })
  const split = (path: string, groupsOf: (call: PackageCall) => Pieces[]) =>
    action("POST", path, "package-split", (call) => {
      const groups = groupsOf(call)
      call.one.splitting = true
      marketplace.clock.after(marketplace.settings.splitAfterMs, () =>
        finishSplit(marketplace, call.one, groups),
      )
    })
  return [
    action("PUT", "", "package-status", (call) => changeStatus(marketplace, call)),
    action("PUT", "/items/unsupplied", "package-split", (call) => unsupplied(marketplace, call)),
    split("/split", splitGroups),
    split("/multi-split", multiSplitGroups),
    split("/quantity-split", quantitySplitGroups),
    split("/split-packages", explicitGroups),
  ]
}

/** A buyer may have cancelled while the split waited: then there is nothing left to divide. */
function finishSplit(marketplace: Marketplace, one: Package, groups: Pieces[]): void {
  if (isOpen(one)) splitPackage(marketplace.orders, one, groups)
}

const lineQuantities = z
  .array(z.object({ lineId: whole, quantity: whole.pipe(z.number().positive()) }))
  .min(1)

const statusSchema = z.object({
  lines: lineQuantities,
  params: z.object({ invoiceNumber: z.string().optional() }).default({}),
  status: z.enum(["Picking", "Invoiced"]),
})

function changeStatus(marketplace: Marketplace, { request, one }: PackageCall): void {
  const { lines, params, status } = checkedBody(request, statusSchema)
  const named = piecesNamed(one, lines)
  if (one.lines.some((line) => named.get(line.id) !== line.quantity)) {
    throw refuse("quantity.mismatch", "Every line of the package must be named with its quantity")
  }
  if (one.status === status) return
  const needed = status === "Picking" ? "Created" : "Picking"
  if (one.status !== needed) {
    throw refuse("shipment.package.status.invalid", `${status} is only possible after ${needed}`)
  }
  if (params.invoiceNumber) one.shipping = { ...one.shipping, invoiceNumber: params.invoiceNumber }
  marketplace.orders.move(one, status)
}

/** "503 does not exist" */
const unsuppliedReasons = new Set([500, 501, 502, 504, 505, 506])

const unsuppliedSchema = z.object({ lines: lineQuantities, reasonId: whole })

function unsupplied(marketplace: Marketplace, { request, one }: PackageCall): void {
  const { lines, reasonId } = checkedBody(request, unsuppliedSchema)
  if (!unsuppliedReasons.has(reasonId)) throw refuse("reason.invalid", `Unknown reasonId ${reasonId}`)
  const cancellation = { by: "SELLER" as const, reason: "Tedarik edilemedi", code: reasonId }
  cancelPieces(marketplace.orders, one, piecesNamed(one, lines), cancellation)
}

/** Pieces per line; 400 for a line of another package or more pieces than it has. */
function piecesNamed(one: Package, named: { lineId: number; quantity: number }[]): Pieces {
  const pieces: Pieces = new Map()
  for (const { lineId, quantity } of named) {
    const line = one.lines.find((candidate) => candidate.id === lineId)
    if (!line) throw refuse("line.not.found", `Line ${lineId} is not in this package`)
    const total = (pieces.get(lineId) ?? 0) + quantity
    if (total > line.quantity) throw refuse("quantity.mismatch", `Line ${lineId} has ${line.quantity} pieces`)
    pieces.set(lineId, total)
  }
  return pieces
}

const wholeLines = (one: Package, lineIds: number[]): Pieces =>
  piecesNamed(
    one,
    lineIds.map((lineId) => ({
      lineId,
      quantity: one.lines.find((line) => line.id === lineId)?.quantity ?? 1,
    })),
  )

const orderLineIds = z.array(whole).min(1)

/** "Never list all lines; the rest forms its own package." */
function checkRest(one: Package, groups: Pieces[]): Pieces[] {
  const named = new Set(groups.flatMap((group) => [...group.keys()]))
  if (one.lines.every((line) => named.has(line.id))) {
    throw refuse("split.all.lines", "At least one line must be left for the rest")
  }
  return groups
}

function splitGroups({ request, one }: PackageCall): Pieces[] {
  const body = checkedBody(request, z.object({ orderLineIds }))
  return checkRest(one, [wholeLines(one, body.orderLineIds)])
}

function multiSplitGroups({ request, one }: PackageCall): Pieces[] {
  const schema = z.object({ splitGroups: z.array(z.object({ orderLineIds })).min(1) })
  const groups = checkedBody(request, schema).splitGroups
  wholeLines(
    one,
    groups.flatMap((group) => group.orderLineIds),
  )
  return checkRest(
    one,
    groups.map((group) => wholeLines(one, group.orderLineIds)),
  )
}

/** `[2, 2]` of a line: its first two pieces in the first new package, the next two in the second. */
function quantitySplitGroups({ request, one }: PackageCall): Pieces[] {
  const entry = z.object({
    orderLineId: whole,
    quantities: z.array(whole.pipe(z.number().positive())).min(1),
  })
  const { quantitySplit } = checkedBody(request, z.object({ quantitySplit: z.array(entry).min(1) }))
  const groups: Pieces[] = []
  const named = quantitySplit.flatMap(({ orderLineId, quantities }) =>
    quantities.map((quantity, index) => {
      groups[index] = (groups[index] ?? new Map<number, number>()).set(orderLineId, quantity)
      return { lineId: orderLineId, quantity }
    }),
  )
  piecesNamed(one, named)
  return groups
}

function explicitGroups({ request, one }: PackageCall): Pieces[] {
  const detail = z.object({ orderLineId: whole, quantities: whole.pipe(z.number().positive()) })
  const schema = z.object({
    splitPackages: z.array(z.object({ packageDetails: z.array(detail).min(1) })).min(1),
  })
  const groups = checkedBody(request, schema).splitPackages.map(({ packageDetails }) =>
    packageDetails.map(({ orderLineId, quantities }) => ({ lineId: orderLineId, quantity: quantities })),
  )
  piecesNamed(one, groups.flat())
  return groups.map((group) => piecesNamed(one, group))
}

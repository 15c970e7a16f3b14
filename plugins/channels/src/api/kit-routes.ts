import type { ApiRoute } from "./api-route"
import { kitAnswer, kitBody } from "./schemas/kits"

const noVariant = { 404: "No such variant." }

/** Variants that are made of variants. */
export const kitRoutes: ApiRoute[] = [
  {
    method: "GET",
    path: "/admin/kits/:variantId",
    summary: "Retrieve what a variant is made of, as a tree and flat",
    answer: kitAnswer,
    refusals: noVariant,
  },
  {
    method: "POST",
    path: "/admin/kits/:variantId",
    summary: "Make a variant of others, or of none any more",
    body: kitBody,
    answer: kitAnswer,
    refusals: {
      ...noVariant,
      400: "A part does not exist or has no managed stock, or the kit contains itself; the message says which and how.",
    },
  },
]

import { defineMiddlewares, validateAndTransformBody, type MiddlewareRoute } from "@medusajs/framework/http"
import { openDoor } from "../engine/door"
import { actAsOperator } from "./act-as-operator"
import { guardKitLinks } from "./guard-kit-links"
import { validateQuery } from "./query"
import type { ApiRoute } from "./api-route"
import { apiRoutes } from "./route-table"

const checksOf = ({ method, path, body, bodyLimit, query }: ApiRoute): MiddlewareRoute => ({
  methods: [method],
  matcher: path,
  ...(bodyLimit !== undefined && { bodyParser: { sizeLimit: bodyLimit } }),
  middlewares: [...(query ? [validateQuery(query)] : []), ...(body ? [validateAndTransformBody(body)] : [])],
})

/** A webhook's signature covers the bytes as they came, so nothing may parse them first. */
const rawHooks: MiddlewareRoute = {
  methods: ["POST"],
  matcher: "/hooks/:marketplace/:channel",
  bodyParser: false,
}

const operators: MiddlewareRoute = { matcher: "/admin", middlewares: [actAsOperator] }

const variantLinks = "/admin/products/:id/variants/:variant_id/inventory-items"

const middlewares = [guardKitLinks]

/** Medusa's own routes that change what a variant is made of. */
const recipeRoutes: MiddlewareRoute[] = [
  { methods: ["POST"], matcher: "/admin/products/:id/variants/inventory-items/batch", middlewares },
  { methods: ["POST"], matcher: variantLinks, middlewares },
  { methods: ["POST", "DELETE"], matcher: `${variantLinks}/:inventory_item_id`, middlewares },
]

openDoor()

export default defineMiddlewares({
  routes: [operators, ...apiRoutes.map(checksOf), ...recipeRoutes, rawHooks],
})

import { defineMiddlewares, validateAndTransformBody, type MiddlewareRoute } from "@medusajs/framework/http"
import { openDoor } from "../engine/door"
import { actAsOperator } from "./act-as-operator"
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

openDoor()

export default defineMiddlewares({ routes: [operators, ...apiRoutes.map(checksOf), rawHooks] })

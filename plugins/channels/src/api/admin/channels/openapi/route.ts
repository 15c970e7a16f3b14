import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { openApiDocument } from "../../../openapi"
import { apiRoutes } from "../../../route-table"

export function GET(_req: MedusaRequest, res: MedusaResponse): void {
  res.json(openApiDocument(apiRoutes))
}

import { z } from "zod"
import type { ApiRoute } from "./api-route"
import { apiError } from "./schemas/common"

type JsonSchema = Record<string, unknown>

/** The input side of a schema is what travels: dates are text there, and defaults may be left out. */
function wireSchema(schema: z.ZodType): JsonSchema {
  const wire: JsonSchema = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })
  delete wire.$schema
  return wire
}

const json = (schema: JsonSchema) => ({ "application/json": { schema } })

/** "/admin/channels/:id" → "/admin/channels/{id}". */
const openApiPath = (path: string) => path.replace(/:(\w+)/g, "{$1}")

const pathParameters = (path: string) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: "path",
    required: true,
    schema: { type: "string" },
  }))

const querySchema = z.object({
  properties: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  required: z.array(z.string()).default([]),
})

function queryParameters(query: z.ZodType | undefined) {
  if (!query) return []
  const { properties, required } = querySchema.parse(wireSchema(query))
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: "query",
    required: required.includes(name),
    schema,
  }))
}

/** Pure: the document of a table of routes. */
export function openApiDocument(routes: ApiRoute[]): JsonSchema {
  const paths: Record<string, JsonSchema> = {}
  for (const route of routes) {
    const path = openApiPath(route.path)
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: "3.1.0",
    info: { title: "Serai channels", version: "0.1.0" },
    paths,
    components: {
      securitySchemes: {
        bearer: { type: "http", scheme: "bearer", description: "A token of Medusa's admin." },
        apiKey: { type: "http", scheme: "basic", description: "A secret API key as the user name." },
      },
      schemas: { Error: wireSchema(apiError) },
    },
  }
}

function operation(route: ApiRoute): JsonSchema {
  const refusals = { 400: "The request does not fit.", ...route.refusals }
  return {
    summary: route.summary,
    tags: [route.path.split("/").at(route.path.startsWith("/admin/") ? 2 : 1) ?? ""],
    parameters: [...pathParameters(route.path), ...queryParameters(route.query)],
    ...(route.body && { requestBody: { required: true, content: json(wireSchema(route.body)) } }),
    ...(route.path.startsWith("/admin/") && { security: [{ bearer: [] }, { apiKey: [] }] }),
    responses: {
      200: { description: "Done.", content: json(wireSchema(route.answer)) },
      ...Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [
          status,
          { description, content: json({ $ref: "#/components/schemas/Error" }) },
        ]),
      ),
    },
  }
}

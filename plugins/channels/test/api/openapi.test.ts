import { readdirSync, readFileSync } from "node:fs"
import { join, relative, sep } from "node:path"
import { openApiDocument } from "../../src/api/openapi"
import { apiRoutes } from "../../src/api/route-table"

const apiFolder = join(__dirname, "../../src/api")

/** "METHOD /path" of every handler that a route file exports. */
function handlersOnDisk(): string[] {
  const files = readdirSync(apiFolder, { recursive: true, encoding: "utf8" })
  return files
    .filter((file) => file.endsWith("route.ts"))
    .flatMap((file) => {
      const source = readFileSync(join(apiFolder, file), "utf8")
      const path = `/${relative(".", file).split(sep).slice(0, -1).join("/")}`.replace(/\[(\w+)\]/g, ":$1")
      const methods = [...source.matchAll(/^export (?:async )?function (GET|POST|DELETE|PUT|PATCH)\b/gm)]
      return methods.map(([, method]) => `${method} ${path}`)
    })
    .sort()
}

describe("the OpenAPI document", () => {
  const document = openApiDocument(apiRoutes)
  const paths = document.paths as Record<string, Record<string, Record<string, unknown>>>

  it("describes every route file and nothing else", () => {
    const described = apiRoutes.map(({ method, path }) => `${method} ${path}`).sort()
    expect(described).toEqual(handlersOnDisk())
    expect(described.length).toBeGreaterThan(20)
  })

  it("shows dates as text, as they travel", () => {
    expect(JSON.stringify(paths["/admin/listings/{id}"]?.get)).toContain('"format":"date-time"')
  })

  it("names path and query parameters, with what may be left out", () => {
    const parameters = paths["/admin/channels/{id}/pushes"]?.get?.parameters
    expect(parameters).toEqual(
      expect.arrayContaining([
        { name: "id", in: "path", required: true, schema: { type: "string" } },
        expect.objectContaining({ name: "limit", in: "query", required: false }),
        expect.objectContaining({
          name: "order",
          schema: expect.objectContaining({ enum: ["newest", "failures"] }) as unknown,
        }),
      ]),
    )
  })

  it("demands authentication of admin routes and none of webhooks", () => {
    expect(paths["/admin/channels"]?.post?.security).toBeDefined()
    expect(paths["/hooks/{marketplace}/{channel}"]?.post?.security).toBeUndefined()
  })

  it("never describes a field that holds a stored secret", () => {
    const answers = JSON.stringify(apiRoutes.map(({ path, method }) => answerOf(paths, path, method)))
    expect(answers).not.toMatch(/webhook_secret|"credentials":\{"type":"string"/)
  })
})

const answerOf = (
  paths: Record<string, Record<string, Record<string, unknown>>>,
  path: string,
  method: string,
) => paths[path.replace(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()]?.responses

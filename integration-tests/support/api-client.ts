import { apiRoutes, type ApiRoute } from "@serai/channels/api/route-table"
import type { AdminClient } from "./admin"

export interface ApiAnswer {
  status: number
  text: string
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the documented schema has just checked it
  body: any
}

/** Calls the API, and fails when a 2xx is not what the OpenAPI document promises. */
export function documentedApi(admin: AdminClient) {
  return async function ask(method: ApiRoute["method"], path: string, body?: unknown): Promise<ApiAnswer> {
    const answer = await admin.send<unknown>(method, path, body)
    const route = routeOf(method, path)
    if (answer.status < 300) {
      const checked = route.answer.safeParse(answer.body)
      if (!checked.success) throw new Error(`${method} ${path} answers otherwise: ${checked.error.message}`)
    }
    return { status: answer.status, text: JSON.stringify(answer.body), body: answer.body }
  }
}

export type DocumentedApi = ReturnType<typeof documentedApi>

function routeOf(method: string, path: string): ApiRoute {
  const parts = (path.split("?")[0] ?? "").split("/")
  const matches = apiRoutes.filter((route) => {
    const pattern = route.path.split("/")
    return (
      route.method === method &&
      pattern.length === parts.length &&
      pattern.every((part, index) => part.startsWith(":") || part === parts[index])
    )
  })
  // As in Express: what is written out wins over a parameter.
  const [best] = matches.sort((a, b) => a.path.split(":").length - b.path.split(":").length)
  if (!best) throw new Error(`${method} ${path} is in no table of routes`)
  return best
}

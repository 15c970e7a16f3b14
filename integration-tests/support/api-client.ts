import type { ApiRoute } from "@serai/channels/api/api-route"
import { apiRoutes } from "@serai/channels/api/route-table"
import type { AdminClient } from "./admin"

export interface ApiAnswer<T> {
  status: number
  /** The whole answer as text: for what must not be anywhere in it. */
  text: string
  body: T
}

export interface Refusal {
  message: string
}

/** Calls the API as an operator, and fails when a 2xx is not what the OpenAPI document promises. */
export class DocumentedApi {
  constructor(private readonly admin: AdminClient) {}

  /** The body of a 2xx; fails with the server's own words otherwise. */
  async get<T>(path: string): Promise<T> {
    return (await this.succeed<T>("GET", path)).body
  }

  async post<T>(path: string, body: unknown = {}): Promise<T> {
    return (await this.succeed<T>("POST", path, body)).body
  }

  async delete<T>(path: string): Promise<T> {
    return (await this.succeed<T>("DELETE", path)).body
  }

  /** The answer to a request that must not work. */
  async refused(method: ApiRoute["method"], path: string, body?: unknown): Promise<ApiAnswer<Refusal>> {
    const answer = await this.ask<Refusal>(method, path, body)
    if (answer.status < 400) throw new Error(`${method} ${path} was not refused: ${answer.text}`)
    return answer
  }

  async ask<T>(method: ApiRoute["method"], path: string, body?: unknown): Promise<ApiAnswer<T>> {
    const answer = await this.admin.send<T>(method, path, body)
    if (answer.status < 300) {
      const checked = routeOf(method, path).answer.safeParse(answer.body)
      if (!checked.success) throw new Error(`${method} ${path} answers otherwise: ${checked.error.message}`)
    }
    return { ...answer, text: JSON.stringify(answer.body) }
  }

  private async succeed<T>(method: ApiRoute["method"], path: string, body?: unknown): Promise<ApiAnswer<T>> {
    const answer = await this.ask<T>(method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer
  }
}

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
  // As in Medusa's router: what is written out wins over a parameter.
  const [best] = matches.sort((a, b) => a.path.split(":").length - b.path.split(":").length)
  if (!best) throw new Error(`${method} ${path} is in no table of routes`)
  return best
}

import type { SandboxRoute } from "./http"

export interface Match {
  route: SandboxRoute
  params: Record<string, string>
}

interface Compiled {
  route: SandboxRoute
  segments: string[]
}

const segmentsOf = (path: string): string[] => path.split("/").filter((segment) => segment !== "")

/** Finds the first route, in the order given, whose method and pattern fit. */
export function createRouter(routes: SandboxRoute[]): (method: string, path: string) => Match | null {
  const byShape = new Map<string, Compiled[]>()
  for (const route of routes) {
    const segments = segmentsOf(route.path)
    const shape = `${route.method} ${segments.length}`
    byShape.set(shape, [...(byShape.get(shape) ?? []), { route, segments }])
  }
  return (method, path) => {
    const actual = segmentsOf(path)
    for (const { route, segments } of byShape.get(`${method} ${actual.length}`) ?? []) {
      const params = paramsOf(segments, actual)
      if (params) return { route, params }
    }
    return null
  }
}

function paramsOf(pattern: string[], actual: string[]): Record<string, string> | null {
  const params: Record<string, string> = {}
  for (const [index, segment] of pattern.entries()) {
    const value = actual[index] ?? ""
    if (segment.startsWith(":")) params[segment.slice(1)] = decoded(value)
    else if (segment !== value) return null
  }
  return params
}

/** A path that is not valid percent-encoding is taken as it is: the route will not know it. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

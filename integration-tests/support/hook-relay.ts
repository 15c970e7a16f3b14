import { createServer, type IncomingHttpHeaders } from "node:http"
import { buffer } from "node:stream/consumers"

export interface HookRelay {
  url: string
  /** Headers of what the marketplace sent, oldest first. */
  seen: IncomingHttpHeaders[]
  /** Deliveries before this are answered with 503. */
  forwardTo(url: string): void
  close(): Promise<void>
}

/** Stands between a marketplace and the server, so that a test can send what the marketplace would: with its key. */
export async function createHookRelay(): Promise<HookRelay> {
  const seen: IncomingHttpHeaders[] = []
  let target: string | undefined
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request)
      seen.push(request.headers)
      if (target === undefined) return response.writeHead(503).end()
      const headers = {
        "content-type": "application/json",
        "x-api-key": String(request.headers["x-api-key"]),
      }
      // A server that is down is what a marketplace's gateway calls 502.
      const answer = await fetch(target + (request.url ?? ""), { method: "POST", headers, body }).catch(
        () => undefined,
      )
      return answer
        ? response.writeHead(answer.status).end(await answer.text())
        : response.writeHead(502).end()
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  const port = typeof address === "object" && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    forwardTo: (url) => (target = url),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

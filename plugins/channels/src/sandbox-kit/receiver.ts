import { createServer, type IncomingMessage } from "node:http"
import type { AddressInfo } from "node:net"
import type { WebhookRequest } from "../contract"

export interface WebhookReceiver {
  url: string
  /** Every delivery so far, as the connector's `verify` and `read` want it. */
  requests: WebhookRequest[]
  /** Resolves with the delivery of this index, as soon as it is there. */
  nth(index: number): Promise<WebhookRequest>
  close(): Promise<void>
}

/** A shop's end of a webhook, for tests: keeps what comes and answers `status()` (200 unless said otherwise). */
export async function createWebhookReceiver(status: () => number = () => 200): Promise<WebhookReceiver> {
  const requests: WebhookRequest[] = []
  let waiting: { index: number; resolve: (request: WebhookRequest) => void }[] = []
  const server = createServer((message, response) => {
    void received(message).then((request) => {
      const index = requests.push(request) - 1
      response.writeHead(status()).end()
      for (const one of waiting.filter((waiter) => waiter.index === index)) one.resolve(request)
      waiting = waiting.filter((waiter) => waiter.index !== index)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    // A TCP server's address is an AddressInfo.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    requests,
    nth: (index) => {
      const known = requests[index]
      return known ? Promise.resolve(known) : new Promise((resolve) => waiting.push({ index, resolve }))
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function received(message: IncomingMessage): Promise<WebhookRequest> {
  const chunks: Buffer[] = []
  // An IncomingMessage without an encoding yields buffers.
  for await (const chunk of message) chunks.push(chunk as Buffer)
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
  )
  return { headers, rawBody: Buffer.concat(chunks) }
}

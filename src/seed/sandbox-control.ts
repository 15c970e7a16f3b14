import { z } from "zod"

export type Fetch = typeof fetch

export interface SandboxAnswer {
  status: number
  body: unknown
}

export interface SandboxControl {
  /** Fails when the sandbox answers anything but 2xx or 409, which is its way to say "a buyer cannot have that". */
  send(method: "GET" | "POST", path: string, body?: unknown): Promise<SandboxAnswer>
}

/** The simulated world's own doors, beside the API that `baseUrl` names. */
export function sandboxControl(baseUrl: string, send: Fetch): SandboxControl {
  const origin = new URL(baseUrl).origin
  return {
    async send(method, path, body) {
      const response = await send(`${origin}/__sandbox${path}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        headers: { "content-type": "application/json" },
      })
      const text = await response.text()
      if (!response.ok && response.status !== 409) {
        throw new Error(`The sandbox answered ${response.status} to ${path}: ${text.slice(0, 300)}`)
      }
      return { status: response.status, body: text === "" ? undefined : JSON.parse(text) }
    },
  }
}

const shelfSchema = z.object({
  items: z.array(z.object({ barcode: z.string(), quantity: z.number(), onSale: z.boolean() })),
})

type ShelfItem = z.infer<typeof shelfSchema>["items"][number]

/** What buyers of a storefront see. */
export async function readShelf(
  control: SandboxControl,
  sellerId: string,
  storefront: string,
): Promise<ShelfItem[]> {
  const { body } = await control.send("GET", `/shop?seller=${sellerId}&storefront=${storefront}`)
  return shelfSchema.parse(body).items
}

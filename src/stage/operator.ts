/** Who acts on a stage; the database is thrown away with the password. */
export const operator = { email: "operator@example.com", password: "a-long-password" }

/** The admin API as an operator's program sees it; fails with the server's own words unless it answers 2xx. */
export interface AdminApi {
  send<T>(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<T>
}

export async function logIn(serverUrl: string): Promise<AdminApi> {
  const { token } = await ask<{ token: string }>(`${serverUrl}/auth/user/emailpass`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(operator),
  })
  return {
    send: (method, path, body) =>
      ask(serverUrl + path, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  }
}

/** What the caller names as `T` is its own claim about the answer. */
export async function ask<T>(url: string, request: RequestInit): Promise<T> {
  const response = await fetch(url, request)
  const text = await response.text()
  if (!response.ok) throw new Error(`${request.method ?? "GET"} ${url}: ${response.status} ${text}`)
  return JSON.parse(text) as T
}

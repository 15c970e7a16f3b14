import { medusa, type MedusaEnvironment } from "./medusa-process"

export const login = { email: "operator@example.com", password: "a-long-password" }

/** An operator who may do everything, made with Medusa's own command. */
export async function createOperator(environment: MedusaEnvironment): Promise<void> {
  // Without a worker: the command must not start to work on jobs.
  await medusa(["user", "-e", login.email, "-p", login.password], { ...environment, workerMode: "server" })
    .done
}

export interface Answer<T> {
  status: number
  body: T
}

/** The admin API as an operator's program sees it. */
export class AdminClient {
  private constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  static async logIn(url: string): Promise<AdminClient> {
    const response = await fetch(`${url}/auth/user/emailpass`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(login),
    })
    const { token } = (await response.json()) as { token?: string }
    if (!token) throw new Error(`Could not log in: ${response.status}`)
    return new AdminClient(url, token)
  }

  /** The same operator at another address or after a restart. */
  at(url: string): AdminClient {
    return new AdminClient(url, this.token)
  }

  async send<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${this.token}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    return { status: response.status, body: (text ? JSON.parse(text) : undefined) as T }
  }

  /** What is not JSON: a file. */
  async text(path: string): Promise<{ body: string; headers: Headers }> {
    const response = await fetch(this.url + path, { headers: { authorization: `Bearer ${this.token}` } })
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`)
    return { body: await response.text(), headers: response.headers }
  }

  /** Fails with the server's own words unless it answers 2xx. */
  async get<T>(path: string): Promise<T> {
    return this.expectOk<T>("GET", path)
  }

  async post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.expectOk<T>("POST", path, body)
  }

  private async expectOk<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.send<T>(method, path, body)
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
}

import { mkdirSync } from "node:fs"
import path from "node:path"
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core"
import { login } from "./admin"
import { root } from "./medusa-process"

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

export const desktop = { width: 1440, height: 900 }
export const phone = { width: 390, height: 844 }

/** How long anything may take that a person waits for: on a slow machine, not a wrong page. */
const patienceMs = 20_000

/** An operator at a browser. Pages share one session, and what the browser has cached of the dashboard. */
export class Operator {
  private constructor(
    private readonly serverUrl: string,
    private readonly browser: Browser,
    private readonly context: BrowserContext,
  ) {}

  static async sitDown(serverUrl: string): Promise<Operator> {
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      headless: true,
      args: flags,
    })
    const context = await browser.newContext({ locale: "en-GB", reducedMotion: "reduce" })
    context.setDefaultTimeout(patienceMs)
    const operator = new Operator(serverUrl, browser, context)
    await operator.signIn()
    return operator
  }

  /** Opens a page of the dashboard and works on it; leaves a picture behind when that fails. */
  async visit(at: string, work: (page: Page) => Promise<void>, size = desktop): Promise<void> {
    const page = await this.context.newPage()
    try {
      await page.setViewportSize(size)
      await page.goto(`${this.serverUrl}/app${at}`)
      await work(page)
    } catch (error) {
      throw new Error(`${messageOf(error)}\nThe page then: ${await picture(page)}`, { cause: error })
    } finally {
      await page.close()
    }
  }

  async getUp(): Promise<void> {
    await this.browser.close()
  }

  /** The session that the dashboard's own sign-in ends with. */
  private async signIn(): Promise<void> {
    const { request } = this.context
    const token = await request.post(`${this.serverUrl}/auth/user/emailpass`, { data: login })
    const { token: bearer } = (await token.json()) as { token: string }
    const headers = { authorization: `Bearer ${bearer}` }
    const session = await request.post(`${this.serverUrl}/auth/session`, { headers })
    if (!session.ok()) throw new Error(`Could not sign in: ${session.status()} ${await session.text()}`)
  }
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Saves what the page shows under the running test's name; where to. */
async function picture(page: Page): Promise<string> {
  const name = (expect.getState().currentTestName ?? "page").replace(/[^a-z0-9]+/gi, "-").slice(0, 100)
  const file = path.join(root, ".data/test-logs", `${name}.png`)
  mkdirSync(path.dirname(file), { recursive: true })
  await page.screenshot({ path: file })
  return file
}

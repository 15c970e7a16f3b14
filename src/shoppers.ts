import { setTimeout as sleep } from "node:timers/promises"
import { z } from "zod"
import { demoLogin } from "./launch/demo"
import { sandboxControl } from "./seed/sandbox-control"
import { openBackOffice } from "./shoppers/back-office"
import { openStreet } from "./shoppers/street"

const environment = z.object({ PORT: z.coerce.number().int().positive(), TRENDYOL_BASE_URL: z.url() })

/** Invented buyers, and the warehouse that serves them, as a process of its own; ends on SIGTERM. */
async function main(): Promise<void> {
  const { PORT, TRENDYOL_BASE_URL } = environment.parse(process.env)
  const closing = new AbortController()
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => closing.abort())
  const backOffice = await openBackOffice({ url: `http://127.0.0.1:${PORT}`, login: demoLogin, fetch })
  await openStreet(
    {
      sandbox: sandboxControl(TRENDYOL_BASE_URL, fetch),
      backOffice,
      random: Math.random,
      now: Date.now,
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
      say: (line) => console.log(`${new Date().toISOString()} ${line}`),
    },
    closing.signal,
  )
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)

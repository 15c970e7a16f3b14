import { parseArgs } from "node:util"
import { createTrendyolSandbox } from "./index"

/** Nobody shops faster than this, so numbers counted from a date are never given twice, whatever was forgotten in between. */
const numbersPerSecond = 10
const firstDay = Date.UTC(2026, 0, 1)

/** `node .medusa/server/src/sandbox/main.js --port 9100 [--seed 1] [--settle-after-ms 150]`: prints the URL and serves until it is stopped. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: "string" }, seed: { type: "string" }, "settle-after-ms": { type: "string" } },
  })
  const sandbox = await createTrendyolSandbox({
    port: wholeNumber("port", values.port, 0),
    seed: wholeNumber("seed", values.seed, 1),
    numbersUsed: Math.floor(((Date.now() - firstDay) / 1000) * numbersPerSecond),
    settleAfterMs: wholeNumber("settle-after-ms", values["settle-after-ms"], 150),
  })
  process.stdout.write(`${sandbox.url}\n`)
  const stop = () => void sandbox.close().then(() => process.exit(0))
  process.once("SIGINT", stop)
  process.once("SIGTERM", stop)
}

function wholeNumber(name: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual
  if (!/^\d+$/.test(text)) throw new Error(`--${name} must be a whole number, not "${text}"`)
  return Number(text)
}

void main()

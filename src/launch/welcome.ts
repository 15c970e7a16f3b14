import type { StartOptions } from "./arguments"
import { demoLogin } from "./demo"
import type { Running } from "./running"

/** What stands on the screen when everything runs. */
export function welcome(running: Pick<Running, "port" | "sandboxes">, { empty }: StartOptions): string {
  const url = `http://localhost:${running.port}/app`
  const lines = empty ? emptyLines : demoLines
  const sandboxes = Object.entries(running.sandboxes).map(([name, address]) => `  ${name}  ${address}`)
  return [
    "",
    `  Serai is running:  ${url}`,
    "",
    ...lines,
    ...(sandboxes.length > 0 ? ["", "  Marketplaces are simulated here:", ...sandboxes] : []),
    "",
    "  Ctrl-C stops it; npm start brings it back as it was. Logs: .data/logs",
    "",
  ].join("\n")
}

const demoLines = [
  `  Log in with        ${demoLogin.email}  /  ${demoLogin.password}`,
  "",
  "  What to look at:",
  "    Channels     the connected marketplace accounts, what each reads and writes, and their health",
  "    Listings     one stock, every marketplace: on hand, reserved, published, and why",
  "    Orders       marketplace orders as Medusa orders, each line reserved",
]

const emptyLines = [
  "  There is no user yet. In a second terminal:",
  "    npm run user -- you@example.com a-long-password",
  "  then log in and connect a shop under Channels.",
]

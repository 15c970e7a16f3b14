import { z } from "zod"
import type { SandboxClock } from "./clock"
import { faultPatchSchema, type Faults } from "./faults"
import { jsonResponse, readControl, type SandboxRoute } from "./http"

const advanceSchema = z.strictObject({ ms: z.number().min(0) })

/** What every sandbox lets its operator do; marketplaces add their own beside these. */
export function controlRoutes(
  clock: SandboxClock,
  faults: Faults,
  stats: () => Record<string, unknown>,
): SandboxRoute[] {
  return [
    {
      method: "GET",
      path: "/faults",
      endpoint: "control",
      handle: () => jsonResponse(200, faults.plan()),
    },
    {
      method: "PUT",
      path: "/faults",
      endpoint: "control",
      handle: (request) => jsonResponse(200, faults.set(readControl(request, faultPatchSchema))),
    },
    { method: "GET", path: "/stats", endpoint: "control", handle: () => jsonResponse(200, stats()) },
    {
      method: "GET",
      path: "/clock",
      endpoint: "control",
      handle: () => jsonResponse(200, { now: clock.now() }),
    },
    {
      method: "POST",
      path: "/clock/advance",
      endpoint: "control",
      handle: (request) => {
        clock.advance(readControl(request, advanceSchema).ms)
        return jsonResponse(200, { now: clock.now() })
      },
    },
  ]
}

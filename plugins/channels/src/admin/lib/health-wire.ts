import type { z } from "zod"
import type * as brakes from "../../api/schemas/brakes"
import type * as findings from "../../api/schemas/findings"
import type * as health from "../../api/schemas/health"

export type Health = z.input<typeof health.healthAnswer>
export type ChannelHealth = Health["channels"][number]
export type HealthAlert = Health["alerts"][number]
export type Pace = ChannelHealth["queue"]["pace"]
export type HealthSeries = z.input<typeof health.healthSeriesAnswer>

export type BrakeList = z.input<typeof brakes.listBrakesAnswer>
export type Brake = BrakeList["brakes"][number]

export type FindingList = z.input<typeof findings.listFindingsAnswer>
export type Finding = FindingList["findings"][number]
export type FixAnswer = z.input<typeof findings.fixFindingsAnswer>

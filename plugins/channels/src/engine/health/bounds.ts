import { z } from "zod"

const count = z.int().min(0)
const share = z.number().min(0).max(1)

/** From where on something is wrong. Data, so that a house with other habits can set its own. */
export const healthBounds = z.object({
  /** Orders unread for more than this many intervals: stale. */
  staleIntervals: z.number().min(1).default(3),
  /** Half as long is enough where polls fail and webhooks are silent. */
  silentIntervals: z.number().min(1).default(1.5),
  /** More listings than both of these show something else than was accepted: drifting. */
  driftListings: count.default(5),
  driftShare: share.default(0.002),
  /** Of the answers in `refusalMinutes`, when there are enough to judge. */
  refusedShare: share.default(0.2),
  refusedAnswers: count.default(20),
  refusalMinutes: z.int().min(1).max(1440).default(15),
  /** Changes are computed and facts ingested within this, else late, else stuck. */
  lateSeconds: z.number().min(1).default(60),
  stuckSeconds: z.number().min(1).default(300),
  /** Figures above zero may wait this long for a channel's orders: longer than a reading that is tried again and again takes. */
  gateSeconds: z.number().min(1).default(300),
})

export type HealthBounds = z.output<typeof healthBounds>

export const defaultBounds: HealthBounds = healthBounds.parse({})

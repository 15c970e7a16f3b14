import { z } from "zod"
import type { SandboxClock } from "./clock"
import { integerBetween, seededRandom, type Random } from "./random"

const probability = z.number().min(0).max(1)

/** How a sandbox misbehaves. Every field can be set while it runs. */
export const faultPlanSchema = z.strictObject({
  /** The request is carried out, then the connection breaks before the answer. */
  lostAnswer: probability,
  /** An item of an accepted batch is refused when the batch is worked off. */
  lateRefusal: probability,
  duplicateWebhook: probability,
  /** A delivery is held back until a later one has gone out. */
  reorderWebhook: probability,
  /** A request starts a burst of `burst` refusals with 429; after `times` bursts (default: no end) it is over. */
  storm429: z
    .strictObject({
      probability,
      burst: z.number().int().positive(),
      times: z.number().int().positive().optional(),
    })
    .nullable(),
  /** For `forMs` nothing is carried out: every request gets 503, or its connection is reset. */
  outage: z.strictObject({ answer: z.enum(["503", "reset"]), forMs: z.number().positive() }).nullable(),
  /** Felt by the caller in real time, whatever clock the sandbox lives by. */
  latencyMs: z.strictObject({ min: z.number().min(0), max: z.number().min(0) }).nullable(),
  expiredCredentials: z.boolean(),
})

export type FaultPlan = z.infer<typeof faultPlanSchema>

export const faultPatchSchema = faultPlanSchema.partial()
export type FaultPatch = z.infer<typeof faultPatchSchema>

export const calm: FaultPlan = {
  lostAnswer: 0,
  lateRefusal: 0,
  duplicateWebhook: 0,
  reorderWebhook: 0,
  storm429: null,
  outage: null,
  latencyMs: null,
  expiredCredentials: false,
}

export type ChanceFault = "lostAnswer" | "lateRefusal" | "duplicateWebhook" | "reorderWebhook"

/** Decides which fault strikes when. Each kind draws from a sequence of its own, so one switch never shifts another. */
export class Faults {
  #plan: FaultPlan = calm
  #burstLeft = 0
  #stormsLeft = Infinity
  #outageUntil = 0
  readonly #draws = new Map<string, Random>()

  constructor(
    private readonly seed: number,
    private readonly clock: SandboxClock,
  ) {}

  plan(): FaultPlan {
    return this.#plan
  }

  /** Changes the named fields and leaves the others as they are. */
  set(patch: FaultPatch): FaultPlan {
    const checked = faultPatchSchema.parse(patch)
    this.#plan = { ...this.#plan, ...checked }
    if (checked.storm429 !== undefined) {
      this.#burstLeft = 0
      this.#stormsLeft = checked.storm429?.times ?? Infinity
    }
    if (checked.outage) this.#outageUntil = this.clock.now() + checked.outage.forMs
    return this.#plan
  }

  strikes(kind: ChanceFault): boolean {
    return this.#plan[kind] > 0 && this.#draw(kind) < this.#plan[kind]
  }

  /** Is this request refused by a 429 storm? Counts it when it is. */
  storming(): boolean {
    const storm = this.#plan.storm429
    if (!storm) return false
    if (this.#burstLeft === 0 && this.#stormsLeft > 0 && this.#draw("storm429") < storm.probability) {
      this.#stormsLeft -= 1
      this.#burstLeft = storm.burst
    }
    if (this.#burstLeft === 0) return false
    this.#burstLeft -= 1
    return true
  }

  outage(): "503" | "reset" | null {
    const outage = this.#plan.outage
    return outage && this.clock.now() < this.#outageUntil ? outage.answer : null
  }

  latencyMs(): number {
    const span = this.#plan.latencyMs
    return span ? integerBetween(() => this.#draw("latency"), span.min, Math.max(span.min, span.max)) : 0
  }

  #draw(kind: string): number {
    const known = this.#draws.get(kind) ?? seededRandom(`${this.seed} ${kind}`)
    this.#draws.set(kind, known)
    return known()
  }
}

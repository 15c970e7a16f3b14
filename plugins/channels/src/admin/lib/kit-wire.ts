import type { z } from "zod"
import type * as kits from "../../api/schemas/kits"

export type KitAnswer = z.input<typeof kits.kitAnswer>
export type Kit = KitAnswer["kit"]
export type KitPart = Kit["parts"][number]
export type KitChange = z.input<typeof kits.kitBody>

import { z } from "zod"
import { brake } from "../../ledger/queries/brakes"

export const listBrakesAnswer = z.object({ brakes: z.array(brake) })

export const releaseAnswer = z.object({ id: z.string(), released: z.literal(true) })

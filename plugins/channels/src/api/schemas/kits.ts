import { z } from "zod"
import { mostLevels } from "../../engine/kits/flatten-recipe"

export const kitBody = z.object({
  /** Replaces all parts; none dissolve the kit, and the variant is made of what it was made of before. */
  parts: z
    .array(z.object({ variant_id: z.string().min(1), quantity: z.int().min(1).max(10_000) }))
    .max(100)
    .superRefine((parts, context) => {
      const seen = new Set<string>()
      for (const [index, { variant_id }] of parts.entries()) {
        if (seen.has(variant_id)) {
          const message = `${variant_id} stands twice among the parts; give one quantity for it`
          context.addIssue({ code: "custom", message, path: [index, "variant_id"] })
        }
        seen.add(variant_id)
      }
    }),
})

const variant = {
  variant_id: z.string(),
  sku: z.string().nullable(),
  title: z.string(),
  product_title: z.string(),
}

export const kitAnswer = z.object({
  kit: z.object({
    ...variant,
    /** The tree in reading order: every part is followed by its own parts, one level deeper. Empty when it is no kit. */
    parts: z.array(
      z.object({
        ...variant,
        level: z.int().min(1).max(mostLevels),
        /** How many of it one of the kit above takes. */
        quantity: z.int(),
        /** How many of it the whole kit takes by this way. */
        in_all: z.int(),
        is_kit: z.boolean(),
      }),
    ),
    /** The flat form, as Medusa knows it. */
    recipe: z.array(
      z.object({
        inventory_item_id: z.string(),
        sku: z.string().nullable(),
        title: z.string().nullable(),
        required_quantity: z.number(),
      }),
    ),
    /** Why the flat form could not follow the parts; nothing new is published until it can. */
    refusal: z.string().nullable(),
    /** Kits that contain it, at any depth. */
    contained_in: z.array(z.object(variant)),
  }),
})

import { toast } from "@medusajs/ui"
import { useState } from "react"
import { useComposeKit } from "../../hooks/kits"
import { sentenceOf } from "../../lib/failure"
import type { Kit } from "../../lib/kit-wire"
import { FormDrawer } from "../form-drawer"
import { Refusal } from "../states"
import { PartPicker } from "./part-picker"
import { PartRows, quantityOf, type DraftPart } from "./part-rows"

const draftOf = ({ parts }: Kit): DraftPart[] =>
  parts
    .filter(({ level }) => level === 1)
    .map(({ variant_id, product_title, title, sku, quantity }) => ({
      variant_id,
      name: product_title,
      details: [title, sku].filter(Boolean).join(" · "),
      quantity: String(quantity),
    }))

/** The parts of a kit: how many of what. A kit that would contain itself is refused, with the way. */
export function KitDrawer({ kit, onClose }: { kit: Kit; onClose: () => void }) {
  const [parts, setParts] = useState(() => draftOf(kit))
  const compose = useComposeKit(kit.variant_id)
  const change = (next: DraftPart[]) => {
    // What was refused is not what stands there now.
    compose.reset()
    setParts(next)
  }
  const sound = parts.length > 0 && parts.every((part) => quantityOf(part) !== undefined)
  const save = () =>
    compose.mutate(
      {
        parts: parts.map((part) => ({ variant_id: part.variant_id, quantity: quantityOf(part) ?? 1 })),
      },
      {
        onSuccess: () => {
          toast.success("The kit is saved", { description: "Its figures follow in a moment." })
          onClose()
        },
      },
    )
  return (
    <FormDrawer
      open
      onClose={onClose}
      title="Parts of this kit"
      hint={[kit.product_title, kit.title, kit.sku].filter(Boolean).join(" · ")}
      submit="Save"
      isSubmitting={compose.isPending}
      canSubmit={sound}
      onSubmit={save}
      notice={compose.error && <Refusal>{sentenceOf(compose.error)}</Refusal>}
    >
      <PartRows parts={parts} onChange={change} />
      <PartPicker
        taken={[kit.variant_id, ...parts.map(({ variant_id }) => variant_id)]}
        onPick={(part) => change([...parts, part])}
      />
    </FormDrawer>
  )
}

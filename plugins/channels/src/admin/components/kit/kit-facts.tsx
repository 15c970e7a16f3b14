import { Button, toast, usePrompt } from "@medusajs/ui"
import { useState } from "react"
import { useComposeKit, useKit } from "../../hooks/kits"
import { toastFailure } from "../../lib/failure"
import type { Kit } from "../../lib/kit-wire"
import { FactRow } from "../section"
import { EmptyState, Loaded, Refusal } from "../states"
import { KitDrawer } from "./kit-drawer"
import { KitTree } from "./kit-tree"

/** What a variant is made of, down to the items in stock; and the way to change it. */
export function KitFacts({ variantId }: { variantId: string }) {
  const [editing, setEditing] = useState(false)
  const edit = () => setEditing(true)
  return (
    <Loaded query={useKit(variantId)} rows={2}>
      {({ kit }) => (
        <>
          {kit.parts.length === 0 ? (
            <EmptyState
              title="Not made of other variants"
              hint="A kit, such as a gift set, is sold as one and takes its stock from its parts. Parts may be kits themselves."
              action={
                <Button size="small" variant="secondary" onClick={edit}>
                  Make it a kit
                </Button>
              }
            />
          ) : (
            <Composed kit={kit} onEdit={edit} />
          )}
          {kit.contained_in.length > 0 && (
            <FactRow label="Part of">{kit.contained_in.map(nameOf).join(", ")}</FactRow>
          )}
          {editing && <KitDrawer kit={kit} onClose={() => setEditing(false)} />}
        </>
      )}
    </Loaded>
  )
}

const nameOf = ({ sku, product_title, title }: Kit["contained_in"][number]) =>
  sku ?? `${product_title}, ${title}`

const Composed = ({ kit, onEdit }: { kit: Kit; onEdit: () => void }) => (
  <div className="divide-y">
    {kit.refusal && (
      <div className="p-3">
        <Refusal>Nothing new is published of this kit. {kit.refusal}</Refusal>
      </div>
    )}
    <KitTree parts={kit.parts} />
    <FactRow label="In stock terms">
      {kit.recipe
        .map(
          ({ required_quantity, sku, title, inventory_item_id }) =>
            `${required_quantity} × ${sku ?? title ?? inventory_item_id}`,
        )
        .join(", ")}
    </FactRow>
    <div className="flex flex-wrap justify-end gap-2 px-6 py-4">
      <DissolveButton kit={kit} />
      <Button size="small" variant="secondary" onClick={onEdit}>
        Edit parts
      </Button>
    </div>
  </div>
)

function DissolveButton({ kit }: { kit: Kit }) {
  const compose = useComposeKit(kit.variant_id)
  const prompt = usePrompt()
  const confirm = async () => {
    const agreed = await prompt({
      title: "Dissolve this kit?",
      description: `${nameOf(kit)} then has the stock it had before it was made of parts. What is reserved stays so.`,
      confirmText: "Dissolve",
      cancelText: "Cancel",
    })
    if (!agreed) return
    compose.mutate(
      { parts: [] },
      {
        onSuccess: () => void toast.success("It is no kit any more"),
        onError: toastFailure("The kit is still there"),
      },
    )
  }
  return (
    <Button size="small" variant="transparent" isLoading={compose.isPending} onClick={() => void confirm()}>
      Dissolve
    </Button>
  )
}

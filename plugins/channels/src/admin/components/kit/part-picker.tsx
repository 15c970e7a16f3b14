import { Button, Text } from "@medusajs/ui"
import { useState } from "react"
import { useVariantSearch } from "../../hooks/medusa"
import { SearchInput } from "../filter-bar"
import { EmptyState, Loaded } from "../states"
import type { DraftPart } from "./part-rows"

interface PartPickerProps {
  /** Cannot be added: the kit itself, and what is a part already. */
  taken: string[]
  onPick: (part: DraftPart) => void
}

/** Finds variants to add by title, SKU or barcode. */
export function PartPicker({ taken, onPick }: PartPickerProps) {
  const [q, setQ] = useState("")
  return (
    <section className="flex flex-col gap-y-2">
      <Text size="small" weight="plus">
        Add a part
      </Text>
      <SearchInput q={q} onSearch={setQ} hint="Variant, SKU or barcode" />
      <Loaded query={useVariantSearch(q)} rows={3}>
        {({ variants }) => {
          const open = variants.filter(({ id }) => !taken.includes(id))
          if (open.length === 0) {
            return (
              <EmptyState
                title="No such variant"
                hint="Search for another word, or create the product first."
              />
            )
          }
          return (
            <ul className="divide-y">
              {open.map(({ id, title, sku, product }) => {
                const name = product?.title ?? title ?? id
                const details = [title, sku].filter(Boolean).join(" · ")
                return (
                  <li key={id} className="flex items-center justify-between gap-3 py-2">
                    <div className="min-w-0">
                      <Text size="small" leading="compact" weight="plus" className="truncate">
                        {name}
                      </Text>
                      <Text size="xsmall" className="text-ui-fg-subtle truncate">
                        {details}
                      </Text>
                    </div>
                    <Button
                      size="small"
                      variant="secondary"
                      type="button"
                      aria-label={`Add ${name}`}
                      onClick={() => onPick({ variant_id: id, name, details, quantity: "1" })}
                    >
                      Add
                    </Button>
                  </li>
                )
              })}
            </ul>
          )
        }}
      </Loaded>
    </section>
  )
}

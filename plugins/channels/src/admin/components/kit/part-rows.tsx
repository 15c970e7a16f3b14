import { XMarkMini } from "@medusajs/icons"
import { Hint, IconButton, Input, Text } from "@medusajs/ui"

/** A part as it is typed. */
export interface DraftPart {
  variant_id: string
  name: string
  details: string
  quantity: string
}

/** Undefined when it is no number of pieces. */
export function quantityOf({ quantity }: DraftPart): number | undefined {
  const value = /^\d{1,5}$/.test(quantity.trim()) ? Number(quantity) : 0
  return value >= 1 && value <= 10_000 ? value : undefined
}

interface PartRowsProps {
  parts: DraftPart[]
  onChange: (parts: DraftPart[]) => void
}

/** How many of each part one kit takes. */
export function PartRows({ parts, onChange }: PartRowsProps) {
  if (parts.length === 0) {
    return (
      <Text size="small" className="text-ui-fg-subtle">
        No part yet. Look for one below and add it.
      </Text>
    )
  }
  const set = (id: string, quantity: string) =>
    onChange(parts.map((part) => (part.variant_id === id ? { ...part, quantity } : part)))
  return (
    <ul className="border-ui-border-base divide-y rounded-md border">
      {parts.map((part) => (
        <li key={part.variant_id} className="flex items-center gap-3 px-3 py-2">
          <div className="min-w-0 flex-1">
            <Text size="small" leading="compact" weight="plus" className="truncate">
              {part.name}
            </Text>
            <Text size="xsmall" className="text-ui-fg-subtle truncate">
              {part.details}
            </Text>
            {quantityOf(part) === undefined && <Hint variant="error">A whole number from 1 to 10000.</Hint>}
          </div>
          <Input
            size="small"
            inputMode="numeric"
            className="w-16"
            aria-label={`Pieces of ${part.name}`}
            value={part.quantity}
            onChange={(event) => set(part.variant_id, event.target.value)}
          />
          <IconButton
            size="small"
            variant="transparent"
            type="button"
            aria-label={`Remove ${part.name}`}
            onClick={() => onChange(parts.filter(({ variant_id }) => variant_id !== part.variant_id))}
          >
            <XMarkMini />
          </IconButton>
        </li>
      ))}
    </ul>
  )
}

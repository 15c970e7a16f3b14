import { Select } from "@medusajs/ui"
import { useStockLocations } from "../../hooks/medusa"

/** Radix keeps the empty value for "nothing chosen", so all locations need a word of their own. */
const all = "all"

interface LocationSelectProps {
  value: string | undefined
  onChange: (id: string | undefined) => void
}

/** Every location, also one that keeps nothing of it any more. Where there is but one there is nothing to choose. */
export function LocationSelect({ value, onChange }: LocationSelectProps) {
  const locations = useStockLocations().data?.stock_locations ?? []
  if (locations.length < 2) return null
  return (
    <Select
      size="small"
      value={value ?? all}
      onValueChange={(next) => onChange(next === all ? undefined : next)}
    >
      <Select.Trigger aria-label="Location" className="w-[180px]">
        <Select.Value />
      </Select.Trigger>
      <Select.Content>
        <Select.Item value={all}>All locations</Select.Item>
        {locations.map(({ id, name }) => (
          <Select.Item key={id} value={id}>
            {name}
          </Select.Item>
        ))}
      </Select.Content>
    </Select>
  )
}

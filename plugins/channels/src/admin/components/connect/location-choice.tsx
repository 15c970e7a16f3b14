import { Checkbox, Label, Text } from "@medusajs/ui"
import { useStockLocations } from "../../hooks/medusa"
import { Loaded } from "../states"

interface LocationChoiceProps {
  /** Undefined while nobody has chosen: all of them. */
  chosen: string[] | undefined
  onChange: (chosen: string[]) => void
}

/** Which stock the channel may sell from. */
export function LocationChoice({ chosen, onChange }: LocationChoiceProps) {
  const locations = useStockLocations()
  return (
    <fieldset className="flex flex-col gap-y-2">
      <legend className="txt-compact-small-plus pb-2">Sells from these stock locations</legend>
      <Loaded query={locations} rows={2}>
        {({ stock_locations }) => {
          const ids = stock_locations.map(({ id }) => id)
          const selected = chosen ?? ids
          if (ids.length === 0) {
            return (
              <Text size="small" className="text-ui-fg-subtle">
                There is no stock location yet. Add one under Settings → Locations, or nothing will be
                available.
              </Text>
            )
          }
          return stock_locations.map(({ id, name }) => (
            <div key={id} className="flex items-center gap-x-2">
              <Checkbox
                id={`location-${id}`}
                checked={selected.includes(id)}
                onCheckedChange={(checked) =>
                  onChange(checked === true ? [...selected, id] : selected.filter((other) => other !== id))
                }
              />
              <Label htmlFor={`location-${id}`} size="small">
                {name}
              </Label>
            </div>
          ))
        }}
      </Loaded>
    </fieldset>
  )
}

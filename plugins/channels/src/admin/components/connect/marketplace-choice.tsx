import { Select, Text } from "@medusajs/ui"
import { useMarketplaces } from "../../hooks/channels"
import { FormField } from "../form-field"
import { Loaded } from "../states"

interface MarketplaceChoiceProps {
  value: string | undefined
  onChange: (id: string) => void
}

export const MarketplaceChoice = ({ value, onChange }: MarketplaceChoiceProps) => (
  <FormField id="marketplace" label="Marketplace">
    <Loaded query={useMarketplaces()} rows={1}>
      {({ marketplaces }) =>
        marketplaces.length === 0 ? (
          <Text size="small" className="text-ui-fg-subtle">
            No connector is installed. Add one to the providers of @serai/channels in medusa-config.ts.
          </Text>
        ) : (
          <Select value={value ?? ""} onValueChange={onChange}>
            <Select.Trigger id="marketplace">
              <Select.Value placeholder="Choose a marketplace" />
            </Select.Trigger>
            <Select.Content>
              {marketplaces.map(({ id, display_name }) => (
                <Select.Item key={id} value={id}>
                  {display_name}
                </Select.Item>
              ))}
            </Select.Content>
          </Select>
        )
      }
    </Loaded>
  </FormField>
)

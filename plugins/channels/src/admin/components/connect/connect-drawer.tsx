import { Button, Input, Select, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useNavigate } from "react-router-dom"
import { useConnectChannel, useMarketplaces, useTestCredentials } from "../../hooks/channels"
import { toastFailure } from "../../lib/failure"
import type { ConnectAnswer, MarketplaceList } from "../../lib/wire"
import { FormDrawer } from "../form-drawer"
import { FormField } from "../form-field"
import { CredentialInputs, isComplete, withDefaults, type CredentialValues } from "./credential-inputs"
import { LocationChoice } from "./location-choice"
import { TrialResult } from "./trial-result"

type Marketplace = MarketplaceList["marketplaces"][number]

interface ConnectDrawerProps {
  open: boolean
  onClose: () => void
}

/** Connecting begins afresh each time: no secret stays behind in a closed drawer. */
export const ConnectDrawer = (props: ConnectDrawerProps) => (props.open ? <ConnectForm {...props} /> : null)

function ConnectForm({ open, onClose }: ConnectDrawerProps) {
  const navigate = useNavigate()
  const marketplaces = useMarketplaces().data?.marketplaces ?? []
  const [chosen, setChosen] = useState<string>()
  const [name, setName] = useState("")
  const [values, setValues] = useState<CredentialValues>({})
  const [locations, setLocations] = useState<string[]>()
  const connect = useConnectChannel()
  const test = useTestCredentials()

  // With one marketplace installed there is nothing to choose.
  const marketplace = marketplaces.find(({ id }) => id === chosen) ?? only(marketplaces)
  const fields = marketplace?.credentials ?? []
  const credentials = withDefaults(fields, values)
  const complete = marketplace !== undefined && isComplete(fields, credentials)
  const problem = test.data && !test.data.connected ? test.data : undefined

  const change = (next: CredentialValues) => {
    setValues(next)
    test.reset()
  }
  const choose = (id: string) => {
    setChosen(id)
    change({})
  }
  const onConnected = ({ channel, warnings }: ConnectAnswer) => {
    toast.success(`${channel.name} is connected`, { description: "Listings and orders are on their way." })
    for (const warning of warnings) toast.warning("One thing to know", { description: warning })
    onClose()
    void navigate(`/channels/${channel.id}`)
  }
  const submit = () => {
    if (!marketplace || !complete || name.trim() === "") return
    const request = { marketplace: marketplace.id, name, credentials, stock_location_ids: locations }
    connect.mutate(request, {
      onSuccess: onConnected,
      onError: toastFailure("The channel was not connected"),
    })
  }

  return (
    <FormDrawer
      open={open}
      onClose={onClose}
      title="Connect a channel"
      hint="Credentials are encrypted, and never shown again."
      submit="Connect"
      isSubmitting={connect.isPending}
      canSubmit={complete && name.trim() !== ""}
      onSubmit={submit}
      more={
        <Button
          size="small"
          type="button"
          variant="secondary"
          disabled={!complete}
          isLoading={test.isPending}
          onClick={() =>
            marketplace &&
            test.mutate(
              { marketplace: marketplace.id, credentials },
              { onError: toastFailure("The test could not be made") },
            )
          }
        >
          Test connection
        </Button>
      }
    >
      <MarketplaceChoice marketplaces={marketplaces} value={marketplace?.id} onChange={choose} />
      <FormField id="channel-name" label="Name" help="As you want to see it here, e.g. Trendyol Türkiye.">
        <Input id="channel-name" value={name} onChange={(event) => setName(event.target.value)} />
      </FormField>
      <CredentialInputs fields={fields} values={values} onChange={change} problem={problem} />
      {test.data && <TrialResult answer={test.data} />}
      <LocationChoice chosen={locations} onChange={setLocations} />
    </FormDrawer>
  )
}

const only = (marketplaces: Marketplace[]) => (marketplaces.length === 1 ? marketplaces[0] : undefined)

interface MarketplaceChoiceProps {
  marketplaces: Marketplace[]
  value: string | undefined
  onChange: (id: string) => void
}

const MarketplaceChoice = ({ marketplaces, value, onChange }: MarketplaceChoiceProps) => (
  <FormField id="marketplace" label="Marketplace">
    {marketplaces.length === 0 ? (
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
    )}
  </FormField>
)

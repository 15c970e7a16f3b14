import { Button, Input, toast } from "@medusajs/ui"
import { useNavigate } from "react-router-dom"
import { useConnectChannel } from "../../hooks/channels"
import { sentenceOf } from "../../lib/failure"
import type { ConnectAnswer } from "../../lib/wire"
import { FormDrawer } from "../form-drawer"
import { FormField } from "../form-field"
import { Refusal } from "../states"
import { CredentialInputs } from "./credential-inputs"
import { LocationChoice } from "./location-choice"
import { MarketplaceChoice } from "./marketplace-choice"
import { TrialResult } from "./trial-result"
import { useConnectForm } from "./use-connect-form"

interface ConnectDrawerProps {
  open: boolean
  onClose: () => void
}

/** Connecting begins afresh each time: no secret stays behind in a closed drawer. */
export const ConnectDrawer = ({ open, onClose }: ConnectDrawerProps) =>
  open ? <ConnectForm onClose={onClose} /> : null

function ConnectForm({ onClose }: { onClose: () => void }) {
  const form = useConnectForm()
  const connect = useConnectChannel()
  const showChannel = useShowChannel(onClose)
  const ready = form.name.trim() !== "" ? form.trial : undefined
  const test = () => {
    connect.reset()
    form.test()
  }
  const submit = () =>
    ready &&
    connect.mutate(
      { ...ready, name: form.name, stock_location_ids: form.locations },
      { onSuccess: showChannel },
    )
  return (
    <FormDrawer
      open
      onClose={onClose}
      title="Connect a channel"
      hint="Credentials are encrypted, and never shown again."
      submit="Connect"
      isSubmitting={connect.isPending}
      canSubmit={ready !== undefined}
      onSubmit={submit}
      notice={
        connect.error ? (
          <Refusal>{sentenceOf(connect.error)}</Refusal>
        ) : (
          form.answer && <TrialResult answer={form.answer} />
        )
      }
      more={<TestCredentialsButton form={form} onClick={test} />}
    >
      <MarketplaceChoice value={form.marketplaceId} onChange={form.choose} />
      <FormField id="channel-name" label="Name" help="As you want to see it here, e.g. Trendyol Türkiye.">
        <Input id="channel-name" value={form.name} onChange={(event) => form.setName(event.target.value)} />
      </FormField>
      <CredentialInputs
        fields={form.fields}
        values={form.values}
        onChange={form.enter}
        problem={form.answer && !form.answer.connected ? form.answer : undefined}
      />
      <LocationChoice chosen={form.locations} onChange={form.setLocations} />
    </FormDrawer>
  )
}

interface TestCredentialsButtonProps {
  form: ReturnType<typeof useConnectForm>
  onClick: () => void
}

const TestCredentialsButton = ({ form, onClick }: TestCredentialsButtonProps) => (
  <Button
    size="small"
    type="button"
    variant="secondary"
    disabled={form.trial === undefined}
    isLoading={form.isTesting}
    onClick={onClick}
  >
    Test connection
  </Button>
)

/** Closes the form and goes to the new channel, with what did not quite work. */
function useShowChannel(onClose: () => void) {
  const navigate = useNavigate()
  return ({ channel, warnings }: ConnectAnswer) => {
    toast.success(`${channel.name} is connected`, { description: "Listings and orders are on their way." })
    for (const warning of warnings) toast.warning("One thing to know", { description: warning })
    onClose()
    void navigate(`/channels/${channel.id}`)
  }
}

import { toast } from "@medusajs/ui"
import { useState } from "react"
import { useMarketplaces, useReplaceCredentials } from "../../hooks/channels"
import { sentenceOf } from "../../lib/failure"
import type { Channel } from "../../lib/wire"
import {
  CredentialInputs,
  isComplete,
  withDefaults,
  type CredentialValues,
} from "../connect/credential-inputs"
import { FormDrawer } from "../form-drawer"
import { Loaded, Refusal } from "../states"

/** New keys for the same account: the way back after they expired. */
export function CredentialsDrawer({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const marketplaces = useMarketplaces()
  const [values, setValues] = useState<CredentialValues>({})
  const replace = useReplaceCredentials(channel.id)
  const fields =
    marketplaces.data?.marketplaces.find(({ id }) => id === channel.marketplace)?.credentials ?? []
  const credentials = withDefaults(fields, values)
  const onSuccess = () => {
    toast.success("The new credentials work")
    onClose()
  }
  return (
    <FormDrawer
      open
      onClose={onClose}
      title={`Credentials of ${channel.name}`}
      hint={`They are tried before they replace the stored ones, and must belong to ${channel.account}.`}
      submit="Replace"
      isSubmitting={replace.isPending}
      notice={replace.error && <Refusal>{sentenceOf(replace.error)}</Refusal>}
      canSubmit={fields.length > 0 && isComplete(fields, credentials)}
      onSubmit={() => replace.mutate(credentials, { onSuccess })}
    >
      <Loaded query={marketplaces}>
        {() => <CredentialInputs fields={fields} values={values} onChange={setValues} />}
      </Loaded>
    </FormDrawer>
  )
}

import { useState } from "react"
import { useMarketplaces, useTestCredentials } from "../../hooks/channels"
import { toastFailure } from "../../lib/failure"
import { isComplete, withDefaults, type CredentialValues } from "./credential-inputs"

/** What is being entered to connect a channel, and what the marketplace said to it last. */
export function useConnectForm() {
  const marketplaces = useMarketplaces().data?.marketplaces ?? []
  const [chosen, setChosen] = useState<string>()
  const [name, setName] = useState("")
  const [values, setValues] = useState<CredentialValues>({})
  const [locations, setLocations] = useState<string[]>()
  const test = useTestCredentials()

  // With one marketplace installed there is nothing to choose.
  const only = marketplaces.length === 1 ? marketplaces[0] : undefined
  const marketplace = marketplaces.find(({ id }) => id === chosen) ?? only
  const fields = marketplace?.credentials ?? []
  const credentials = withDefaults(fields, values)
  const complete = marketplace !== undefined && isComplete(fields, credentials)

  /** An answer speaks of the credentials it was given, not of others. */
  const enter = (next: CredentialValues) => {
    setValues(next)
    test.reset()
  }

  return {
    fields,
    values,
    enter,
    marketplaceId: marketplace?.id,
    choose: (id: string) => {
      setChosen(id)
      enter({})
    },
    name,
    setName,
    locations,
    setLocations,
    answer: test.data,
    isTesting: test.isPending,
    /** Undefined while something is missing. */
    trial: complete ? { marketplace: marketplace.id, credentials } : undefined,
    test: () => {
      if (!complete) return
      const trial = { marketplace: marketplace.id, credentials }
      test.mutate(trial, { onError: toastFailure("The test could not be made") })
    },
  }
}

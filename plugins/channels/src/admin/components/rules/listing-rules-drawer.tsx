import { toast } from "@medusajs/ui"
import { useState } from "react"
import { useChannel } from "../../hooks/channels"
import { previewPaths, useChangeListingRules, useRulesPreview } from "../../hooks/rules"
import { toastFailure } from "../../lib/failure"
import { changedRules, readRules, textsOf } from "../../lib/rule-form"
import type { ListingRulesAnswer } from "../../lib/rules-wire"
import type { Listing } from "../../lib/wire"
import { FormDrawer } from "../form-drawer"
import { RuleFields } from "./rule-fields"
import { PreviewList, PreviewNotice } from "./rules-preview"

interface ListingRulesDrawerProps {
  listing: Listing
  answer: ListingRulesAnswer
  onClose: () => void
}

/** A listing's own rules; an empty field is the channel's. */
export function ListingRulesDrawer({ listing, answer: { own, channel }, onClose }: ListingRulesDrawerProps) {
  const [before] = useState(() => textsOf(own))
  const [texts, setTexts] = useState(before)
  const { rules, errors } = readRules(texts, channel)
  const changed = rules && changedRules(before, texts, rules)
  const preview = useRulesPreview(previewPaths.listing(listing.id), changed, 1)
  const change = useChangeListingRules(listing.id)
  const endsListings = useChannel(listing.channel_id).data?.channel.ends_listings ?? false
  const onSuccess = () => {
    toast.success("The rules are saved", { description: "The figure follows in a moment." })
    onClose()
  }
  return (
    <FormDrawer
      open
      onClose={onClose}
      title="Rules of this listing"
      hint="An empty field is as the channel has it."
      submit="Save"
      isSubmitting={change.isPending}
      canSubmit={changed !== undefined}
      onSubmit={() =>
        changed && change.mutate(changed, { onSuccess, onError: toastFailure("The rules were not saved") })
      }
      notice={<PreviewNotice preview={preview} />}
    >
      <RuleFields
        texts={texts}
        errors={errors}
        onChange={setTexts}
        endsListings={endsListings}
        channel={channel}
      />
      <PreviewList preview={preview} />
    </FormDrawer>
  )
}

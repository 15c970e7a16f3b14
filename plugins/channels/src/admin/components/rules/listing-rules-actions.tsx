import { Button, toast, usePrompt } from "@medusajs/ui"
import { useChangeListingRules, useClearListingRules } from "../../hooks/rules"
import { toastFailure } from "../../lib/failure"
import type { Listing } from "../../lib/wire"

export function PauseListingButton({ id, paused }: { id: string; paused: boolean }) {
  const change = useChangeListingRules(id)
  const words = paused ? "Resume" : "Pause"
  return (
    <Button
      size="small"
      variant="secondary"
      isLoading={change.isPending}
      onClick={() => change.mutate({ paused: !paused }, { onError: toastFailure(`${words} did not work`) })}
    >
      {words}
    </Button>
  )
}

/** Back to the channel's rules, after asking. */
export function RemoveRulesButton({ listing }: { listing: Listing }) {
  const clear = useClearListingRules(listing.id)
  const prompt = usePrompt()
  const confirm = async () => {
    const agreed = await prompt({
      title: "Remove the listing's own rules?",
      description: `${listing.title} then goes by the rules of ${listing.channel_name}. A hold and a pause end, too.`,
      confirmText: "Remove",
      cancelText: "Cancel",
    })
    if (!agreed) return
    clear.mutate(undefined, {
      onSuccess: () => void toast.success("It goes by the channel's rules again"),
      onError: toastFailure("The rules are still there"),
    })
  }
  return (
    <Button size="small" variant="transparent" isLoading={clear.isPending} onClick={() => void confirm()}>
      Remove
    </Button>
  )
}

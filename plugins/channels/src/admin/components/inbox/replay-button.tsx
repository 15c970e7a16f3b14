import { Button, toast } from "@medusajs/ui"
import type { MouseEvent } from "react"
import { useReplay } from "../../hooks/inbox"
import { toastFailure } from "../../lib/failure"

/** Puts entries back in the queue. */
export function ReplayButton({ ids, words = "Replay" }: { ids: string[]; words?: string }) {
  const replay = useReplay()
  const start = (event: MouseEvent) => {
    event.stopPropagation()
    replay.mutate(ids, {
      onSuccess: () => void toast.success("Back in the queue"),
      onError: toastFailure("Nothing was replayed"),
    })
  }
  return (
    <Button
      size="small"
      variant="secondary"
      disabled={ids.length === 0}
      isLoading={replay.isPending}
      onClick={start}
    >
      {words}
    </Button>
  )
}

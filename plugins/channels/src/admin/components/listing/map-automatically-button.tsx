import { Button, toast } from "@medusajs/ui"
import { useChannels } from "../../hooks/channels"
import { useMapAutomatically } from "../../hooks/listings"
import { toastFailure } from "../../lib/failure"
import { counted } from "../../lib/format"

/** Maps by barcode, then by SKU: one channel's listings, or everybody's. Shown only where something is unmapped. */
export function MapAutomaticallyButton({ channelId }: { channelId: string | undefined }) {
  const channels = useChannels().data?.channels ?? []
  const map = useMapAutomatically()
  const open = channels.filter(
    ({ id, figures }) => (channelId === undefined || id === channelId) && figures.listings.unmapped > 0,
  )
  if (open.length === 0) return null
  const tell = (mapped: number) =>
    mapped > 0
      ? toast.success(`${counted(mapped, "listing")} mapped`)
      : toast.info("Nothing could be mapped by itself", {
          description: "No variant has the same barcode or SKU, or more than one has. Pick by hand.",
        })
  return (
    <Button
      size="small"
      variant="secondary"
      isLoading={map.isPending}
      onClick={() =>
        map.mutate(
          open.map(({ id }) => id),
          { onSuccess: (mapped) => void tell(mapped), onError: toastFailure("Mapping did not work") },
        )
      }
    >
      Map automatically
    </Button>
  )
}

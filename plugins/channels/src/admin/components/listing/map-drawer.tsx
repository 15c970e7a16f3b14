import { Button, Drawer, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useMapListing } from "../../hooks/listings"
import { useVariantSearch } from "../../hooks/medusa"
import { toastFailure } from "../../lib/failure"
import type { Listing } from "../../lib/wire"
import { SearchInput } from "../filter-bar"
import { EmptyState, Loaded } from "../states"

interface MapDrawerProps {
  listing: Listing
  onClose: () => void
}

/** Picks by hand which variant a listing is. */
export function MapDrawer({ listing, onClose }: MapDrawerProps) {
  const [q, setQ] = useState("")
  const variants = useVariantSearch(q)
  const map = useMapListing()
  const choose = (variantId: string) =>
    map.mutate(
      { id: listing.id, variantId },
      {
        onSuccess: () => {
          toast.success(`${listing.title} is mapped`, { description: "Its figure follows in a moment." })
          onClose()
        },
        onError: toastFailure("The listing was not mapped"),
      },
    )
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()}>
      <Drawer.Content>
        <Drawer.Header>
          <Drawer.Title>Which variant is this?</Drawer.Title>
          <Drawer.Description>
            {[listing.title, listing.barcode, listing.sku].filter(Boolean).join(" · ")}
          </Drawer.Description>
        </Drawer.Header>
        <Drawer.Body className="flex flex-1 flex-col gap-y-4 overflow-y-auto">
          <SearchInput q={q} onSearch={setQ} hint="Variant, SKU or barcode" />
          <Loaded query={variants}>
            {({ variants }) =>
              variants.length === 0 ? (
                <EmptyState
                  title="No such variant"
                  hint="Search for another word, or create the product first."
                />
              ) : (
                <ul className="divide-y">
                  {variants.map((variant) => (
                    <li key={variant.id} className="flex items-center justify-between gap-3 py-3">
                      <div className="min-w-0">
                        <Text size="small" weight="plus" leading="compact" className="truncate">
                          {variant.product?.title ?? variant.title}
                        </Text>
                        <Text size="xsmall" className="text-ui-fg-subtle truncate">
                          {[variant.title, variant.sku, variant.barcode ?? variant.ean]
                            .filter(Boolean)
                            .join(" · ")}
                        </Text>
                      </div>
                      <Button
                        size="small"
                        variant="secondary"
                        disabled={map.isPending}
                        onClick={() => choose(variant.id)}
                      >
                        Choose
                      </Button>
                    </li>
                  ))}
                </ul>
              )
            }
          </Loaded>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer>
  )
}

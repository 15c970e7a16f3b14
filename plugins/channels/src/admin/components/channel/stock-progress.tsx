import { Text } from "@medusajs/ui"
import { counted, grouped, progress } from "../../lib/format"
import type { Channel } from "../../lib/wire"

/** Fewer than this are gone before a bar is read. */
const worthABar = 25

/** How far a mass change has come. */
export function StockProgress({ figures }: { figures: Channel["figures"] }) {
  const { waiting, done, percent } = progress(figures.listings)
  if (waiting < worthABar) return null
  return (
    <div className="flex flex-col gap-y-1">
      <div
        role="progressbar"
        aria-label="Listings in step"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="bg-ui-bg-component border-ui-border-base h-2 w-full overflow-hidden rounded-full border"
      >
        <div
          className="bg-ui-tag-blue-icon h-full transition-[width] duration-500"
          style={{ width: `${percent}%` }}
        />
      </div>
      <Text size="xsmall" className="text-ui-fg-subtle">
        {grouped(done)} of {counted(figures.listings.mapped, "mapped listing")} in step, {grouped(waiting)} on
        the way
      </Text>
    </div>
  )
}

import { useState } from "react"
import { itemKindGroups, type KindGroup } from "../../lib/history-words"
import type { Span } from "../../lib/moment"
import { ChartSection } from "./chart-section"
import { HistorySection } from "./history-section"
import { LocationSelect } from "./location-select"

/** What lay of an inventory item, everywhere or at one location, and who changed it. */
export function ItemHistory({ inventoryItemId }: { inventoryItemId: string }) {
  const [locationId, setLocationId] = useState<string>()
  const [span, setSpan] = useState<Span>("24h")
  const [group, setGroup] = useState<KindGroup>("all")
  const subject = { inventoryItemId, locationId }
  const filter = <LocationSelect value={locationId} onChange={setLocationId} />
  return (
    <>
      <ChartSection
        subject={subject}
        hint="What lay there, and what of it was free."
        filter={filter}
        span={span}
        onSpan={setSpan}
      />
      <HistorySection
        subject={subject}
        emptyHint="Goods that come and go, sales and edits of this item appear here as they happen."
        filter={filter}
        groups={itemKindGroups}
        group={group}
        onGroup={setGroup}
      />
    </>
  )
}

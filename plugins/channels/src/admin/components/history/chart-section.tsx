import { Button } from "@medusajs/ui"
import { useListingSeries } from "../../hooks/history"
import { spans, spanWords, type Span } from "../../lib/moment"
import type { ListingSeries } from "../../lib/wire"
import { StepChart, type StepLine, type StepRow } from "../chart/step-chart"
import { Section } from "../section"
import { EmptyState, Loaded } from "../states"

type Figure = "on_hand" | "available" | "desired" | "accepted"

const lines: StepLine<Figure>[] = [
  { key: "on_hand", name: "On hand", colour: "var(--tag-neutral-icon)" },
  { key: "available", name: "Available", colour: "var(--tag-blue-icon)" },
  { key: "desired", name: "Should show", colour: "var(--tag-orange-icon)", dashed: true },
  { key: "accepted", name: "Published", colour: "var(--tag-green-icon)" },
]

const rowsOf = ({ series }: ListingSeries): StepRow<Figure>[] =>
  series.map(({ at, on_hand, available, desired, accepted }) => ({
    at: Date.parse(at),
    on_hand,
    available,
    desired,
    accepted,
  }))

const isKnown = (row: StepRow<Figure>) => lines.some(({ key }) => row[key] !== null)

interface ChartSectionProps {
  listingId: string
  span: Span
  onSpan: (span: Span) => void
  at: string | undefined
  onPick: (at: string) => void
}

/** Stock and figures over time. */
export function ChartSection({ listingId, span, onSpan, at, onPick }: ChartSectionProps) {
  return (
    <Section
      title="Over time"
      hint="What lay there, what of it was free, and what the marketplace took. A click looks at that moment."
      actions={spans.map((one) => (
        <Button
          key={one}
          size="small"
          variant={one === span ? "secondary" : "transparent"}
          aria-pressed={one === span}
          onClick={() => onSpan(one)}
        >
          {spanWords[one]}
        </Button>
      ))}
    >
      <Loaded query={useListingSeries(listingId, { span, at })} rows={6}>
        {(answer) => {
          const rows = rowsOf(answer)
          return rows.some(isKnown) ? (
            <StepChart
              label="Stock and figures over time"
              rows={rows}
              lines={lines}
              mark={at === undefined ? undefined : Date.parse(at)}
              onPick={(moment) => onPick(new Date(moment).toISOString())}
            />
          ) : (
            <EmptyState
              title="Nothing to draw"
              hint="Stock and figures of this time were not written down, or the listing belongs to no variant."
            />
          )
        }}
      </Loaded>
    </Section>
  )
}

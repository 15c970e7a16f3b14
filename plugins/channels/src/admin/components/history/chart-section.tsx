import { Button } from "@medusajs/ui"
import type { ReactNode } from "react"
import { useHistorySeries } from "../../hooks/history"
import type { HistorySubject } from "../../lib/history-subject"
import { spans, spanWords, type Span } from "../../lib/moment"
import { offSaleSpans } from "../../lib/off-sale-spans"
import type { HistorySeries } from "../../lib/wire"
import { StepChart, type StepLine, type StepRow } from "../chart/step-chart"
import { Section } from "../section"
import { EmptyState, Loaded } from "../states"

type Figure = "on_hand" | "available" | "desired" | "accepted"

const stockLines: StepLine<Figure>[] = [
  { key: "on_hand", name: "On hand", colour: "var(--tag-neutral-icon)" },
  { key: "available", name: "Available", colour: "var(--tag-blue-icon)" },
]

const listingLines: StepLine<Figure>[] = [
  ...stockLines,
  { key: "desired", name: "Should show", colour: "var(--tag-orange-icon)", dashed: true },
  { key: "accepted", name: "Published", colour: "var(--tag-green-icon)" },
]

/** An inventory item itself is shown nowhere. */
const rowsOf = ({ series }: HistorySeries): StepRow<Figure>[] =>
  series.map(({ at, on_hand, available, desired = null, accepted = null }) => ({
    at: Date.parse(at),
    on_hand,
    available,
    desired,
    accepted,
  }))

const isKnown = (row: StepRow<Figure>) => listingLines.some(({ key }) => row[key] !== null)

interface ChartSectionProps {
  subject: HistorySubject
  hint: string
  /** Narrows down what is drawn. */
  filter?: ReactNode
  span: Span
  onSpan: (span: Span) => void
  at?: string | undefined
  onPick?: (at: string) => void
}

/** Stock over time, and a listing's figures beside it. */
export function ChartSection({ subject, hint, filter, span, onSpan, at, onPick }: ChartSectionProps) {
  return (
    <Section
      title="Over time"
      hint={hint}
      actions={
        <>
          {filter}
          {spans.map((one) => (
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
        </>
      }
    >
      <Loaded query={useHistorySeries(subject, { span, at })} rows={6}>
        {(answer) => {
          const rows = rowsOf(answer)
          return rows.some(isKnown) ? (
            <StepChart
              label="Stock and figures over time"
              rows={rows}
              lines={"listingId" in subject ? listingLines : stockLines}
              band={{ name: "Off sale", spans: offSaleSpans(answer.series) }}
              mark={at === undefined ? undefined : Date.parse(at)}
              {...(onPick && { onPick: (moment) => onPick(new Date(moment).toISOString()) })}
            />
          ) : (
            <EmptyState
              title="Nothing to draw"
              hint="What was there at this time was not written down, or nothing is kept of it."
            />
          )
        }}
      </Loaded>
    </Section>
  )
}

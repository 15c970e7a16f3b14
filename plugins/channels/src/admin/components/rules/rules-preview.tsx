import { Button, Text } from "@medusajs/ui"
import type { RulesPreviewQuery } from "../../hooks/rules"
import { sentenceOf, wasRefused } from "../../lib/failure"
import { LoadingRows, Refusal } from "../states"
import { PreviewCounts, PreviewRows } from "./preview-facts"

/** What saving would do, in a line above the buttons; or why it cannot be saved. */
export function PreviewNotice({ preview }: { preview: RulesPreviewQuery }) {
  const { phase, waiting, data, error } = preview
  if (phase === "unchanged") return <Quiet>Nothing is changed yet.</Quiet>
  if (phase === "offered") {
    return (
      <Button size="small" variant="secondary" type="button" onClick={preview.ask}>
        Show what would change
      </Button>
    )
  }
  if (error) return <Failure preview={preview} />
  if (!data) return <Quiet>Looking at what would change …</Quiet>
  return (
    <div aria-live="polite" aria-busy={waiting}>
      <PreviewCounts preview={data.preview} faded={waiting} />
    </div>
  )
}

const Failure = ({ preview: { error, refetch } }: { preview: RulesPreviewQuery }) => (
  <div className="flex flex-col items-start gap-y-2">
    <Refusal>{sentenceOf(error)}</Refusal>
    {!wasRefused(error) && (
      <Button size="small" variant="secondary" type="button" onClick={() => void refetch()}>
        Try again
      </Button>
    )}
  </div>
)

const Quiet = ({ children }: { children: string }) => (
  <Text size="small" className="text-ui-fg-subtle" aria-live="polite">
    {children}
  </Text>
)

/** The listings whose figures saving would change. */
export function PreviewList({ preview }: { preview: RulesPreviewQuery }) {
  const { phase, waiting, data, error } = preview
  if (phase !== "asked" || error) return null
  return (
    <section className="flex flex-col gap-y-2">
      <Text size="small" weight="plus">
        What would change
      </Text>
      {data ? (
        <>
          {data.preview.rows.length === 0 && (
            <Text size="small" className="text-ui-fg-subtle">
              No figure, as stock is now.
            </Text>
          )}
          <PreviewRows preview={data.preview} headers={["Should show", "Then"]} faded={waiting} />
        </>
      ) : (
        <LoadingRows rows={2} />
      )}
    </section>
  )
}

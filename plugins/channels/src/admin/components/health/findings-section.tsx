import { Button, StatusBadge, Text, toast } from "@medusajs/ui"
import { useFindings, useFixFindings } from "../../hooks/health"
import { toastFailure } from "../../lib/failure"
import type { Finding, FixAnswer } from "../../lib/health-wire"
import { RelativeTime } from "../relative-time"
import { Section } from "../section"
import { EmptyState, Loaded } from "../states"

/** What the checks of the house found; the same as `npm run doctor` says. */
export function FindingsSection() {
  const findings = useFindings()
  const fixable = (findings.data?.findings ?? []).filter((finding) => finding.fixable)
  return (
    <div id="findings">
      <Section
        title="Checks"
        hint="Made every quarter of an hour; npm run doctor makes them all at once."
        actions={
          fixable.length > 1 && (
            <FixButton ids={fixable.map(({ id }) => id)} words={`Fix these ${fixable.length}`} />
          )
        }
      >
        <Loaded query={findings}>
          {({ findings }) =>
            findings.length === 0 ? (
              <EmptyState
                title="Nothing was found"
                hint="Stock, reservations, orders and schedules agree with each other."
              />
            ) : (
              <ul className="divide-y">
                {findings.map((finding) => (
                  <FindingItem key={finding.id} finding={finding} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
    </div>
  )
}

const FindingItem = ({ finding }: { finding: Finding }) => (
  <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-6 py-4">
    <div className="min-w-0 flex-1 basis-[280px]">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <StatusBadge color={finding.severity === "error" ? "red" : "orange"}>
          {finding.severity === "error" ? "Error" : "Warning"}
        </StatusBadge>
        <Text size="small" weight="plus">
          {finding.message}
        </Text>
      </div>
      <Text size="small" className="text-ui-fg-subtle mt-1 text-pretty break-words">
        {finding.remedy} First seen <RelativeTime at={finding.first_seen_at} />.
      </Text>
    </div>
    {finding.fixable && <FixButton ids={[finding.id]} words="Fix" />}
  </li>
)

function FixButton({ ids, words }: { ids: string[]; words: string }) {
  const fix = useFixFindings()
  const tell = ({ results }: FixAnswer) => {
    const worst = results.find(({ outcome }) => outcome === "left") ?? results[0]
    if (worst?.outcome === "left") toast.warning("It stands", { description: worst.message })
    else toast.success("Done", { description: worst?.message })
  }
  return (
    <Button
      size="small"
      variant="secondary"
      isLoading={fix.isPending}
      onClick={() => fix.mutate(ids, { onSuccess: tell, onError: toastFailure("Nothing was fixed") })}
    >
      {words}
    </Button>
  )
}

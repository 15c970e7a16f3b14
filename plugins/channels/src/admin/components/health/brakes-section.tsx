import { Button, Text, toast, usePrompt } from "@medusajs/ui"
import { useState } from "react"
import { useBrakes, useReleaseBrake } from "../../hooks/health"
import { toastFailure } from "../../lib/failure"
import { counted, grouped } from "../../lib/format"
import type { Brake } from "../../lib/health-wire"
import { ListTable, type Column } from "../list-table"
import { RelativeTime } from "../relative-time"
import { Section } from "../section"

const changes: Record<Brake["kind"], string> = {
  zero: "would go to zero",
  raise: "would be raised",
  end: "would go off sale",
}

/** Mass changes that wait for a person, everybody's or one channel's; hidden while none does. */
export function BrakesSection({ channelId }: { channelId?: string }) {
  const brakes = (useBrakes().data?.brakes ?? []).filter(
    ({ channel_id }) => channelId === undefined || channel_id === channelId,
  )
  if (brakes.length === 0) return null
  return (
    <div id="brakes">
      <Section
        title="Waiting for you"
        hint="With what changed in the last ten minutes this is more than the brake lets through, so it may be a mistake. Nothing of it is sent until you release it; it ends by itself if the figures change back, or when those minutes are over."
      >
        {brakes.map((brake) => (
          <BrakeItem key={brake.id} brake={brake} />
        ))}
      </Section>
    </div>
  )
}

type Example = Brake["examples"][number]

const titles: Column<Example>[] = [{ header: "Listing", cell: ({ title }) => title }]

const columns: Column<Example>[] = [
  ...titles,
  { header: "Shows", align: "right", cell: ({ from }) => figure(from) },
  { header: "Would show", align: "right", cell: ({ to }) => figure(to) },
]

const figure = (value: number | null) => (value === null ? "nothing" : grouped(value))

function BrakeItem({ brake }: { brake: Brake }) {
  const [left, setLeft] = useState(false)
  return (
    <div>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-6 py-4">
        <div className="min-w-0 flex-1 basis-[240px]">
          <Text size="small" weight="plus">
            {brake.channel_name}: {grouped(brake.listings)} of {counted(brake.of_listings, "listing")}{" "}
            {changes[brake.kind]}
          </Text>
          <Text size="small" className="text-ui-fg-subtle">
            Stopped <RelativeTime at={brake.pulled_at} />
          </Text>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button size="small" variant="secondary" onClick={() => setLeft(!left)}>
            {left ? "Show what would change" : "Leave it"}
          </Button>
          <ReleaseButton brake={brake} />
        </div>
      </div>
      {!left && brake.examples.length > 0 && (
        // Scrolls by keyboard, too, and leaves the rest of the page in reach.
        <div
          role="region"
          aria-label="What would change"
          tabIndex={0}
          className="max-h-[320px] overflow-y-auto"
        >
          <ListTable
            columns={brake.kind === "end" ? titles : columns}
            rows={brake.examples}
            rowKey={({ listing_id }) => listing_id}
          />
        </div>
      )}
    </div>
  )
}

function ReleaseButton({ brake }: { brake: Brake }) {
  const release = useReleaseBrake()
  const prompt = usePrompt()
  const confirm = async () => {
    const agreed = await prompt({
      title: `Release ${counted(brake.listings, "listing")}?`,
      description: `At ${brake.channel_name} ${counted(brake.listings, "listing")} ${changes[brake.kind]}. This is sent at once.`,
      confirmText: "Release",
      cancelText: "Cancel",
    })
    if (!agreed) return
    release.mutate(brake.id, {
      onSuccess: () => void toast.success("Released: it is being sent"),
      onError: toastFailure("Nothing was released"),
    })
  }
  return (
    <Button size="small" isLoading={release.isPending} onClick={() => void confirm()}>
      Release
    </Button>
  )
}

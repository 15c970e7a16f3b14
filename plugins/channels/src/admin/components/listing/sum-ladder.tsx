import { Alert, clx } from "@medusajs/ui"
import { grouped } from "../../lib/format"
import { rungsOf, type Ladder } from "../../lib/rungs"
import type { Explanation } from "../../lib/wire"

const withheldBecause: Record<NonNullable<Explanation["withheld"]>, string> = {
  not_mapped: "Nothing is published, because the listing belongs to none of your variants yet. Map it.",
  variant_deleted: "Nothing is published, because the variant was deleted. Map the listing to another one.",
  inventory_not_managed:
    "Nothing is published, because Medusa does not manage this variant's inventory. Turn on “Manage inventory” and give it an inventory item.",
  no_location:
    "Nothing new is published, because no stock location is linked to the channel. Link one to its sales channel.",
  kit_out_of_step:
    "Nothing new is published, because what this kit is made of has changed and is not worked out yet.",
  not_pushable:
    "Nothing is sent, because the marketplace takes no stock for the listing in its present state.",
}

export const SumLadder = ({ explanation }: { explanation: Explanation }) => (
  <div className="flex flex-col gap-y-3">
    {explanation.withheld && (
      <Alert variant="warning">
        {[withheldBecause[explanation.withheld], explanation.kit_refusal].filter(Boolean).join(" ")}
      </Alert>
    )}
    {explanation.channel_state === "paused" && (
      <Alert variant="warning">The channel is paused, so nothing is sent until it is resumed.</Alert>
    )}
    {explanation.rules.paused && (
      <Alert variant="warning">The listing is paused, so nothing is sent for it until it is resumed.</Alert>
    )}
    <Rungs ladder={explanation} />
  </div>
)

/** The sum itself, of now or of then; nothing where stock did not decide. */
export const Rungs = ({ ladder }: { ladder: Ladder }) =>
  ladder.sum && (
    <dl className="border-ui-border-base divide-y rounded-md border">
      {rungsOf(ladder).map(({ sign, label, value, total }) => (
        <div
          key={label}
          className={clx("txt-compact-small flex items-center justify-between px-3 py-2", {
            "text-ui-fg-subtle": !total,
            "txt-compact-small-plus bg-ui-bg-subtle": total,
          })}
        >
          <dt>
            <span aria-hidden className="text-ui-fg-muted inline-block w-5">
              {sign}
            </span>
            {label}
          </dt>
          <dd className="tabular-nums">{grouped(value)}</dd>
        </div>
      ))}
    </dl>
  )

import { Button, Text } from "@medusajs/ui"
import { useState } from "react"
import { Link } from "react-router-dom"
import { useListingRules } from "../../hooks/rules"
import { ruleInWords, ruleLabels, ruleNames } from "../../lib/rule-words"
import type { ListingRulesAnswer } from "../../lib/rules-wire"
import type { Listing } from "../../lib/wire"
import { FactRow, Section } from "../section"
import { Loaded } from "../states"
import { HoldDrawer } from "./hold-drawer"
import { HoldFacts } from "./hold-facts"
import { ListingRulesDrawer } from "./listing-rules-drawer"
import { PauseListingButton, RemoveRulesButton } from "./listing-rules-actions"

/** What holds for this listing alone, and for how long. */
export function ListingRulesSection({ listing }: { listing: Listing }) {
  const [open, setOpen] = useState<"rules" | "hold">()
  const rules = useListingRules(listing.id)
  const close = () => setOpen(undefined)
  return (
    <Section
      title="Rules of its own"
      hint="What is not set here is the channel's."
      actions={
        rules.data && (
          <>
            {hasOwn(rules.data) && <RemoveRulesButton listing={listing} />}
            <PauseListingButton id={listing.id} paused={rules.data.own.paused} />
            <Button size="small" variant="secondary" onClick={() => setOpen("hold")}>
              Hold
            </Button>
            <Button size="small" variant="secondary" aria-label="Edit rules" onClick={() => setOpen("rules")}>
              Edit
            </Button>
          </>
        )
      }
    >
      <Loaded query={rules} rows={2}>
        {(answer) => (
          <>
            <OwnRuleFacts listing={listing} answer={answer} />
            {open === "rules" && <ListingRulesDrawer listing={listing} answer={answer} onClose={close} />}
            {open === "hold" && <HoldDrawer listing={listing} hold={answer.own.hold} onClose={close} />}
          </>
        )}
      </Loaded>
    </Section>
  )
}

const hasOwn = ({ own: { hold, paused, ...rules } }: ListingRulesAnswer) =>
  hold !== null || paused || Object.values(rules).some((value) => value !== null)

function OwnRuleFacts({ listing, answer }: { listing: Listing; answer: ListingRulesAnswer }) {
  const { own, channel } = answer
  return (
    <>
      {own.paused && <FactRow label="Paused">its figure is computed, and not sent</FactRow>}
      {own.hold && <HoldFacts id={listing.id} hold={own.hold} />}
      {ruleNames.map((name) => {
        const words = ruleInWords(name, own)
        return (
          words !== null && (
            <FactRow key={name} label={ruleLabels[name]}>
              {words}{" "}
              <span className="text-ui-fg-muted">instead of {ruleInWords(name, channel) ?? "none"}</span>
            </FactRow>
          )
        )
      })}
      {!hasOwn(answer) && (
        <Text size="small" className="text-ui-fg-subtle px-6 py-4">
          None: it goes by the rules of{" "}
          <Link
            className="text-ui-fg-interactive hover:text-ui-fg-interactive-hover"
            to={`/channels/${listing.channel_id}`}
          >
            {listing.channel_name}
          </Link>
          .
        </Text>
      )}
    </>
  )
}

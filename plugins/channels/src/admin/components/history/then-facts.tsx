import { Alert, Text } from "@medusajs/ui"
import { useExplanationAt } from "../../hooks/history"
import { grouped } from "../../lib/format"
import { withheldOf } from "../../lib/history-words"
import { exactly } from "../../lib/moment"
import type { ExplanationAt } from "../../lib/wire"
import { LocationFacts } from "../listing/location-facts"
import { ReservationFacts } from "../listing/reservation-facts"
import { Rungs } from "../listing/sum-ladder"
import { FactRow, Section } from "../section"
import { OutcomeBadge } from "../state-badges"
import { Loaded } from "../states"

/** Why the listing showed what it showed at a moment. */
export const ThenFacts = ({ id, at }: { id: string; at: string }) => (
  <Loaded query={useExplanationAt(id, at)} rows={6} framed>
    {({ explanation_at: then }) => (
      <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-2">
        <Section title="Why that figure" hint={`As of ${exactly(then.at)}`}>
          <div className="flex flex-col gap-y-6 px-6 py-4">
            <Decision then={then} />
            <LocationFacts locations={then.locations} />
            <ReservationFacts explanation={then} />
          </div>
        </Section>
        <Section title="What the marketplace had">
          <Offer offer={then.offer} />
          <Accepted then={then} />
          <Sent then={then} />
          <FactRow label="Variant">
            {then.variant
              ? [then.variant.title, then.variant.sku].filter(Boolean).join(" · ")
              : "It belonged to none."}
          </FactRow>
          <Untold then={then} />
        </Section>
      </div>
    )}
  </Loaded>
)

function Decision({ then: { decision, stock } }: { then: ExplanationAt }) {
  if (decision === null) {
    return (
      <Alert variant="info">
        What was decided then is not known.
        {stock && ` ${grouped(stock.on_hand)} lay there, ${grouped(stock.available)} of them free.`}
      </Alert>
    )
  }
  const { rules, sum, desired, decided_at } = decision
  return (
    <div className="flex flex-col gap-y-3">
      {decision.withheld !== null && <Alert variant="warning">{withheldOf(decision.withheld)}</Alert>}
      {rules && <Rungs ladder={{ rules, sum, withheld: decision.withheld }} />}
      <Text size="small" className="text-ui-fg-subtle">
        {desired === null ? "Decided to publish nothing" : `Decided to show ${grouped(desired)}`}, at{" "}
        {exactly(decided_at)}.
        {stock && sum && stock.available !== sum.in_all && (
          <> By the moment itself, {grouped(stock.available)} were free: the next figure was being decided.</>
        )}
      </Text>
    </div>
  )
}

const Offer = ({
  offer: { on_sale, since, accepted, on_its_way, refused },
}: Pick<ExplanationAt, "offer">) => (
  <>
    <FactRow label="On sale">
      {since === null ? (
        "Yes, as far as the rule for what is sold out goes."
      ) : (
        <>
          <b className="txt-compact-small-plus">{on_sale ? "Put back on sale" : "Off sale: sold out"}</b>, at{" "}
          {exactly(since)}
          {accepted ? `, in ${pushOf(accepted)}` : on_sale && ", by somebody at the marketplace"}
          {accepted?.message && `: ${accepted.message}`}
        </>
      )}
    </FactRow>
    {on_its_way && (
      <FactRow label={on_its_way.on_sale ? "Going back on sale" : "Going off sale"}>
        Sent at {exactly(on_its_way.sent_at)} in {pushOf(on_its_way)}, not answered yet
      </FactRow>
    )}
    {refused && (
      <FactRow label={refused.on_sale ? "Not put back on sale" : "Not taken off sale"}>
        <OutcomeBadge outcome="rejected" /> at {exactly(refused.answered_at)} in {pushOf(refused)}:{" "}
        {refused.message ?? refused.code ?? "it did not say why"}
      </FactRow>
    )}
  </>
)

const pushOf = ({ push_id, batch }: { push_id: string; batch: string | null }) =>
  `push ${push_id}${batch === null ? "" : ` (${batch})`}`

const Accepted = ({ then: { accepted } }: { then: ExplanationAt }) => (
  <FactRow label="It had taken">
    {accepted === null ? (
      "No figure from us, as far as pushes are kept."
    ) : (
      <>
        <b className="txt-compact-small-plus">{grouped(accepted.value)}</b>, at{" "}
        {exactly(accepted.accepted_at)}, in {pushOf(accepted)}
        {accepted.message && `: ${accepted.message}`}
      </>
    )}
  </FactRow>
)

const Sent = ({ then: { on_its_way, last_answer } }: { then: ExplanationAt }) => (
  <>
    <FactRow label="On its way">
      {on_its_way === null
        ? "Nothing"
        : `${grouped(on_its_way.value)}, sent at ${exactly(on_its_way.sent_at)} in push ${on_its_way.push_id}, not answered yet`}
    </FactRow>
    {last_answer?.outcome === "rejected" && (
      <FactRow label="Its last answer">
        <OutcomeBadge outcome={last_answer.outcome} />
        {grouped(last_answer.value)} in push {last_answer.push_id}: {last_answer.message ?? last_answer.code}
      </FactRow>
    )}
  </>
)

const untoldWords: Record<ExplanationAt["untold"][number], string> = {
  mapping: "which variant the listing belonged to (this is today's)",
  recipe: "how many pieces of each part one set needed",
  decision: "which figure had been decided, by which rules",
  read_mark: "how far the channel's orders were read",
}

const Untold = ({ then: { untold } }: { then: ExplanationAt }) =>
  untold.length === 0 ? null : (
    <FactRow label="Not written down">
      <ul className="flex flex-col gap-y-1">
        {untold.map((one) => (
          <li key={one}>{untoldWords[one]}</li>
        ))}
      </ul>
    </FactRow>
  )

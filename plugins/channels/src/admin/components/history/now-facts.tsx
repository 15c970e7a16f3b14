import { Text } from "@medusajs/ui"
import { Link } from "react-router-dom"
import { exactly } from "../../lib/moment"
import { changeInWords, waitsInWords, type Sentence } from "../../lib/standing-words"
import type { ExplainAnswer } from "../../lib/wire"
import { AnswerFacts } from "../listing/answer-facts"
import { LocationFacts } from "../listing/location-facts"
import { ReservationFacts } from "../listing/reservation-facts"
import { SumLadder } from "../listing/sum-ladder"
import { RelativeTime } from "../relative-time"
import { FactRow, Section } from "../section"

const linkStyle = "text-ui-fg-interactive hover:text-ui-fg-interactive-hover"

/** Why the listing shows what it shows now, what it waits for, and what would change it. */
export const NowFacts = ({ answer: { explanation, standing } }: { answer: ExplainAnswer }) => (
  <div className="grid grid-cols-1 items-start gap-3 xl:grid-cols-2">
    <Section title="Why this figure">
      <div className="flex flex-col gap-y-6 px-6 py-4">
        <SumLadder explanation={explanation} />
        <LocationFacts locations={explanation.locations} />
        <ReservationFacts explanation={explanation} />
      </div>
    </Section>
    <Section title="Why now">
      <FactRow label="Waits for">
        <Sentences sentences={waitsInWords(standing.waits_for, explanation.listing)} />
      </FactRow>
      <FactRow label="Changes with">
        <Sentences sentences={standing.changes_with.map(changeInWords)} />
      </FactRow>
      <FactRow label="Orders known up to">
        <RelativeTime at={standing.read_mark.read_through} never="none read yet" />
      </FactRow>
      <FactRow label="Orders last read">
        <RelativeTime at={standing.read_mark.read_ended_at} />
      </FactRow>
      <div className="px-6 py-4">
        <AnswerFacts explanation={explanation} />
      </div>
    </Section>
  </div>
)

const Sentences = ({ sentences }: { sentences: Sentence[] }) =>
  sentences.length === 0 ? (
    <span className="text-ui-fg-muted">–</span>
  ) : (
    <ul className="flex flex-col gap-y-1">
      {sentences.map(({ text, at, link }) => (
        <li key={text} className="text-pretty">
          {text}
          {at && (
            <>
              {" "}
              <time dateTime={at} className="whitespace-nowrap">
                {exactly(at)}
              </time>{" "}
              <Text as="span" size="xsmall" className="text-ui-fg-muted">
                (<RelativeTime at={at} />)
              </Text>
            </>
          )}
          {link && (
            <>
              {" "}
              <Link className={linkStyle} to={link.to}>
                {link.words}
              </Link>
            </>
          )}
        </li>
      ))}
    </ul>
  )

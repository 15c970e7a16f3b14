import { useParams, type UIMatch } from "react-router-dom"
import { ListingHeader } from "../../../../components/history/listing-header"
import { ListingHistory } from "../../../../components/history/listing-history"
import { MomentControl } from "../../../../components/history/moment-control"
import { NowFacts } from "../../../../components/history/now-facts"
import { ThenFacts } from "../../../../components/history/then-facts"
import { ListingRulesSection } from "../../../../components/rules/listing-rules-section"
import { Loaded } from "../../../../components/states"
import { useExplanation } from "../../../../hooks/listings"
import { fromLocalInput } from "../../../../lib/moment"
import { useUrlState } from "../../../../lib/url-state"

/** One listing: why it shows what it shows, now or at an earlier moment, and everything that led to it. */
const ListingPage = () => {
  const { id = "" } = useParams()
  const url = useUrlState()
  const at = fromLocalInput(url.get("at") ?? "")
  const lookAt = (moment: string | undefined) => url.set({ at: moment })
  return (
    <Loaded query={useExplanation(id)} rows={8} framed>
      {(answer) => (
        <div className="flex flex-col gap-3">
          <ListingHeader listing={answer.explanation.listing}>
            <MomentControl at={at} onChange={lookAt} />
          </ListingHeader>
          {at === undefined ? <NowFacts answer={answer} /> : <ThenFacts id={id} at={at} />}
          {at === undefined && <ListingRulesSection listing={answer.explanation.listing} />}
          <ListingHistory listing={answer.explanation.listing} at={at} onPick={lookAt} />
        </div>
      )}
    </Loaded>
  )
}

const Breadcrumb = ({ id }: { id: string }) => useExplanation(id).data?.explanation.listing.title ?? "Listing"

export const handle = { breadcrumb: ({ params }: UIMatch) => <Breadcrumb id={params.id ?? ""} /> }

export default ListingPage

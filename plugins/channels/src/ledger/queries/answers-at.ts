import type { Sql } from "../data-source"
import type { ExplanationAt } from "./explanation-at-shape"
import type { Listing } from "./listings"
import { offerTurns, turnBy, type OfferTurn } from "./offer-turns"

/** What the marketplace had taken of a listing's figures by a moment, and what was on its way. */
export async function answersAt(
  sql: Sql,
  { id, title }: Listing,
  at: Date,
): Promise<Pick<ExplanationAt, "accepted" | "on_its_way" | "last_answer">> {
  const { accepted, on_its_way, last_answer } = await itemsAt<number>(sql, id, { at, type: "number" })
  return {
    accepted: accepted ? { ...sentValue(accepted), ...takenAt(accepted) } : null,
    on_its_way: on_its_way ? sentValue(on_its_way) : null,
    last_answer: last_answer ? { ...toAnswer(last_answer), title } : null,
  }
}

/** Whether it was on sale at a moment, and what was on its way to change that. */
export async function offerAt(sql: Sql, listingId: string, at: Date): Promise<ExplanationAt["offer"]> {
  const [{ accepted, on_its_way, last_answer }, turns] = await Promise.all([
    itemsAt<boolean>(sql, listingId, { at, type: "boolean" }),
    offerTurns(sql, listingId, at),
  ])
  const turn = turnBy(turns, at)
  const refused = last_answer?.outcome === "rejected" ? last_answer : undefined
  return {
    on_sale: turn?.on_sale ?? true,
    since: turn?.at ?? null,
    accepted: accepted && didIt(accepted, turn) ? { ...sentOffer(accepted), ...takenAt(accepted) } : null,
    on_its_way: on_its_way ? sentOffer(on_its_way) : null,
    refused: refused
      ? {
          ...sentOffer(refused),
          code: refused.code,
          message: refused.message,
          answered_at: refused.answered_at,
        }
      : null,
  }
}

/** What stands the other way round than the last push left it was turned over there. */
const didIt = ({ value }: SentItem<boolean>, turn: OfferTurn | undefined) => turn?.on_sale === value

interface SentItem<Value> {
  push_id: string
  listing_id: string
  external_id: string
  created_at: Date
  sent_at: Date
  batch: string | null
  value: Value
  outcome: "pending" | "accepted" | "rejected" | "unknown"
  code: string | null
  message: string | null
}

type Answered<Value> = SentItem<Value> & { answered_at: Date }

interface ItemsAt<Value> {
  accepted?: Answered<Value>
  on_its_way?: SentItem<Value>
  last_answer?: Answered<Value>
}

/** A stock figure is a number; whether a listing is on sale is true or false. */
type ValueType = "number" | "boolean"

/** What was answered after the moment had no answer then. No push is waited for as long as a day. */
const itemAt = (type: ValueType, condition: string) => `
  (select i.push_id, i.listing_id, i.external_id, i.created_at, coalesce(p.sent_at, i.created_at) as sent_at,
     case when p.settled_at <= $2 then p.settled_at end as answered_at, p.batch, i.value, i.outcome, i.code, i.message
   from ledger.push_item i join ledger.push p on p.id = i.push_id
   where i.listing_id = $1 and jsonb_typeof(i.value) = '${type}' and i.created_at <= $2 and ${condition}
   order by i.push_id desc limit 1)`

async function itemsAt<Value>(
  sql: Sql,
  listingId: string,
  { at, type }: { at: Date; type: ValueType },
): Promise<ItemsAt<Value>> {
  const rows = await sql.query<Answered<Value> & { wanted: keyof ItemsAt<Value> }>(
    `select 'accepted' as wanted, one.* from ${itemAt(type, `i.outcome = 'accepted' and p.settled_at <= $2`)} one
     union all select 'on_its_way', one.* from ${itemAt(
       type,
       `i.created_at > $2 - interval '1 day' and (p.settled_at is null or p.settled_at > $2)`,
     )} one
     union all select 'last_answer', one.* from ${itemAt(type, `p.settled_at <= $2`)} one`,
    [listingId, at],
  )
  return Object.fromEntries(rows.map((row) => [row.wanted, row]))
}

const sentOf = <Value>({ push_id, sent_at, batch }: SentItem<Value>) => ({ push_id, sent_at, batch })

const sentValue = (item: SentItem<number>) => ({ ...sentOf(item), value: item.value })

const sentOffer = (item: SentItem<boolean>) => ({ ...sentOf(item), on_sale: item.value })

const takenAt = <Value>({ answered_at, message }: Answered<Value>) => ({ accepted_at: answered_at, message })

function toAnswer(item: Answered<number>) {
  const { push_id, listing_id, external_id, value, outcome, code, message, created_at, answered_at } = item
  return { push_id, listing_id, external_id, value, outcome, code, message, created_at, answered_at }
}

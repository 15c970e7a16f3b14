/** Where the rules are read: a preview puts others in the place of those that are stored. */
export interface RuleSources {
  channels: string
  listings: string
}

export const storedRules: RuleSources = { channels: "public.channel", listings: "ledger.listing_rule" }

/** How the pieces that are set aside are found: item by item, or all of them at once where there are many items. */
const reservedBy = {
  "looked up": `lateral (
         select sum(r.quantity) as quantity from public.reservation_item r
         where r.inventory_item_id = level.inventory_item_id and r.location_id = level.location_id and r.deleted_at is null
       ) reserved on true`,
  summed: `(
         select inventory_item_id, location_id, sum(quantity) as quantity from public.reservation_item
         where deleted_at is null group by 1, 2
       ) reserved on reserved.inventory_item_id = level.inventory_item_id and reserved.location_id = level.location_id`,
} as const

export interface FigureSources {
  rules?: RuleSources
  reservations?: keyof typeof reservedBy
}

/** Rules that a listing may have of its own; where it has none, its channel's hold. */
export const listingRuleNames = [
  "share_percent",
  "buffer",
  "buffer_percent",
  "buffer_mode",
  "oversell_chance",
  "minimum",
  "cap",
  "when_sold_out",
] as const

const effectiveRules = listingRuleNames.map((rule) => `coalesce(r.${rule}, c.${rule}) as ${rule}`).join(", ")

const ownRules = `case when r.listing_id is not null then
         array_remove(array[${listingRuleNames.map((rule) => `case when r.${rule} is not null then '${rule}' end`).join(", ")}], null)
       end`

/**
 * The figures of the listings that `filter` names (conditions on `ledger.listing l`), as common table expressions that end in
 * `figure`, a row per listing. `$1` holds the largest quantity each marketplace takes, by its id. The formula is that of
 * `sumUp` in queries/publishable.ts, which also states the order of the rules.
 *
 * Reservations are summed from their rows; Medusa's reserved_quantity counter is never trusted. A location counts only if it
 * keeps every component; a variant that no location of the channel keeps is sold out. What is not known publishes nothing new
 * (`desired` null, with its `rule`): a variant without components or one that Medusa does not manage, a channel without
 * any location, and a kit whose recipe has not followed its parts (`ledger.kit_out_of_step`).
 *
 * A measured buffer is the smallest b with P(X > b) ≤ oversell_chance, where X ~ Poisson(λ · D) is what sells while a change is
 * on its way: λ in sets per second, of the component that sells fastest (units per hour over all channels and the last 28
 * days, from ledger.sales_rate, / 3600 / pieces per set); D in seconds, the time within which 99 of 100 of the channel's own
 * changes of the last 7 days were accepted, at least 1. Where nothing has sold there is nothing to measure: the fixed buffer
 * holds.
 *
 * Each "offset 0" keeps an expression from being computed once more for every use of it.
 */
export const figuresOf = (
  filter: string,
  { rules: { channels, listings } = storedRules, reservations = "looked up" }: FigureSources = {},
) => `
     shop as materialized (
       select c.*, exists (
           select from public.sales_channel_stock_location s
           where s.sales_channel_id = c.sales_channel_id and s.deleted_at is null) as located
       from ${channels} c where c.deleted_at is null
     ), listed as (
       select l.id, l.channel_id, l.variant_id, c.sales_channel_id, c.located, c.location_mode, ${effectiveRules},
         coalesce(($1::jsonb ->> c.marketplace)::int, 2147483647) as marketplace_max,
         coalesce(r.hold_until > now(), false) as held, r.hold_units, r.hold_until, r.hold_reason,
         coalesce(r.paused, false) as paused, ${ownRules} as own
       from ledger.listing l
       join shop c on c.id = l.channel_id
       left join ${listings} r on r.listing_id = l.id
       where ${filter}
     ), component as (
       select l.id as listing_id, l.sales_channel_id, l.buffer_mode = 'measured' as measured, r.inventory_item_id,
         r.required_quantity, count(*) over (partition by l.id) as components
       from listed l
       join public.product_variant v on v.id = l.variant_id and v.deleted_at is null and v.manage_inventory
       join public.product_variant_inventory_item r on r.variant_id = l.variant_id and r.deleted_at is null
     ), placed as (
       select c.listing_id, level.location_id, count(*) = min(c.components) as complete,
         min(floor((level.stocked_quantity - coalesce(reserved.quantity, 0)) / c.required_quantity))::float8 as sets,
         max(case when c.measured then (select units_per_hour from ledger.sales_rate rate
             where rate.inventory_item_id = c.inventory_item_id) / c.required_quantity end)::float8 as sets_per_hour
       from component c
       left join (public.sales_channel_stock_location s join public.inventory_level level
           on level.location_id = s.stock_location_id and level.deleted_at is null)
         on s.sales_channel_id = c.sales_channel_id and s.deleted_at is null
           and level.inventory_item_id = c.inventory_item_id
       left join ${reservedBy[reservations]}
       group by c.listing_id, level.location_id
     ), stock as (
       select listing_id, coalesce(sum(sets) filter (where complete), 0) as in_all,
         coalesce(max(sets) filter (where complete), 0) as in_one, max(sets_per_hour) as sets_per_hour
       from placed group by 1
     ), delay as (
       select channel_id, ledger.acceptance_p99(channel_id) as seconds
       from (select distinct channel_id from listed where buffer_mode = 'measured') measured
     ), counted as (
       select l.*, stock.in_all, stock.sets_per_hour, delay.seconds as delay_seconds,
         case when stock.in_all is null then 'inventory_not_managed' when not l.located then 'no_location'
           when kit.variant_id is not null then 'kit_out_of_step' end as rule,
         kit.refusal as kit_refusal,
         case l.location_mode when 'single' then least(stock.in_one, stock.in_all) else stock.in_all end as available,
         ledger.poisson_quantile(stock.sets_per_hour / 3600 * delay.seconds, l.oversell_chance) as measured_buffer
       from listed l
       left join stock on stock.listing_id = l.id
       left join ledger.kit_out_of_step kit on kit.variant_id = l.variant_id
       left join delay on delay.channel_id = l.channel_id and l.buffer_mode = 'measured'
       offset 0
     ), figure as (
       select counted.*, case when rule is null then to_jsonb(least(cap, marketplace_max,
           case when after_buffer < minimum then 0 else greatest(0, after_buffer) end)::int) end as desired
       from (
         select counted.*,
           floor((available - case when held then coalesce(hold_units, greatest(0, available)) else 0 end)
             * share_percent / 100)
           - coalesce(measured_buffer, buffer + ceil(greatest(0, available) * buffer_percent / 100)) as after_buffer
         from counted
         offset 0
       ) counted
       offset 0
     )`

/**
 * What a figure was decided by, as `ledger.aspect` and `ledger.decision` keep it: stock, and the rules that are not neutral. The
 * figures in between follow from it; queries/decided.ts computes them.
 */
export const reasonOf = (w: string) => `
  case when ${w}.rule is not null then jsonb_strip_nulls(jsonb_build_object('rule', ${w}.rule, 'paused', nullif(${w}.paused, false)))
  else jsonb_strip_nulls(jsonb_build_object(
    'available', ${w}.available, 'in_all', nullif(${w}.in_all, ${w}.available),
    'location_mode', nullif(${w}.location_mode, 'split'),
    'hold', case when ${w}.held then
      jsonb_build_object('units', ${w}.hold_units, 'until', ${w}.hold_until, 'reason', ${w}.hold_reason) end,
    'share_percent', nullif(${w}.share_percent, 100),
    'buffer', nullif(${w}.buffer, 0), 'buffer_percent', nullif(${w}.buffer_percent, 0),
    'buffer_mode', nullif(${w}.buffer_mode, 'fixed'),
    'measured', case when ${w}.measured_buffer is not null then jsonb_build_object(
      'buffer', ${w}.measured_buffer, 'sets_per_hour', ${w}.sets_per_hour, 'delay_seconds', ${w}.delay_seconds,
      'oversell_chance', ${w}.oversell_chance) end,
    'minimum', nullif(${w}.minimum, 0), 'cap', ${w}.cap, 'marketplace_max', nullif(${w}.marketplace_max, 2147483647),
    'when_sold_out', nullif(${w}.when_sold_out, 'zero'), 'paused', nullif(${w}.paused, false), 'own', ${w}.own)) end`

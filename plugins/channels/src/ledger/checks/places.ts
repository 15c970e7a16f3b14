import type { Sql } from "../data-source"
import { bounded } from "./bounded"

/** Where each channel's goods lie: the locations linked to its sales channel. */
const places = `
  place as (
    select c.id as channel_id, c.name as channel, c.marketplace, p.id as location_id, p.name as location
    from public.channel c
    join public.sales_channel_stock_location s on s.sales_channel_id = c.sales_channel_id and s.deleted_at is null
    join public.stock_location p on p.id = s.stock_location_id and p.deleted_at is null
    where c.deleted_at is null
  )`

/** Medusa names a provider after its class and its id in the configuration: "trendyol_trendyol". */
const providers = `
  provider as (
    select id, split_part(id, '_', 1) as marketplace from public.fulfillment_provider
    where is_enabled and deleted_at is null
  )`

/** Locations from which Medusa could not fulfil a channel's order. The subject names the location and the provider. */
export const unlinkedProviders = (sql: Sql) =>
  bounded<{ subject: string; location: string; channels: string }>(
    sql,
    `with ${places}, ${providers}
     select place.location_id || ' ' || provider.id as subject, place.location,
       string_agg(place.channel, ', ' order by place.channel) as channels
     from place join provider using (marketplace)
     where not exists (
       select from public.location_fulfillment_provider l
       where l.stock_location_id = place.location_id and l.fulfillment_provider_id = provider.id
         and l.deleted_at is null)
     group by place.location_id, place.location, provider.id`,
  )

export const channelsWithoutPlace = (sql: Sql) =>
  bounded<{ subject: string; channel: string }>(
    sql,
    `with ${places}
     select c.id as subject, c.name as channel from public.channel c
     where c.deleted_at is null and not exists (select from place where place.channel_id = c.id)`,
  )

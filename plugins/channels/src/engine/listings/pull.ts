import type { DataSource } from "typeorm"
import { updateChannelState } from "../../ledger/channel-state"
import {
  alignPushability,
  mapAutomatically,
  readingBegins,
  retireUnseen,
  upsertListings,
} from "../../ledger/listings"
import type { OpenChannel } from "../sessions"

/** Reads the marketplace's whole list, page by page, retires what it no longer has, and maps what is new. */
export async function pullListings(
  ledger: DataSource,
  { channel, provider, session }: OpenChannel,
): Promise<{ seen: number; mapped: number }> {
  if (!provider.listings) return { seen: 0, mapped: 0 }
  const began = await readingBegins(ledger)
  let seen = 0
  for await (const page of provider.listings.all(session)) {
    await upsertListings(ledger, channel.id, { listings: page, readSince: began })
    seen += page.length
  }
  await retireUnseen(ledger, channel.id, began)
  const mapped = await mapAutomatically(ledger, channel.id)
  await alignPushability(ledger, channel.id)
  await updateChannelState(ledger, channel.id, { last_listings_at: began, last_listings_error: null })
  return { seen, mapped }
}

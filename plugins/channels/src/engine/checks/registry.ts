import type { Check } from "./check"
import { clockSkew } from "./clock"
import { connectors, encryptionKey, limitsAge } from "./connectors"
import { kits } from "./kits"
import { heldJobs, lockProvider, overdueLock, workers } from "./locks"
import { channelPlaces, providerLinks } from "./places"
import { lackingReservations, orphanReservations, surplusReservations } from "./reservations"
import { intervals, lateSchedules } from "./schedules"
import { negativeStock, owedStock, reservedCounter } from "./stock"
import { migrations, partitions } from "./upkeep"
import { deadInbox, dirtyMarks, openPushes, waitingInbox } from "./work"

/** Every check of the house, in the order in which they are told: what a later one leans on is judged before. */
export const checks: Check[] = [
  migrations,
  partitions,
  lockProvider,
  workers,
  overdueLock,
  heldJobs,
  connectors,
  encryptionKey,
  clockSkew,
  limitsAge,
  channelPlaces,
  providerLinks,
  intervals,
  lateSchedules,
  // What a kit is made of is judged before what its orders hold.
  kits,
  negativeStock,
  // What lines hold is set right before it is counted.
  lackingReservations,
  surplusReservations,
  orphanReservations,
  reservedCounter,
  owedStock,
  dirtyMarks,
  openPushes,
  waitingInbox,
  deadInbox,
]

const titles = new Map(checks.map(({ id, title }) => [id, title]))

/** A check of another version goes by its id. */
export const titleOfCheck = (id: string): string => titles.get(id) ?? id

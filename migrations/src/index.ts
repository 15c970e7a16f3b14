import { Listings1763600000000 } from "./1763600000000-listings"
import { Traffic1763600100000 } from "./1763600100000-traffic"
import { StockWatch1763600200000 } from "./1763600200000-stock-watch"
import { HeldPieces1763600300000 } from "./1763600300000-held-pieces"
import { OwnMoves1763600400000 } from "./1763600400000-own-moves"
import { VariantWatch1763600500000 } from "./1763600500000-variant-watch"
import { ReadMark1763700000000 } from "./1763700000000-read-mark"
import { DelaySum1763700050000 } from "./1763700050000-delay-sum"
import { Verify1763700060000 } from "./1763700060000-verify"
import { Sweep1763700070000 } from "./1763700070000-sweep"
import { Rules1763700100000 } from "./1763700100000-rules"
import { RuleHistory1763700200000 } from "./1763700200000-rule-history"
import { Findings1763700300000 } from "./1763700300000-findings"
import { Health1763700400000 } from "./1763700400000-health"
import { Offers1763700550000 } from "./1763700550000-offers"
import { KitsFollow1763700600000 } from "./1763700600000-kits-follow"
import { OfferHistory1763700700000 } from "./1763700700000-offer-history"
import { SettledReadings1763700750000 } from "./1763700750000-settled-readings"
import { EntryRetries1763700760000 } from "./1763700760000-entry-retries"
import { DueOrder1763700770000 } from "./1763700770000-due-order"

/** The ledger's history, oldest first. A landed migration is never edited; the next change is the next file. */
export const ledgerMigrations = [
  Listings1763600000000,
  Traffic1763600100000,
  StockWatch1763600200000,
  HeldPieces1763600300000,
  OwnMoves1763600400000,
  VariantWatch1763600500000,
  ReadMark1763700000000,
  DelaySum1763700050000,
  Verify1763700060000,
  Sweep1763700070000,
  Rules1763700100000,
  RuleHistory1763700200000,
  Findings1763700300000,
  Health1763700400000,
  Offers1763700550000,
  KitsFollow1763700600000,
  OfferHistory1763700700000,
  SettledReadings1763700750000,
  EntryRetries1763700760000,
  DueOrder1763700770000,
]

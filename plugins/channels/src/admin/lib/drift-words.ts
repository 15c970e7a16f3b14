import type { Listing } from "./wire"

type Drift = NonNullable<Listing["drift"]>

interface DriftWords {
  why: string
  /** Ours can be written over it; the others mend themselves, or have to be mended over there. */
  canOverwrite: boolean
}

export const driftWords: Record<Drift, DriftWords> = {
  unread_order: {
    why: "It shows less than it took, and no order says why yet. One may be on its way to us, so it is looked at again before anything is written.",
    canOverwrite: true,
  },
  edited_there: { why: "Somebody changed it over there, or another program did.", canOverwrite: true },
  lost_write: {
    why: "It shows what it showed before our last write: that write was lost over there.",
    canOverwrite: true,
  },
  refused: {
    why: "It would not take our figure and keeps its own. Its reason is below.",
    canOverwrite: false,
  },
  missing: {
    why: "It no longer knows this listing. Read its listings again, or look for it over there.",
    canOverwrite: false,
  },
  absurd: { why: "What it tells is no quantity, so it is not believed.", canOverwrite: false },
}

import type { Check } from "./checks/check"
import { checkFigures, checkPushes, checkShelves, recomputeFigures } from "./checks/figures"
import { piecesBeyondStock } from "./checks/measures"
import { checkNothingLeft, checkOrders, checkPieces, checkReservations } from "./checks/orders"
import type { Drained } from "./drain"
import type { Played } from "./place"
import type { Report } from "./report"
import type { World } from "./world"

interface Ended {
  played: Played
  drained: Drained
  scarce: boolean
}

/** The promises, recomputed from the database. */
export async function judge(
  world: World,
  { played, drained, scarce }: Ended,
): Promise<Pick<Report, "checks" | "orders" | "sandbox">> {
  const { db } = world
  await recomputeFigures(db)
  const { check, counts } = await checkOrders(db)
  const oversoldPieces = await piecesBeyondStock(db)
  const checks: Check[] = [
    inTime(played, drained),
    refusalsShown(drained),
    check,
    await checkPieces(db),
    await checkReservations(db),
    await checkShelves(world),
    await checkFigures(world),
    await checkPushes(world),
    await checkNothingLeft(db),
    ...(scarce ? [] : [nothingOversold(oversoldPieces)]),
  ]
  const { refusedAsSoldOut } = await world.sandbox.control<{ refusedAsSoldOut: number }>("GET", "/stats")
  return { checks, orders: counts, sandbox: { soldOut: refusedAsSoldOut, oversoldPieces } }
}

const inTime = ({ stalled }: Played, { inTime, remaining }: Drained): Check => ({
  promise: "Everything under way arrived in time",
  kept: inTime && !stalled,
  found: inTime ? "quiet" : "something was still under way when the wait was over",
  examples: inTime ? [] : [remaining],
})

const refusalsShown = ({ retried, hidden }: Drained): Check => ({
  promise: "What the marketplace refused stands as a visible failure",
  kept: hidden === 0,
  found: `${retried} refused figures shown by the API and retried, ${hidden} not shown`,
  examples: [],
})

const nothingOversold = (pieces: number): Check => ({
  promise: "Nothing was sold that is not there, where there is enough of everything",
  kept: pieces === 0,
  found: `${pieces} pieces sold beyond stock`,
  examples: [],
})

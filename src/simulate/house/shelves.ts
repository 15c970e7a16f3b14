import {
  pairKey,
  type LiveReservation,
  type NewReservation,
  type ReservationPlan,
} from "@serai/channels/engine/orders/plan-reservations"
import type { ComponentStock } from "@serai/channels/ledger/queries/publishable"

type PerLocation = Map<string, number>

const add = (pieces: PerLocation, location: string, quantity: number) =>
  pieces.set(location, (pieces.get(location) ?? 0) + quantity)

/** Medusa's inventory in memory: levels and reservations. Whoever changes an item is noticed, as by the ledger's triggers. */
export class Shelves {
  readonly #levels = new Map<string, PerLocation>()
  readonly #reserved = new Map<string, PerLocation>()
  readonly #rows = new Map<string, NewReservation>()
  readonly #byLine = new Map<string, Set<string>>()
  readonly #made = new Map<string, number>()
  readonly #fulfilled = new Map<string, number>()

  constructor(private readonly onChange: (inventoryItemId: string) => void) {}

  stocked(item: string, location: string): number {
    return this.#levels.get(item)?.get(location) ?? 0
  }

  adjust(item: string, location: string, delta: number): void {
    const levels = this.#levels.get(item) ?? new Map<string, number>()
    this.#levels.set(item, levels)
    add(levels, location, delta)
    this.onChange(item)
  }

  /** Free pieces per item at these locations, as the allocator wants them. */
  free(items: Iterable<string>, locations: string[]): Map<string, PerLocation> {
    return new Map([...new Set(items)].map((item) => [item, this.#freeOf(item, locations)]))
  }

  #freeOf(item: string, locations: string[]): PerLocation {
    const kept = locations.filter((location) => this.#levels.get(item)?.has(location))
    return new Map(
      kept.map((location) => [location, this.stocked(item, location) - this.#held(item, location)]),
    )
  }

  #held(item: string, location: string): number {
    return this.#reserved.get(item)?.get(location) ?? 0
  }

  /** Per location that keeps every component, as `sumUp` wants it. */
  componentStock(recipe: Record<string, number>, locations: string[]): ComponentStock[][] {
    const parts = Object.entries(recipe)
    const keepsAll = (location: string) => parts.every(([item]) => this.#levels.get(item)?.has(location))
    return locations.filter(keepsAll).map((location) =>
      parts.map(([item, required_quantity]) => ({
        stocked: this.stocked(item, location),
        reserved: this.#held(item, location),
        required_quantity,
      })),
    )
  }

  reservationsOf(lineItemIds: string[]): LiveReservation[] {
    return lineItemIds
      .flatMap((line) => [...(this.#byLine.get(line) ?? [])].flatMap((id) => this.#rows.get(id) ?? []))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  allReservations(): NewReservation[] {
    return [...this.#rows.values()]
  }

  /** How many reservations were ever made per line and item. */
  madeOf(lineItemIds: string[], items: string[]): Map<string, number> {
    const keys = lineItemIds.flatMap((line) => items.map((item) => pairKey(line, item)))
    return new Map(keys.flatMap((key) => (this.#made.has(key) ? [[key, this.#made.get(key) ?? 0]] : [])))
  }

  fulfilled(lineItemId: string): number {
    return this.#fulfilled.get(lineItemId) ?? 0
  }

  remove(ids: string[]): void {
    for (const id of ids) {
      const row = this.#rows.get(id)
      if (!row) continue
      this.#rows.delete(id)
      this.#byLine.get(row.line_item_id)?.delete(id)
      this.#hold(row, -row.quantity)
    }
  }

  update(updates: ReservationPlan["update"]): void {
    for (const { id, quantity } of updates) {
      const row = this.#rows.get(id)
      if (!row) throw new Error(`There is no reservation ${id} to change.`)
      this.#hold(row, quantity - row.quantity)
      row.quantity = quantity
    }
  }

  create(rows: NewReservation[]): void {
    for (const row of rows) {
      if (this.#rows.has(row.id)) throw new Error(`Reservation with id: ${row.id}, already exists.`)
      this.#rows.set(row.id, { ...row })
      const key = pairKey(row.line_item_id, row.inventory_item_id)
      this.#made.set(key, (this.#made.get(key) ?? 0) + 1)
      const ids = this.#byLine.get(row.line_item_id) ?? new Set<string>()
      this.#byLine.set(row.line_item_id, ids.add(row.id))
      this.#hold(row, row.quantity)
    }
  }

  /** A parcel leaves: reservations and pieces go together. False when a location does not have what is reserved there. */
  ship(lines: { lineItemId: string; quantity: number }[]): boolean {
    const rows = this.reservationsOf(lines.map(({ lineItemId }) => lineItemId))
    if (rows.some((row) => this.stocked(row.inventory_item_id, row.location_id) < row.quantity)) return false
    this.remove(rows.map(({ id }) => id))
    for (const row of rows) this.adjust(row.inventory_item_id, row.location_id, -row.quantity)
    for (const { lineItemId, quantity } of lines) {
      this.#fulfilled.set(lineItemId, this.fulfilled(lineItemId) + quantity)
    }
    return true
  }

  #hold({ inventory_item_id: item, location_id: location }: NewReservation, delta: number): void {
    const reserved = this.#reserved.get(item) ?? new Map<string, number>()
    this.#reserved.set(item, reserved)
    add(reserved, location, delta)
    this.onChange(item)
  }
}

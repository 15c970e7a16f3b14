/** One item at one location, at one moment. */
export interface Place {
  inventory_item_id: string
  location_id: string
  stocked: number
  reserved: number
}

/**
 * Pure: how many sets the places make, location by location: the scarcest component of each decides. A location that lacks
 * a component makes none.
 */
export function setsOfPlaces(
  places: Place[],
  required: Map<string, number>,
  count: (place: Place) => number,
): number {
  let sets = 0
  for (const location of new Set(places.map((place) => place.location_id))) {
    const here = places.filter((place) => place.location_id === location)
    const parts = [...required].map(([item, quantity]) => {
      const place = here.find((one) => one.inventory_item_id === item)
      return place && Math.floor(count(place) / quantity)
    })
    if (parts.every((part) => part !== undefined)) sets += Math.min(...parts)
  }
  return sets
}

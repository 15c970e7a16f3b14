/** One kind of gift: its sizes or colours, and what one of them costs in whole euros. */
export interface Kind {
  /** Begins every SKU of the kind. */
  code: string
  noun: string
  option: string
  /** What differs, and by how many euros it is dearer than the first. */
  variants: { name: string; code: string; extra: number }[]
  euros: number
  material: string
  /** Hue of its pictures, in degrees. */
  hue: number
}

const sizes = (option: string, ...variants: [name: string, code: string, extra: number][]) => ({
  option,
  variants: variants.map(([name, code, extra]) => ({ name, code, extra })),
})

/** A gift shop's range: invented, like everything in the demo. */
export const kinds: Kind[] = [
  {
    code: "MUG",
    noun: "Mug",
    ...sizes("Size", ["30 cl", "30", 0], ["45 cl", "45", 4]),
    euros: 14,
    material: "stoneware",
    hue: 18,
  },
  {
    code: "CDL",
    noun: "Candle",
    ...sizes("Size", ["120 g", "S", 0], ["220 g", "L", 8]),
    euros: 16,
    material: "soy wax",
    hue: 45,
  },
  {
    code: "TEA",
    noun: "Tea Glass Set",
    ...sizes("Pieces", ["2", "2", 0], ["6", "6", 16]),
    euros: 12,
    material: "glass",
    hue: 172,
  },
  {
    code: "BOW",
    noun: "Bowl",
    ...sizes("Diameter", ["12 cm", "12", 0], ["18 cm", "18", 7]),
    euros: 15,
    material: "stoneware",
    hue: 205,
  },
  {
    code: "TOT",
    noun: "Tote Bag",
    ...sizes("Colour", ["Natural", "NAT", 0], ["Black", "BLK", 0]),
    euros: 18,
    material: "cotton",
    hue: 90,
  },
  {
    code: "NTB",
    noun: "Notebook",
    ...sizes("Paper", ["Lined", "LIN", 0], ["Dotted", "DOT", 0]),
    euros: 11,
    material: "recycled paper",
    hue: 260,
  },
  {
    code: "SCF",
    noun: "Scarf",
    ...sizes("Size", ["One size", "ONE", 0]),
    euros: 39,
    material: "viscose",
    hue: 330,
  },
  {
    code: "CSH",
    noun: "Cushion Cover",
    ...sizes("Size", ["40 × 40 cm", "40", 0], ["50 × 50 cm", "50", 6]),
    euros: 24,
    material: "linen",
    hue: 140,
  },
  {
    code: "SOP",
    noun: "Soap",
    ...sizes("Weight", ["100 g", "100", 0]),
    euros: 6,
    material: "olive oil",
    hue: 75,
  },
  {
    code: "PST",
    noun: "Art Print",
    ...sizes("Size", ["A4", "A4", 0], ["A3", "A3", 9]),
    euros: 15,
    material: "cotton paper",
    hue: 225,
  },
  {
    code: "TRY",
    noun: "Trinket Tray",
    ...sizes("Size", ["One size", "ONE", 0]),
    euros: 13,
    material: "brass",
    hue: 35,
  },
  {
    code: "TWL",
    noun: "Tea Towel",
    ...sizes("Colour", ["Indigo", "IND", 0], ["Terracotta", "TER", 0]),
    euros: 12,
    material: "linen",
    hue: 5,
  },
]

export const designs = [
  { name: "Bosphorus", code: "BOS", about: "ferries at first light" },
  { name: "Fig Garden", code: "FIG", about: "leaves and split figs" },
  { name: "Galata", code: "GAL", about: "rooftops around the tower" },
  { name: "Carpathian Fern", code: "FRN", about: "ferns drawn from life" },
  { name: "Midnight Tulip", code: "TUL", about: "tulips on deep blue" },
]

interface Kit {
  title: string
  code: string
  euros: number
  /** SKU → pieces of it in one kit. */
  parts: Record<string, number>
}

/** Kits: one variant of several inventory items. */
export const kits: Kit[] = [
  {
    title: "Breakfast for Two",
    code: "KIT-BREAKFAST",
    euros: 39,
    parts: { "MUG-FIG-30": 2, "BOW-FIG-12": 1 },
  },
  {
    title: "Quiet Evening Box",
    code: "KIT-EVENING",
    euros: 35,
    parts: { "CDL-TUL-S": 1, "SOP-TUL-100": 2 },
  },
  {
    title: "Writer's Desk Set",
    code: "KIT-DESK",
    euros: 35,
    parts: { "NTB-GAL-DOT": 1, "TRY-GAL-ONE": 1, "PST-GAL-A4": 1 },
  },
]

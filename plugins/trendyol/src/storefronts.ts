/**
 * Where a seller sells: the code that every international request carries, and what prices and VAT rates mean there.
 * developers.trendyol.com/v3.0/docs/5-regions-and-store-front-codes, read 2026-09-28.
 */
export const storefronts = {
  TR: { currency: "TRY", vatRates: [0, 1, 10, 20] },
  RO: { currency: "RON", vatRates: [0, 11, 21] },
  BG: { currency: "BGN", vatRates: [0, 9, 20] },
  GR: { currency: "EUR", vatRates: [0, 6, 13, 24] },
  CZ: { currency: "CZK", vatRates: [0, 12, 21] },
  SK: { currency: "EUR", vatRates: [0, 19, 23] },
  DE: { currency: "EUR", vatRates: [0, 7, 19] },
  SA: { currency: "SAR", vatRates: [15] },
  AE: { currency: "AED", vatRates: [5] },
  KW: { currency: "KWD", vatRates: [0] },
} as const

export type Storefront = keyof typeof storefronts

export const storefrontCodes = [
  "TR",
  "RO",
  "BG",
  "GR",
  "CZ",
  "SK",
  "DE",
  "SA",
  "AE",
  "KW",
] as const satisfies readonly Storefront[]

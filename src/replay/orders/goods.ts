/** Codes of postage, fees, discounts, samples, vouchers and corrections (README of the data, "codes that are not goods"). */
const services = new Set([
  "POST",
  "DOT",
  "M",
  "D",
  "C2",
  "S",
  "B",
  "BANK CHARGES",
  "AMAZONFEE",
  "CRUK",
  "PADS",
])
const servicePrefixes = ["GIFT_0001_", "DCGS"]

/** Two spellings that differ only in letter case are the same goods. */
export const skuOf = (code: string): string => code.toUpperCase()

export function isGoods(code: string): boolean {
  const sku = skuOf(code)
  return !services.has(sku) && !servicePrefixes.some((prefix) => sku.startsWith(prefix))
}

/** What the listing of a SKU is found by: unique, and free of spaces, which Trendyol squeezes out. */
export const barcodeOf = (sku: string): string => `869${sku.replaceAll(/\s+/g, "-")}`

/** To the penny, half up: marketplaces take two decimals, four prices of the file have more. */
export function roundedPrice(price: string): string {
  const [whole = "0", fraction = ""] = price.split(".")
  const digits = fraction.padEnd(3, "0")
  const pennies = BigInt(whole) * 100n + BigInt(digits.slice(0, 2)) + (Number(digits[2]) >= 5 ? 1n : 0n)
  const text = pennies.toString().padStart(3, "0")
  return `${text.slice(0, -2)}.${text.slice(-2)}`
}

export const needsRounding = (price: string): boolean => /\.\d{2}\d*[1-9]/.test(price)

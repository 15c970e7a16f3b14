import { integerBetween, seededRandom, type Random } from "@serai/channels/sandbox-kit"
import type { Storefront } from "../storefronts"

export interface Person {
  firstName: string
  lastName: string
  city: string
  district: string
  street: string
  postalCode: string
  phone: string
  commercial: boolean
}

const turkish = {
  first: [
    "Defne",
    "Emre",
    "Zeynep",
    "Kerem",
    "Elif",
    "Mert",
    "İpek",
    "Çağan",
    "Şule",
    "Ozan",
    "Gökçe",
    "Yiğit",
  ],
  last: ["Örnek", "Deneme", "Kurgu", "Hayali", "Numune", "Uydurma", "Taslak", "Masal"],
  places: [
    { city: "İstanbul", district: "Kadıköy", postalCode: "34710" },
    { city: "Ankara", district: "Çankaya", postalCode: "06690" },
    { city: "İzmir", district: "Bornova", postalCode: "35040" },
    { city: "Bursa", district: "Nilüfer", postalCode: "16110" },
  ],
}

const romanian = {
  first: ["Ioana", "Andrei", "Mihaela", "Ștefan", "Raluca", "Vlad", "Anca", "Țuțu"],
  last: ["Exemplu", "Inventat", "Probă", "Fictiv", "Model", "Schiță"],
  places: [
    { city: "București", district: "Sector 3", postalCode: "030167" },
    { city: "Cluj-Napoca", district: "Cluj", postalCode: "400001" },
  ],
}

const european = {
  first: ["Anna", "Peter", "Eva", "Martin", "Nora", "Jan", "Klara", "Milan"],
  last: ["Sample", "Example", "Specimen", "Pattern", "Draft", "Instance"],
  places: [
    { city: "Sampletown", district: "Centre", postalCode: "11000" },
    { city: "Exampleburg", district: "North", postalCode: "22000" },
  ],
}

const namesOf = (storefront: Storefront) =>
  storefront === "TR" ? turkish : storefront === "RO" ? romanian : european

/** The same invented person for the same customer, every time; nothing about them is stored. */
export function personOf(seed: number, customerId: number, storefront: Storefront): Person {
  const random = seededRandom(`${seed} ${customerId}`)
  const { first, last, places } = namesOf(storefront)
  return {
    firstName: pick(random, first),
    lastName: pick(random, last),
    ...pick(random, places),
    street: `${pick(random, ["Örnek", "Gül", "Deneme", "Lale"])} Sk. ${integerBetween(random, 1, 180)}`,
    phone: `555${integerBetween(random, 1_000_000, 9_999_999)}`,
    commercial: random() < 0.05,
  }
}

function pick<T>(random: Random, from: readonly T[]): T {
  const picked = from[Math.floor(random() * from.length)]
  if (picked === undefined) throw new Error("nothing to pick from")
  return picked
}

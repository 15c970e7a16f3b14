import { z } from "zod"
import { storefrontCodes } from "./storefronts"

const sellerIdHelp = "Seller panel → account information → integration details; digits only."
const integratorHelp =
  "SelfIntegration for your own software, else the integrator company's name: letters and digits, at most 30."

/** What a seller enters to connect; `.meta()` describes each field to the connect form. */
export const trendyolCredentials = z.object({
  sellerId: z
    .string()
    .trim()
    .regex(/^\d+$/, "The seller id consists of digits only")
    .meta({ label: "Seller id", help: sellerIdHelp, secret: false }),
  apiKey: z
    .string()
    .trim()
    .min(1, "The API key is missing")
    .meta({ label: "API key", help: "On the same page as the seller id.", secret: true }),
  apiSecret: z
    .string()
    .trim()
    .min(1, "The API secret is missing")
    .meta({ label: "API secret", help: "On the same page as the seller id.", secret: true }),
  integrator: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9]{1,30}$/, "The integrator name has 1 to 30 letters and digits, nothing else")
    .default("SelfIntegration")
    .meta({ label: "Integrator", help: integratorHelp, secret: false }),
  storefront: z
    .enum(storefrontCodes)
    .default("TR")
    .meta({ label: "Storefront", help: "One channel sells on one storefront.", secret: false }),
})

export type TrendyolCredentials = z.infer<typeof trendyolCredentials>

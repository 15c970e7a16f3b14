import { describeChannel } from "@serai/channels/conformance"
import { TrendyolChannel } from "../src/channel"
import { trendyolWorld } from "./conformance-world"

for (const archives of ["seller", "storefront"] as const) {
  describeChannel(`Trendyol, where archiving counts for the ${archives},`, {
    provider: new TrendyolChannel({}, { archives }),
    sandbox: () => trendyolWorld(archives),
  })
}

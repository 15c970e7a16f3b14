import { describeChannel } from "@serai/channels/conformance"
import { TrendyolChannel } from "../src/channel"
import { trendyolWorld } from "./conformance-world"

describeChannel("Trendyol", { provider: new TrendyolChannel({}), sandbox: trendyolWorld })

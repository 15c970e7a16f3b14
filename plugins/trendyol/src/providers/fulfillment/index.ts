import { ModuleProvider, Modules } from "@medusajs/framework/utils"
import { TrendyolFulfillmentService } from "../../fulfillment"

export default ModuleProvider(Modules.FULFILLMENT, { services: [TrendyolFulfillmentService] })

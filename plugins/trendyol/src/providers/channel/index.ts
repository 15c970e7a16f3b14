import { ModuleProvider } from "@medusajs/framework/utils"
import { TrendyolChannel } from "../../channel"

export default ModuleProvider("channel", { services: [TrendyolChannel] })

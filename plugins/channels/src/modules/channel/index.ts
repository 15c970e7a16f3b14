import { Module } from "@medusajs/framework/utils"
import loadProviders from "./loaders/providers"
import { ChannelModuleService } from "./service"

/** The registration name: `container.resolve("channel")`. */
export const CHANNEL_MODULE = "channel"

export default Module(CHANNEL_MODULE, { service: ChannelModuleService, loaders: [loadProviders] })

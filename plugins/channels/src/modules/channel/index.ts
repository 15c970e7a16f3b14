import { Module } from "@medusajs/framework/utils"
import { startEngine, stopEngine } from "../../engine/start"
import loadProviders from "./loaders/providers"
import { ChannelModuleService } from "./service"

/** The registration name: `container.resolve("channel")`. */
export const CHANNEL_MODULE = "channel"

/** The engine needs Medusa's other modules, so it starts when all are loaded: a loader would see this module alone. */
class ChannelModule extends ChannelModuleService {
  readonly __hooks = {
    onApplicationStart: () => startEngine(this),
    onApplicationPrepareShutdown: () => stopEngine(),
  }
}

export default Module(CHANNEL_MODULE, { service: ChannelModule, loaders: [loadProviders] })

import { container } from "@medusajs/framework"
import { CHANNEL_SESSIONS, type ChannelSessions } from "@serai/channels/contract"

/**
 * A fulfilment provider lives in the fulfilment module's own container, which knows no other module. The application's container
 * does, but only once everything is loaded: hence asked at the moment of use.
 */
export const medusaSessions: ChannelSessions = {
  open: (channelId) => container.resolve<ChannelSessions>(CHANNEL_SESSIONS).open(channelId),
}

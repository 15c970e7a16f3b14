import type { INotificationModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

export interface Notice {
  /** The same notice twice is one. */
  key: string
  title: string
  description: string
}

/** Where notices go besides the dashboard's bell: a channel of Medusa's notification module that a provider serves. */
export interface Recipient {
  channel: string
  to: string
}

export type Notify = (notice: Notice) => Promise<void>

/** Tells people through Medusa's notification module. Rejects when any of them could not be told: they are told again later. */
export function createNotify(container: MedusaContainer, recipients: Recipient[]): Notify {
  const everyone: Recipient[] = [{ channel: "feed", to: "" }, ...recipients]
  return async ({ key, title, description }) => {
    const notifications = container.resolve<INotificationModuleService>(Modules.NOTIFICATION)
    await notifications.createNotifications(
      everyone.map(({ channel, to }) => ({
        to,
        channel,
        template: "serai-alert",
        data: { title, description },
        content: { subject: title, text: description },
        idempotency_key: `${key}:${channel}:${to}`,
      })),
    )
  }
}

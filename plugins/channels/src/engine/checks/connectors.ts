import { listed, type Check, type CheckedChannel, type Finding } from "./check"

const withoutConnector = ({ id, name, marketplace }: CheckedChannel): Finding => ({
  subject: id,
  severity: "error",
  message: `${name}: no connector for the marketplace "${marketplace}" is installed.`,
  remedy:
    "Put its plugin back among the providers of @serai/channels in medusa-config.ts, or disconnect the channel.",
  fixable: false,
})

export const connectors: Check = {
  id: "connectors",
  title: "Every channel's connector is installed",
  every: "quarter hour",
  run: ({ channels }) =>
    Promise.resolve(listed(channels.filter(({ provider }) => !provider).map(withoutConnector))),
}

/** The error is not shown: what it quotes may be what it could not read. */
function opens(channel: CheckedChannel): boolean {
  try {
    channel.openSecrets()
    return true
  } catch {
    return false
  }
}

export const encryptionKey: Check = {
  id: "encryption-key",
  title: "Every channel's credentials can be opened",
  every: "quarter hour",
  run: ({ channels }) =>
    Promise.resolve(
      listed(
        channels
          .filter((channel) => channel.provider && !opens(channel))
          .map(({ id, name }) => ({
            subject: id,
            severity: "error",
            message: `${name}: its credentials cannot be opened, or do not fit what the connector needs.`,
            remedy:
              "Start with the SERAI_ENCRYPTION_KEY they were saved with; if it is lost, replace the credentials on the channel's page.",
            fixable: false,
          })),
      ),
    ),
}

const yearMs = 365 * 24 * 60 * 60_000

/** Pages of limits, each as old as the oldest limit read there. Pure. */
export function oldLimits(channels: CheckedChannel[], nowMs: number): Finding[] {
  const pages = new Map<string, { marketplace: string; source: string; asOf: string }>()
  for (const { marketplace, provider } of channels) {
    for (const { asOf, source } of provider?.traits.limits ?? []) {
      const subject = `${marketplace} ${source}`
      const known = pages.get(subject)
      if (!known || asOf < known.asOf) pages.set(subject, { marketplace, source, asOf })
    }
  }
  return [...pages]
    .filter(([, { asOf }]) => !(nowMs - Date.parse(asOf) <= yearMs))
    .map(([subject, { marketplace, source, asOf }]) => ({
      subject,
      severity: "warning",
      message: `${marketplace}: the limits of ${source} were read on ${asOf}, more than a year ago.`,
      remedy: "Update the connector; if it has no newer version, read the page and tell its authors.",
      fixable: false,
    }))
}

export const limitsAge: Check = {
  id: "limits-age",
  title: "Marketplace limits were read within the last year",
  every: "quarter hour",
  run: ({ channels, now }) => Promise.resolve(listed(oldLimits(channels, now()))),
}

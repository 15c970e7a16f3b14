import { channelsWithoutPlace, unlinkedProviders } from "../../ledger/checks/places"
import { inWords, type Check } from "./check"

export const channelPlaces: Check = {
  id: "channel-locations",
  title: "Every channel has a stock location",
  every: "quarter hour",
  run: ({ sql }) =>
    inWords(channelsWithoutPlace(sql), ({ subject, channel }) => ({
      subject,
      severity: "error",
      message: `${channel}: no stock location is linked to its sales channel, so nothing is available there.`,
      remedy: "Link one under Settings → Locations & Shipping in Medusa.",
      fixable: false,
    })),
}

export const providerLinks: Check = {
  id: "provider-links",
  title: "Channels' locations can ship for their marketplace",
  every: "quarter hour",
  run: ({ sql }) =>
    inWords(unlinkedProviders(sql), ({ subject, location, channels }) => ({
      subject,
      severity: "warning",
      message: `${location} is not linked to the fulfilment provider of ${channels}: orders cannot be fulfilled from there.`,
      remedy: "Link it under Settings → Locations & Shipping in Medusa, or: npm run doctor -- --fix.",
      fixable: true,
    })),
  async fix({ linkProvider }, subject) {
    const [locationId = "", providerId = ""] = subject.split(" ")
    await linkProvider(locationId, providerId)
  },
}

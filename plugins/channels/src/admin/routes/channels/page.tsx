import { defineRouteConfig } from "@medusajs/admin-sdk"
import { Channels } from "@medusajs/icons"
import { Button } from "@medusajs/ui"
import { useState } from "react"
import { ChannelTable } from "../../components/channel/channel-table"
import { ConnectDrawer } from "../../components/connect/connect-drawer"
import { Section } from "../../components/section"
import { EmptyState, Loaded } from "../../components/states"
import { useChannels } from "../../hooks/channels"

const ChannelsPage = () => {
  const [connecting, setConnecting] = useState(false)
  const channels = useChannels()
  const connect = (
    <Button size="small" onClick={() => setConnecting(true)}>
      Connect
    </Button>
  )
  return (
    <>
      <Section
        level="h1"
        title="Channels"
        hint="Your seller accounts on marketplaces. One stock feeds them all."
        actions={connect}
      >
        <Loaded query={channels}>
          {({ channels }) =>
            channels.length > 0 ? (
              <ChannelTable channels={channels} />
            ) : (
              <EmptyState
                title="No channel yet"
                hint="Connect your first shop: have the seller id and the API keys of the marketplace at hand. Its listings and orders appear here a moment later, and stock follows by itself."
                action={connect}
              />
            )
          }
        </Loaded>
      </Section>
      <ConnectDrawer open={connecting} onClose={() => setConnecting(false)} />
    </>
  )
}

export const config = defineRouteConfig({ label: "Channels", icon: Channels })

export const handle = { breadcrumb: () => "Channels" }

export default ChannelsPage

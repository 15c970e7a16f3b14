import { asFunction, asValue, Lifetime } from "@medusajs/framework/awilix"
import { moduleProviderLoader } from "@medusajs/framework/modules-sdk"
import type { LoaderOptions, ModuleProvider } from "@medusajs/framework/types"
import type { ChannelProvider } from "../../../contract"
import { parseChannelOptions } from "../options"

/** Registration names of the loaded connectors: `channel_provider_<id>`. */
export const providerPrefix = "channel_provider_"
export const providerIdsKey = "channel_provider_ids"

type ProviderClass = new (cradle: unknown, options: unknown) => ChannelProvider

/** Connectors are Medusa module providers, found exactly as the fulfillment module finds its own. */
export default async function loadProviders({ container, options }: LoaderOptions): Promise<void> {
  const { providers } = parseChannelOptions(options)
  container.register(providerIdsKey, asValue(providers.map((provider) => provider.id)))
  await moduleProviderLoader({
    container,
    providers: providers as ModuleProvider[],
    registerServiceFn: async (service, target, details) => {
      const { id, options: providerOptions } = details as { id: string; options?: unknown }
      const Provider = service as unknown as ProviderClass
      target.register({
        [providerPrefix + id]: asFunction((cradle: unknown) => new Provider(cradle, providerOptions ?? {}), {
          lifetime: Lifetime.SINGLETON,
        }),
      })
      return Promise.resolve()
    },
  })
}

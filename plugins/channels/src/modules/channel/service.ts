import { MedusaError, MedusaService } from "@medusajs/framework/utils"
import type { InferTypeOf, Logger } from "@medusajs/framework/types"
import type { ChannelProvider } from "../../contract"
import { providerIdsKey, providerPrefix } from "./loaders/providers"
import { Channel } from "./models/channel"
import { parseChannelOptions, type ChannelOptions } from "./options"
import { SecretBox } from "./secret-box"

export type ChannelRecord = InferTypeOf<typeof Channel>

/** The class a provider instance was made from carries the marketplace's names. */
export interface Marketplace {
  id: string
  displayName: string
  provider: ChannelProvider
}

type Cradle = Record<string, unknown> & { logger: Logger }

/** What people edit about channels, and the connectors that implement their marketplaces. */
export class ChannelModuleService extends MedusaService({ Channel }) {
  readonly options: ChannelOptions
  readonly #cradle: Cradle
  readonly #box: SecretBox

  constructor(cradle: Cradle, options: unknown) {
    // eslint-disable-next-line prefer-rest-params -- MedusaService reads its container from the arguments
    super(...(arguments as unknown as []))
    this.#cradle = cradle
    this.options = parseChannelOptions(options)
    this.#box = new SecretBox(this.options.encryptionKey)
  }

  marketplaces(): Marketplace[] {
    const ids = this.#cradle[providerIdsKey] as string[]
    return ids.map((id) => this.marketplace(id))
  }

  /** Throws a MedusaError that names what is installed when `id` is not. */
  marketplace(id: string): Marketplace {
    const ids = this.#cradle[providerIdsKey] as string[]
    if (!ids.includes(id)) {
      throw new MedusaError(
        MedusaError.Types.NOT_FOUND,
        `No connector for the marketplace "${id}" is installed; installed are: ${ids.join(", ") || "none"}.`,
      )
    }
    const provider = this.#cradle[providerPrefix + id] as ChannelProvider
    const { displayName } = provider.constructor as typeof ChannelProvider
    return { id, displayName, provider }
  }

  /** Seals a secret for the channel with this id; only the same channel can open it. */
  seal(channelId: string, plain: string): string {
    return this.#box.seal(plain, channelId)
  }

  credentialsOf(channel: ChannelRecord): unknown {
    const { provider } = this.marketplace(channel.marketplace)
    return provider.connect.credentials.parse(JSON.parse(this.#box.open(channel.credentials, channel.id)))
  }

  webhookSecretOf(channel: ChannelRecord): string {
    return this.#box.open(channel.webhook_secret, channel.id)
  }
}

import {
  createHttpClient,
  type ChannelProvider,
  type ChannelSessions,
  type Limiter,
  type Logger,
  type Runtime,
  type Session,
} from "../contract"
import type { ChannelModuleService, ChannelRecord } from "../modules/channel/service"
import { noteAttempt, tracedHttp } from "./health/trace-http"

export interface SessionDependencies {
  channels: ChannelModuleService
  limiter: Limiter
  runtime: Runtime
  log: Logger
  /** Called once per HTTP attempt of any channel; the replay and the metrics count with it. */
  onCall?: (call: { channelId: string; operation: string; status: number | null; durationMs: number }) => void
}

export interface OpenChannel {
  channel: ChannelRecord
  provider: ChannelProvider
  session: Session
}

export interface SessionOptions {
  /** Nobody waits for what is asked in this session. */
  canWait?: boolean
  /** Ends requests and pauses. */
  signal?: AbortSignal
}

export interface Sessions extends ChannelSessions {
  open(channelId: string): Promise<OpenChannel>
  /** Undefined when the channel was disconnected. */
  openIfThere(channelId: string, options?: SessionOptions): Promise<OpenChannel | undefined>
  /** The other channels of its seller account. */
  sameAccount(open: OpenChannel): Promise<ChannelRecord[]>
  /** A session for credentials that are not stored yet: the connect form's test. */
  trial(marketplace: string, credentials: unknown): { provider: ChannelProvider; session: Session }
}

/** Opens a channel's way to its marketplace: credentials decrypted, HTTP bound to its account's limits. */
export function createSessions(dependencies: SessionDependencies): Sessions {
  const { channels } = dependencies

  function build(
    provider: ChannelProvider,
    channelId: string,
    { credentials, canWait = false, signal }: { credentials: unknown } & SessionOptions,
  ): Session {
    const { runtime, log, limiter, onCall } = dependencies
    const http = createHttpClient({
      ...provider.transport(credentials),
      account: `${(provider.constructor as typeof ChannelProvider).identifier}:${provider.account(credentials)}`,
      channel: channelId,
      limits: provider.traits.limits,
      limiter,
      canWait,
      ...(signal && { signal }),
      runtime,
      readFailure: (failure) => provider.readFailure(failure),
      onAttempt: (attempt) => {
        noteAttempt(attempt)
        onCall?.({ channelId, ...attempt })
      },
    })
    const traced = tracedHttp(http, { "serai.channel": channelId })
    return { channelId, credentials, http: traced, runtime, log, ...(signal && { signal }) }
  }

  function openChannel(channel: ChannelRecord, options: SessionOptions = {}): OpenChannel {
    const { provider } = channels.marketplace(channel.marketplace)
    const credentials = channels.credentialsOf(channel)
    return { channel, provider, session: build(provider, channel.id, { credentials, ...options }) }
  }

  return {
    open: async (channelId) => openChannel(await channels.retrieveChannel(channelId)),
    async openIfThere(channelId, options) {
      const [channel] = await channels.listChannels({ id: channelId })
      return channel && openChannel(channel, options)
    },
    async sameAccount({ channel, provider, session }) {
      const account = provider.account(session.credentials)
      const others = await channels.listChannels({ marketplace: channel.marketplace }, { take: null })
      return others.filter(
        (other) => other.id !== channel.id && provider.account(channels.credentialsOf(other)) === account,
      )
    },
    trial(marketplace, credentials) {
      const { provider } = channels.marketplace(marketplace)
      return { provider, session: build(provider, "trial", { credentials }) }
    },
  }
}

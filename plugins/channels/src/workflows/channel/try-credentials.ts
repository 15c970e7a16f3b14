import { MedusaError } from "@medusajs/framework/utils"
import { ChannelError, type ErrorKind } from "../../contract"
import type { Engine } from "../../engine/engine"
import { credentialProblem } from "./credential-fields"

export interface Account {
  account: string
  currency: string
}

/** What a marketplace says to credentials. */
export type Trial =
  | ({ connected: true } & Account)
  | { connected: false; kind: ErrorKind; message: string; field: string | null }

/** Checks the form of the credentials, then asks the marketplace. Throws only for an unknown marketplace, or a fault of ours. */
export async function tryCredentials(
  engine: Engine,
  marketplace: string,
  credentials: unknown,
): Promise<Trial> {
  const { connect } = engine.channels.marketplace(marketplace).provider
  const problem = credentialProblem(connect.credentials, credentials)
  if (problem) return { connected: false, kind: "rejected", ...problem }
  const { provider, session } = engine.sessions.trial(marketplace, connect.credentials.parse(credentials))
  return answerOf(() => provider.connect.verify(session))
}

/** Asks the marketplace with the credentials a channel has stored. */
export async function tryChannel(engine: Engine, channelId: string): Promise<Trial> {
  const { provider, session } = await engine.sessions.open(channelId)
  return answerOf(() => provider.connect.verify(session))
}

async function answerOf(verify: () => Promise<Account>): Promise<Trial> {
  try {
    const { account, currency } = await verify()
    return { connected: true, account, currency }
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error
    return { connected: false, kind: error.kind, message: error.message, field: null }
  }
}

/** The account, or Medusa's error with the marketplace's reason. Never 401: that would sign the operator out. */
export function accountOf(trial: Trial): Account {
  if (trial.connected) return { account: trial.account, currency: trial.currency }
  throw new MedusaError(MedusaError.Types.INVALID_DATA, trial.message, trial.kind)
}

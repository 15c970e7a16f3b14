import { MedusaError } from "@medusajs/framework/utils"
import { ChannelError, type ErrorKind } from "@serai/channels/contract"

/** At Medusa's border a kind becomes an error type, which its API turns into a status. */
const types: Record<ErrorKind, string> = {
  auth: MedusaError.Types.NOT_ALLOWED,
  rate_limited: MedusaError.Types.CONFLICT,
  rejected: MedusaError.Types.NOT_ALLOWED,
  not_found: MedusaError.Types.NOT_FOUND,
  conflict: MedusaError.Types.CONFLICT,
  unavailable: MedusaError.Types.UNEXPECTED_STATE,
  unknown_outcome: MedusaError.Types.UNEXPECTED_STATE,
  contract: MedusaError.Types.UNEXPECTED_STATE,
}

export const notAllowed = (message: string) => new MedusaError(MedusaError.Types.NOT_ALLOWED, message)

/** What Medusa should be told; errors that are not a marketplace's pass unchanged. */
export const medusaError = (error: unknown): unknown =>
  error instanceof ChannelError ? new MedusaError(types[error.kind], error.message, error.code) : error

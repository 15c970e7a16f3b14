import type { Logger as MedusaLogger } from "@medusajs/framework/types"
import { masked, type Logger } from "../contract"

/** Medusa's logger, with fields behind the sentence and nothing personal or secret in them. */
export function createLog(logger: MedusaLogger): Logger {
  const line = (message: string, fields?: Record<string, unknown>) =>
    fields ? `${message} ${JSON.stringify(masked(withoutErrors(fields)))}` : message
  return {
    debug: (message, fields) => logger.debug(line(message, fields)),
    info: (message, fields) => logger.info(line(message, fields)),
    warn: (message, fields) => logger.warn(line(message, fields)),
    error: (message, fields) => logger.error(line(message, fields)),
  }
}

const withoutErrors = (fields: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? value.message : value]),
  )

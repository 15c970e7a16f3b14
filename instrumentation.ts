import { readConfig } from "./src/config"
import { startTracing } from "./src/tracing"

const { tracesUrl } = readConfig(process.env)

/** Called by Medusa before anything else is loaded; there is nothing to call while nobody receives spans. */
export const register = tracesUrl === undefined ? undefined : startTracing

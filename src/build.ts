import { buildSteps } from "./launch/build-steps"
import { runToEnd } from "./launch/run-to-end"

/** `npm run build`: everything a server or a worker needs, nothing started. */
export const main = (): Promise<number> => runToEnd("build", (site) => buildSteps(site, { dashboard: true }))

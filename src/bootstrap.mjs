/**
 * The door to every command (`npm start`, `npm test`, `npm run …`): checks Node, installs what the lockfile says, compiles
 * `src/` and hands over to `src/<command>.ts`. Runs before anything is installed, so it uses Node's own modules only, and
 * syntax that the oldest Node in use can still parse.
 */
import { unsupportedNode } from "./bootstrap/node-version.mjs"

const complaint = unsupportedNode(process.versions.node)
if (complaint) {
  console.error(complaint)
  process.exit(1)
}

import("./bootstrap/run.mjs").then(({ run }) => run(process.argv[2] || "start", process.argv.slice(3)))

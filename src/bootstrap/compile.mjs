import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"

/** What Medusa runs from: `medusa-config.js`, `instrumentation.js` and `src/`, as `medusa build` would lay them out. */
const output = ".medusa/server"

/**
 * Compiles the app's own few files, without checking types (`npm run types` does), into `.medusa/server`. It takes less
 * than a second, so it happens on every start; files that did not change are not touched.
 */
export function compile(root) {
  const { transformSync } = createRequire(path.join(root, "package.json"))("@swc/core")
  const sources = ["medusa-config.ts", "instrumentation.ts", ...listed(root, "src")].filter(isOurs)
  const written = new Set([copyPackageFile(root)])
  for (const source of sources) {
    const target = path.join(root, output, source.replace(/\.ts$/, ".js"))
    const text = readFileSync(path.join(root, source), "utf8")
    write(target, source.endsWith(".ts") ? transformSync(text, options(root, source)).code : text)
    written.add(target)
  }
  const stale = listed(root, `${output}/src`).map((file) => path.join(root, file))
  for (const file of stale) if (!written.has(file)) rmSync(file)
}

const isOurs = (file) => !/\.(test\.ts|d\.ts|mjs)$/.test(file)

const options = (root, source) => ({
  filename: path.join(root, source),
  sourceMaps: "inline",
  jsc: { target: "es2022", parser: { syntax: "typescript" } },
  module: { type: "commonjs" },
})

/** The Medusa command line recognises a project by its package.json. */
function copyPackageFile(root) {
  const target = path.join(root, output, "package.json")
  write(target, readFileSync(path.join(root, "package.json"), "utf8"))
  return target
}

function listed(root, folder) {
  if (!statSync(path.join(root, folder), { throwIfNoEntry: false })) return []
  return readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}

function write(file, text) {
  mkdirSync(path.dirname(file), { recursive: true })
  if (statSync(file, { throwIfNoEntry: false }) && readFileSync(file, "utf8") === text) return
  writeFileSync(file, text)
}

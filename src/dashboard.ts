import { Compiler } from "@medusajs/framework/build-tools"
import { logger } from "@medusajs/framework/logger"
import path from "node:path"
import type ts from "typescript"

/**
 * Bundles the dashboard to where the server looks for it: the half of `medusa build` that cannot be done by compiling
 * our own files. Runs as a process of its own, from the project's root.
 */
async function buildDashboard(): Promise<boolean> {
  const server = path.resolve(".medusa/server")
  const compiler = new Compiler(server, logger)
  const target: ts.ParsedCommandLine = { options: { outDir: server }, fileNames: [], errors: [] }
  return compiler.buildAppFrontend(false, target, await import("@medusajs/admin-bundler"))
}

void buildDashboard().then((built) => process.exit(built ? 0 : 1))

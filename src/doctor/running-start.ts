import path from "node:path"
import { z } from "zod"
import { readJson } from "../launch/json-file"
import { commandLine } from "../launch/machine"
import type { Project } from "../launch/project"

const recordSchema = z.object({
  owner: z.number(),
  started: z.array(z.object({ pid: z.number(), needle: z.string() })),
})

/** What `npm start` has running, as far as its own record and the machine's processes tell. */
export interface RunningStart {
  runs: boolean
  /** Its sandboxes' addresses, by the environment variable that names them to Medusa. */
  sandboxes: Record<string, string>
}

export function lookForStart(project: Project): RunningStart {
  const record = readJson(project.processes("start"), recordSchema)
  if (!record || !commandLine(record.owner)?.includes("bootstrap.mjs")) return { runs: false, sandboxes: {} }
  const found = record.started.flatMap(({ pid, needle }) => {
    const port = /--port (\d+)/.exec(commandLine(pid) ?? "")?.[1]
    const plugin = pluginOf(needle)
    if (port === undefined || plugin === undefined || needle !== project.sandbox(plugin)) return []
    return [[`${plugin.toUpperCase().replaceAll("-", "_")}_BASE_URL`, `http://127.0.0.1:${port}`]]
  })
  return { runs: true, sandboxes: Object.fromEntries(found) as Record<string, string> }
}

/** `…/plugins/<plugin>/…` */
function pluginOf(script: string): string | undefined {
  const parts = script.split(path.sep)
  return parts[parts.lastIndexOf("plugins") + 1]
}

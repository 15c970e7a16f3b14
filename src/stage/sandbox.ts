import type { Site } from "../launch/build-steps"
import { choosePort } from "../launch/machine"
import type { ManagedProcess } from "../launch/processes"
import { httpAnswers, untilAnswers } from "../launch/waiting"
import { ask } from "./operator"

/** A simulated marketplace as a process of its own, and its doors that no real marketplace has. */
export interface StageSandbox {
  url: string
  process: ManagedProcess
  /** Asks one of the sandbox's control routes, below `/__sandbox`. */
  control<T>(method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<T>
  /** Calls so far per endpoint and status. */
  calls(): Promise<Record<string, Record<string, number>>>
}

export async function startSandbox(
  { project, processes }: Site,
  marketplace: string,
  args: string[] = [],
): Promise<StageSandbox> {
  const port = await choosePort(undefined, "127.0.0.1")
  const sandbox = await processes.start({
    name: `stage-sandbox-${marketplace}`,
    command: process.execPath,
    args: [project.sandbox(marketplace), "--port", String(port), ...args],
  })
  const url = `http://127.0.0.1:${port}`
  await untilAnswers(processes, sandbox, () => httpAnswers(url))

  function control<T>(method: "GET" | "POST" | "PUT", path: string, body?: unknown): Promise<T> {
    return ask<T>(`${url}/__sandbox${path}`, {
      method,
      headers: { "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  }

  return {
    url,
    process: sandbox,
    control,
    calls: async () =>
      (await control<{ calls: Record<string, Record<string, number>> }>("GET", "/stats")).calls,
  }
}

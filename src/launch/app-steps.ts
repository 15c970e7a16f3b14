import { existsSync } from "node:fs"
import path from "node:path"
import { dashboardStep, type Site } from "./build-steps"
import { ledgerStep, medusaCommand } from "./database-steps"
import { choosePort } from "./machine"
import type { Running } from "./running"
import { SetupRecord } from "./setup-record"
import { fingerprint } from "./stamps"
import type { Step } from "./steps"
import { httpAnswers, untilAnswers } from "./waiting"
import { findWorkspaces } from "./workspaces"

const shelvesStep = "shelves"
const seedStep = "seed"

/** A sandbox for every connector that ships one: `plugins/<name>/src/sandbox/main.ts` becomes `<NAME>_BASE_URL`. */
export function sandboxSteps({ project, processes }: Site, running: Running): Step[] {
  const having = findWorkspaces(project.root).filter(({ folder }) =>
    existsSync(path.join(project.root, folder, "src/sandbox/main.ts")),
  )
  return having.map((workspace) => {
    const marketplace = path.basename(workspace.folder)
    return {
      id: sandboxOf(marketplace),
      title: `Start the ${marketplace} sandbox`,
      after: [workspace.name],
      run: async () => {
        const port = await choosePort(undefined, "127.0.0.1")
        const sandbox = await processes.start({
          name: `sandbox-${marketplace}`,
          command: process.execPath,
          args: [project.sandbox(marketplace), "--port", String(port)],
        })
        const url = `http://127.0.0.1:${port}`
        await untilAnswers(processes, sandbox, () => httpAnswers(url))
        running.vital.push(sandbox)
        running.sandboxes[`${marketplace.toUpperCase().replaceAll("-", "_")}_BASE_URL`] = url
      },
    }
  })
}

const sandboxOf = (marketplace: string) => `sandbox-${marketplace}`

/** The demo's data: `src/seed.ts`, a Medusa script that may be run again; the sandbox keeps nothing and is filled on every start. */
export function seedSteps(site: Site, running: Running, sandboxes: Step[]): Step[] {
  const record = () => new SetupRecord(running.databaseUrl)
  const print = fingerprint(site.project.root, ["src/seed.ts", "src/seed"])
  return [
    {
      id: shelvesStep,
      title: "Fill the sandbox's shelves",
      after: [ledgerStep, ...sandboxes.map(({ id }) => id)],
      run: async () => {
        const { TRENDYOL_BASE_URL: baseUrl } = running.sandboxes
        if (baseUrl === undefined) return
        // Leans on what is built only now.
        const { fillSandbox } = await import("../seed/fill-sandbox.js")
        await fillSandbox(baseUrl, running.databaseUrl)
      },
    },
    {
      id: seedStep,
      title: "Fill in demo data",
      about: 30,
      after: [shelvesStep],
      upToDate: () => record().holds(seedStep, print),
      run: async () => {
        await site.processes.run(
          medusaCommand(site, "seed", ["exec", "./src/seed.js"], running.environment()),
        )
        await record().note(seedStep, print)
      },
    },
  ]
}

/** The server, last: it serves the dashboard and works on everything set up before. */
export function serverStep(site: Site, running: Running): Step {
  return {
    id: "server",
    title: "Start the server",
    about: 15,
    after: [ledgerStep, seedStep, dashboardStep],
    run: async () => {
      const args = ["start", "--host", running.host, "--port", String(running.port)]
      const server = await site.processes.start(medusaCommand(site, "server", args, running.environment()))
      await untilAnswers(site.processes, server, () => httpAnswers(`http://127.0.0.1:${running.port}/health`))
      running.vital.push(server)
    },
  }
}

/** Invented buyers who shop at the sandboxes, so that there is something to see: `src/shoppers.ts`, when it is there. */
export function shopperSteps({ project, processes }: Site, running: Running): Step[] {
  const script = path.join(project.server, "src/shoppers.js")
  if (!existsSync(script)) return []
  return [
    {
      id: "shoppers",
      title: "Let shoppers in",
      after: ["server"],
      run: () =>
        processes.start({
          name: "shoppers",
          command: process.execPath,
          args: [script],
          env: running.environment(),
        }),
    },
  ]
}

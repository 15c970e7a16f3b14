import { existsSync, rmSync } from "node:fs"
import path from "node:path"
import { quiet } from "./environment"
import type { Processes } from "./processes"
import type { Project } from "./project"
import { fingerprint, Stamps } from "./stamps"
import type { Step } from "./steps"
import { findWorkspaces, withNeeds, type Workspace } from "./workspaces"

export interface Site {
  project: Project
  processes: Processes
}

/** The step that the dashboard's build is known by. */
export const dashboardStep = "dashboard"

/** Everything that is compiled: each package of the repository after those it is built on, then the dashboard. */
export function buildSteps(site: Site, options: { dashboard: boolean }): Step[] {
  const all = findWorkspaces(site.project.root)
  const packages = all.map((workspace) => packageStep(site, workspace, all))
  return options.dashboard ? [...packages, dashboard(site, all)] : packages
}

/** A hash over what the database's structure follows from: Medusa's version, models, links and migrations. */
export function structureFingerprint(root: string): string {
  const parts = ["src/modules", "src/links", "src/migrations"]
  const ours = findWorkspaces(root).flatMap(({ folder }) => parts.map((part) => `${folder}/${part}`))
  return fingerprint(root, ["package-lock.json", "medusa-config.ts", "migrations/src", ...ours])
}

const shared = ["package-lock.json", "tsconfig.base.json"]

const sourcesOf = ({ folder }: Workspace) =>
  ["src", "package.json", "tsconfig.json"].map((name) => `${folder}/${name}`)

/** Medusa's own build bundles a plugin's dashboard pages, and fails where there are none: then the compiler is enough. */
function recipe(folder: string) {
  const output = folder.includes(`${path.sep}plugins${path.sep}`) ? ".medusa/server" : "dist"
  return existsSync(path.join(folder, "src/admin"))
    ? { program: "@medusajs/cli/cli.js", args: ["plugin:build"], output, about: 20 }
    : { program: "typescript/bin/tsc", args: ["-p", "tsconfig.json"], output, about: 8 }
}

function packageStep({ project, processes }: Site, workspace: Workspace, all: Workspace[]): Step {
  const folder = path.join(project.root, workspace.folder)
  const { program, args, output, about } = recipe(folder)
  const short = path.basename(workspace.folder)
  const stamps = new Stamps(project.stamps)
  const print = fingerprint(project.root, [...shared, ...withNeeds(workspace, all).flatMap(sourcesOf)])
  return {
    id: workspace.name,
    title: `Build ${short}`,
    about,
    after: workspace.needs,
    upToDate: () => stamps.holds(short, print, [path.join(folder, output)]),
    run: () =>
      stamps.renew(short, print, () => {
        rmSync(path.join(folder, output), { recursive: true, force: true })
        return processes.run({
          name: `build-${short}`,
          command: process.execPath,
          args: [path.join(project.root, "node_modules", program), ...args],
          cwd: folder,
          env: { ...process.env, ...quiet(project) },
        })
      }),
  }
}

/** Vite bundles Medusa's dashboard with the plugins' pages: by far the longest step, so it depends on those pages only. */
function dashboard({ project, processes }: Site, all: Workspace[]): Step {
  const stamps = new Stamps(project.stamps)
  const print = () =>
    fingerprint(project.root, [
      "package-lock.json",
      "src/dashboard.ts",
      ...all.map(({ folder }) => `${folder}/.medusa/server/src/admin`),
    ])
  return {
    id: dashboardStep,
    title: "Build the dashboard",
    about: 90,
    after: all.map(({ name }) => name),
    upToDate: () => stamps.holds(dashboardStep, print(), [path.join(project.dashboard, "index.html")]),
    run: () =>
      stamps.renew(dashboardStep, print(), () =>
        processes.run({
          name: "build-dashboard",
          command: process.execPath,
          args: [path.join(project.server, "src/dashboard.js")],
          env: { ...process.env, ...quiet(project), ...placeholders },
        }),
      ),
  }
}

/** The dashboard is built from `medusa-config.ts`, which insists on a whole environment; none of it ends in the bundle. */
const placeholders = {
  NODE_ENV: "production",
  DATABASE_URL: "postgres://unused@localhost/unused",
  SERAI_ENCRYPTION_KEY: Buffer.alloc(32).toString("base64"),
  JWT_SECRET: "unused-while-building",
  COOKIE_SECRET: "unused-while-building",
}

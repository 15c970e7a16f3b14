import path from "node:path"

/** Where things are. Everything that is made at run time lives in `.data` and `.medusa`. */
export function projectAt(root: string) {
  const data = path.join(root, ".data")
  return {
    root,
    data,
    logs: path.join(data, "logs"),
    stamps: path.join(data, "build"),
    secrets: path.join(data, "secrets.json"),
    /** Who runs a command and what it started, so that the next run can end what outlived it. */
    processes: (command: string) => path.join(data, `running-${command.replaceAll(":", "-")}.json`),
    ports: path.join(data, "ports.json"),
    /** What Medusa runs from; see bootstrap/compile.mjs. */
    server: path.join(root, ".medusa/server"),
    dashboard: path.join(root, ".medusa/server/public/admin"),
    medusaCli: path.join(root, "node_modules/@medusajs/cli/cli.js"),
    sandbox: (plugin: string) => path.join(root, `plugins/${plugin}/.medusa/server/src/sandbox/main.js`),
  }
}

export type Project = ReturnType<typeof projectAt>

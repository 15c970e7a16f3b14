import { existsSync, readFileSync, statSync } from "node:fs"
import { userInfo } from "node:os"
import path from "node:path"
import { Obstacle } from "./obstacle"
import type { PostgresBinaries } from "./postgres-binaries"
import { choosePostgresUser, mayEnter, parsePasswd, type Identity } from "./postgres-user"

export interface LaunchedAs {
  command: string
  args: string[]
  uid?: number
  gid?: number
}

/** Turns a Postgres program and its arguments into what has to be started so that it runs as the right user. */
export type Launch = (program: string, args: string[]) => LaunchedAs

const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].find((file) => existsSync(file))

export function asPostgresUser(root: string, folder: string, binaries: PostgresBinaries): Launch {
  const uid = process.getuid?.()
  if (uid !== undefined && uid !== 0) requireKnownUser()
  const places = [path.dirname(folder), path.dirname(binaries.postgres)].flatMap(ancestors)
  const choice = choosePostgresUser({
    uid,
    owners: [folder, root].flatMap((place) => statSync(place, { throwIfNoEntry: false })?.uid ?? []),
    users: uid === 0 && existsSync("/etc/passwd") ? parsePasswd(readFileSync("/etc/passwd", "utf8")) : [],
    reaches: (identity) => places.every((place) => mayEnter(statSync(place), identity)),
    setpriv: setpriv !== undefined,
  })
  switch (choice.how) {
    case "self":
      return (command, args) => ({ command, args })
    case "as":
      return (command, args) => ({ command, args, uid: choice.identity.uid, gid: choice.identity.gid })
    case "with-capability":
      return (program, args) => ({
        command: setpriv ?? "setpriv",
        args: handOver(choice.identity, program, args),
      })
    case "impossible":
      throw new Obstacle(choice.sentence)
  }
}

/** The user changes, and with it every capability but the one to enter and read closed folders. */
function handOver({ uid, gid }: Identity, program: string, args: string[]): string[] {
  const capability = "+dac_override"
  return [
    ...[`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"],
    ...[
      `--inh-caps=-all,${capability}`,
      `--ambient-caps=-all,${capability}`,
      `--bounding-set=-all,${capability}`,
    ],
    ...["--", program, ...args],
  ]
}

/** initdb looks its user up by name; containers sometimes run as a number without one. */
function requireKnownUser(): void {
  try {
    userInfo()
  } catch {
    throw new Obstacle(
      `Postgres does not run as user ${process.getuid?.() ?? "?"}, whom this machine has no name for: run the command as another user, or set DATABASE_URL to a database of your own.`,
    )
  }
}

function ancestors(place: string): string[] {
  const parent = path.dirname(place)
  return parent === place ? [place] : [...ancestors(parent), place]
}

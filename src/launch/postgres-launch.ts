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

export interface Launch {
  /** Turns a Postgres program and its arguments into what has to be started so that it runs as the right user. */
  as(program: string, args: string[]): LaunchedAs
  /** Whom its files have to belong to, when that is not this process's own user. */
  owner: Identity | undefined
}

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
      return { owner: undefined, as: (command, args) => ({ command, args }) }
    case "as": {
      const { uid, gid } = choice.identity
      return { owner: choice.identity, as: (command, args) => ({ command, args, uid, gid }) }
    }
    case "with-capability": {
      const command = setpriv ?? "setpriv"
      const { identity } = choice
      return {
        owner: identity,
        as: (program, args) => ({ command, args: handOver(identity, program, args) }),
      }
    }
    case "impossible":
      throw new Obstacle(choice.sentence)
  }
}

/**
 * The user changes, and with it every capability but the one to enter and read closed folders. Without the secure bit
 * access(2), which Postgres asks about its own program, would look at the user's permissions alone (capabilities(7)).
 */
function handOver({ uid, gid }: Identity, program: string, args: string[]): string[] {
  const only = "-all,+dac_override"
  return [
    ...[`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--securebits=+no_setuid_fixup"],
    ...[`--inh-caps=${only}`, `--ambient-caps=${only}`, `--bounding-set=${only}`],
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

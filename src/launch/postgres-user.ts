/** Postgres refuses to run as root. Whom it runs as instead, without adding a user to the machine. */
export interface Identity {
  name: string
  uid: number
  gid: number
}

export type RunAs =
  | { how: "self" }
  | { how: "as"; identity: Identity }
  /** As that user, with the one capability that lets it enter folders such as /root. */
  | { how: "with-capability"; identity: Identity }
  | { how: "impossible"; sentence: string }

export interface Surroundings {
  /** Of this process; undefined where there is no such thing (Windows). */
  uid: number | undefined
  /** Owners of the existing data folder and of the project folder, in that order. */
  owners: number[]
  /** The machine's users; initdb insists that its own is one of them. */
  users: Identity[]
  /** Whether that user may reach the project folder and the Postgres programs. */
  reaches(identity: Identity): boolean
  /** Whether `setpriv` is there to hand over a capability. */
  setpriv: boolean
}

const humble = ["postgres", "nobody"]

export function choosePostgresUser(around: Surroundings): RunAs {
  if (around.uid !== 0) return { how: "self" }
  const owners = around.owners
    .filter((uid) => uid !== 0)
    .flatMap((uid) => around.users.filter((user) => user.uid === uid).slice(0, 1))
  const others = humble.flatMap((name) => around.users.filter((user) => user.name === name))
  const candidates = [...owners, ...others]
  const first = candidates[0]
  if (first === undefined) {
    return { how: "impossible", sentence: noUser }
  }
  // The owner of existing data is the only one who can read them.
  const eligible = owners.length > 0 ? candidates.slice(0, 1) : candidates
  const reaching = eligible.find((identity) => around.reaches(identity))
  if (reaching) return { how: "as", identity: reaching }
  if (around.setpriv) return { how: "with-capability", identity: first }
  return { how: "impossible", sentence: noEntry(first.name) }
}

const noUser =
  "Postgres does not run as root, and this machine has no other user for it (postgres or nobody): run the command as a plain user, or set DATABASE_URL to a database of your own."

const noEntry = (name: string) =>
  `Postgres does not run as root, and the user "${name}" cannot enter the project folder: move the project out of a private folder such as /root, run the command as a plain user, or set DATABASE_URL to a database of your own.`

/** The users in /etc/passwd's format. */
export function parsePasswd(text: string): Identity[] {
  return text.split("\n").flatMap((line) => {
    const [name, , uid, gid] = line.split(":")
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}

export interface Access {
  mode: number
  uid: number
  gid: number
}

/** Whether a user may enter a folder, by its permission bits. */
export function mayEnter(folder: Access, identity: Identity): boolean {
  const shift = folder.uid === identity.uid ? 6 : folder.gid === identity.gid ? 3 : 0
  return ((folder.mode >> shift) & 0o1) === 1
}

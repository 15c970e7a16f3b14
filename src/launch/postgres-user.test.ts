import { choosePostgresUser, mayEnter, parsePasswd, type Surroundings } from "./postgres-user"

const [root, postgres, nobody, ada] = parsePasswd(
  [
    "root:x:0:0:root:/root:/bin/bash",
    "postgres:x:101:104::/var/lib/postgresql:/bin/bash",
    "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin",
    "ada:x:1000:1000::/home/ada:/bin/bash",
    "",
  ].join("\n"),
)

const asRoot: Surroundings = {
  uid: 0,
  owners: [0],
  users: [root!, postgres!, nobody!, ada!],
  reaches: () => true,
  setpriv: false,
}

describe("choosePostgresUser", () => {
  it("leaves a plain user alone", () => {
    expect(choosePostgresUser({ ...asRoot, uid: 1000 })).toEqual({ how: "self" })
    expect(choosePostgresUser({ ...asRoot, uid: undefined })).toEqual({ how: "self" })
  })

  it("takes the owner of the data before the owner of the project before postgres before nobody", () => {
    const chosen = (change: Partial<Surroundings>) => choosePostgresUser({ ...asRoot, ...change })
    expect(chosen({ owners: [65534, 1000] })).toEqual({ how: "as", identity: nobody })
    expect(chosen({ owners: [0, 1000] })).toEqual({ how: "as", identity: ada })
    expect(chosen({})).toEqual({ how: "as", identity: postgres })
    expect(chosen({ users: [root!, nobody!] })).toEqual({ how: "as", identity: nobody })
  })

  it("passes over an owner whom the machine does not know, because initdb would refuse it", () => {
    expect(choosePostgresUser({ ...asRoot, owners: [0, 4242] })).toEqual({ how: "as", identity: postgres })
  })

  it("hands over a capability where nobody else can enter the project folder", () => {
    const closed = { ...asRoot, reaches: () => false }
    expect(choosePostgresUser({ ...closed, setpriv: true })).toEqual({
      how: "with-capability",
      identity: postgres,
    })
    expect(JSON.stringify(choosePostgresUser(closed))).toMatch(/impossible.*such as \/root/)
  })

  it("says so when the machine has no user but root", () => {
    expect(choosePostgresUser({ ...asRoot, users: [root!] })).toMatchObject({ how: "impossible" })
  })
})

describe("mayEnter", () => {
  it("reads the bits of the owner, the group or the rest, whichever applies first", () => {
    const folder = { mode: 0o40710, uid: 1000, gid: 104 }
    expect(mayEnter(folder, ada!)).toBe(true)
    expect(mayEnter(folder, nobody!)).toBe(false)
    expect(mayEnter({ ...folder, mode: 0o40755 }, nobody!)).toBe(true)
    expect(mayEnter({ ...folder, mode: 0o40070 }, ada!)).toBe(false)
  })
})

import { createServer, connect, type AddressInfo, type Socket } from "node:net"

/**
 * `open`: everything passes. `cut`: connections are broken, new ones refused. `stalled`: connections stay and new ones are
 * taken, but nothing comes through, as where packets are dropped.
 */
export type RelayState = "open" | "cut" | "stalled"

/** A network cable between two processes, which can be pulled. */
export interface Relay {
  port: number
  state(): RelayState
  /** What was written while it was stalled comes through afterwards. */
  set(state: RelayState): Promise<void>
  close(): Promise<void>
}

const host = "127.0.0.1"

/** Listens on a port of its own and passes everything on to `target` on this machine. */
export async function openRelay(target: number): Promise<Relay> {
  let state: RelayState = "open"
  const ends = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(target, host)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one)
      // A broken end breaks the other: that is what a cable does.
      one.on("error", () => one.destroy())
      one.on("close", () => {
        ends.delete(one)
        other.destroy()
      })
      one.on("data", (chunk) => {
        if (!other.write(chunk)) one.pause()
      })
      one.on("drain", () => state === "open" && other.resume())
      if (state === "stalled") one.pause()
    }
  })
  const listen = (port: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject)
      server.listen(port, host, () => {
        server.off("error", reject)
        resolve()
      })
    })
  await listen(0)
  const { port } = server.address() as AddressInfo

  async function set(next: RelayState): Promise<void> {
    if (next === state) return
    const before = state
    state = next
    if (next === "cut") {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const end of ends) end.destroy()
      await closed
      return
    }
    if (before === "cut") await listen(port)
    for (const end of ends) end[next === "stalled" ? "pause" : "resume"]()
  }

  return { port, state: () => state, set, close: () => set("cut") }
}

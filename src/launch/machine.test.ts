import { createServer, type Server } from "node:net"
import { choosePort, commandLine, requireDiskSpace, requireFreePort } from "./machine"

const host = "127.0.0.1"

/** A port that is taken for the time of a test. */
function occupy(): Promise<{ server: Server; port: number }> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, host, () => {
      const address = server.address()
      resolve({ server, port: typeof address === "object" && address !== null ? address.port : 0 })
    })
  })
}

describe("ports", () => {
  it("names a port that is in use and how to take another", async () => {
    const { server, port } = await occupy()
    await expect(requireFreePort(port, host)).rejects.toThrow(
      `Port ${port} is in use by another program: stop it, or choose another port, for instance PORT=${port + 1}`,
    )
    server.close()
  })

  it("keeps the port of last time unless somebody took it", async () => {
    const { server, port } = await occupy()
    expect(await choosePort(port, host)).not.toBe(port)
    await new Promise((resolve) => server.close(resolve))
    expect(await choosePort(port, host)).toBe(port)
  })
})

it("says in one sentence that the disk is full", () => {
  expect(() => requireDiskSpace(".", 1e9)).toThrow(/^The disk is full: .* GB are free in .*needs at least/)
  expect(() => requireDiskSpace(".", 0)).not.toThrow()
})

it("tells a living process's command line, and nothing of a process that is not there", () => {
  expect(commandLine(process.pid)).toContain("node")
  expect(commandLine(2 ** 22 + 1)).toBeUndefined()
})

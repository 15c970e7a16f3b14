import { once } from "node:events"
import { connect, createServer, type AddressInfo, type Socket } from "node:net"
import { openRelay, type Relay } from "./relay"

describe("a relay", () => {
  const echo = createServer((socket) => void socket.pipe(socket).on("error", () => socket.destroy()))
  let relay: Relay

  beforeAll(async () => {
    await once(echo.listen(0, "127.0.0.1"), "listening")
    relay = await openRelay((echo.address() as AddressInfo).port)
  })
  afterEach(() => relay.set("open"))
  afterAll(async () => {
    await relay.close()
    echo.close()
  })

  const dial = async (): Promise<Socket> => {
    const socket = connect(relay.port, "127.0.0.1")
    await once(socket, "connect")
    return socket
  }
  const answer = async (socket: Socket): Promise<string> => String((await once(socket, "data"))[0])

  it("passes everything on in both directions", async () => {
    const socket = await dial()
    socket.write("hello")
    expect(await answer(socket)).toBe("hello")
    socket.destroy()
  })

  it("breaks connections and refuses new ones while it is cut", async () => {
    const socket = await dial()
    const closed = once(socket, "close")
    await relay.set("cut")
    await closed
    await expect(dial()).rejects.toMatchObject({ code: "ECONNREFUSED" })
    await relay.set("open")
    const again = await dial()
    again.write("back")
    expect(await answer(again)).toBe("back")
    again.destroy()
  })

  it("keeps connections and says nothing while it is stalled, then passes on what was written meanwhile", async () => {
    const before = await dial()
    await relay.set("stalled")
    const during = await dial()
    let said = ""
    for (const socket of [before, during]) socket.on("data", (chunk) => (said += String(chunk)))
    before.write("1")
    during.write("2")
    // Another pair of connections goes there and back in the meantime.
    const direct = connect((echo.address() as AddressInfo).port, "127.0.0.1")
    direct.write("direct")
    await answer(direct)
    expect(said).toBe("")
    await relay.set("open")
    while (said.length < 2) await Promise.race([once(before, "data"), once(during, "data")])
    expect(["12", "21"]).toContain(said)
    for (const socket of [before, during, direct]) socket.destroy()
  })
})

import type { z } from "zod"
import type { healthAnswer, healthSeriesAnswer } from "@serai/channels/api/schemas/health"
import { DocumentedApi } from "../support/api-client"
import { eventually } from "../support/eventually"
import { createWorld, type World } from "../support/world"

type Health = z.input<typeof healthAnswer>
type Series = z.input<typeof healthSeriesAnswer>

interface Notification {
  channel: string
  data: { title: string; description: string }
}

const token = "a-token-for-metrics-0123456789"

describe("the health of a house with one shop", () => {
  let world: World
  let api: DocumentedApi

  beforeAll(async () => {
    world = await createWorld({
      storefronts: ["TR"],
      products: { MUG: 10 },
      extra: { METRICS_TOKEN: token },
    })
    api = new DocumentedApi(world.admin)
    await world.untilShown("TR", "MUG", 10)
  }, 240_000)
  afterAll(() => world.close())

  const scrape = (authorization?: string) =>
    fetch(`${world.server.url}/metrics`, { headers: authorization === undefined ? {} : { authorization } })

  const metric = async (name: string, labels: string[] = []) => {
    const text = await (await scrape(`Bearer ${token}`)).text()
    const line = text
      .split("\n")
      .find((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)))
    return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(" ")))
  }

  /** What happens every minute, now. */
  const watch = () => world.db.query(`select graphile_worker.add_job('watch', '{}', job_key := 'watch')`)

  const told = async () =>
    (await world.admin.get<{ notifications: Notification[] }>("/admin/notifications")).notifications
      .filter(({ channel }) => channel === "feed")
      .map(({ data }) => data.title)

  it("is told to whoever holds the token, and to nobody else", async () => {
    expect((await scrape()).status).toBe(401)
    expect((await scrape("Bearer wrong")).status).toBe(401)
    expect((await scrape(token)).status).toBe(401)
    const answer = await scrape(`Bearer ${token}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain;.*version=0\.0\.4/)
  })

  it("counts what was sent, how long it took, and the calls it took", async () => {
    const shop = `channel="${world.channelIds.TR}"`
    await world.setStock("MUG", 8)
    await world.untilShown("TR", "MUG", 8)
    await eventually("the answer to be counted", async () => {
      const accepted = await metric("serai_push_items_total", [shop, 'outcome="accepted"'])
      const changes = await metric("serai_change_accepted_seconds_count", [shop])
      return (accepted ?? 0) >= 2 && (changes ?? 0) >= 1
    })
    await eventually("calls to be counted", async () =>
      Boolean(await metric("serai_marketplace_calls_total", [shop, 'status="200"'])),
    )
    expect(await metric("serai_read_mark_age_seconds", [shop])).toBeLessThan(240)
    expect(await metric("serai_oversold_units_total", [shop])).toBe(0)
  })

  it("shows in one picture how each channel keeps up", async () => {
    const health = await api.get<Health>("/admin/health")
    expect(health.alerts).toEqual([])
    expect(health.house.queue.pace).toBe("ok")
    expect(health.channels).toMatchObject([
      { name: "Trendyol TR", read_mark: { pace: "ok" }, queue: { pace: "ok" }, divergence: {}, rejects: [] },
    ])
    expect(health.channels[0]?.delays.p99_ms).toBeGreaterThan(0)
  })

  it("leaves a sample per minute, for charts", async () => {
    await watch()
    const { points } = await eventually("a sample", async () => {
      const series = await api.get<Series>("/admin/health/series")
      return series.points.length > 0 && series
    })
    expect(points.map(({ channel_id }) => channel_id)).toEqual(
      expect.arrayContaining([null, world.channelIds.TR]),
    )
  })

  it("refuses a span of time that is none", async () => {
    const ask = (query: string) => api.refused("GET", `/admin/health/series?${query}`)
    expect((await ask("from=yesterday")).status).toBe(400)
    const backwards = await ask("from=2026-03-02T00:00:00Z&to=2026-03-01T00:00:00Z")
    expect(backwards.body.message).toContain("from must be earlier than to")
    expect((await ask("from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z")).body.message).toContain(
      "at most 8",
    )
  })

  it("rings the bell once when a marketplace is out for too long, and once when it is back", async () => {
    const title = "Trendyol TR: orders are not being read"
    world.sandbox.setFaults({ outage: { answer: "503", forMs: 600_000 } })
    // As if it had been out for a quarter of an hour.
    await world.db.query(
      `update ledger.channel_state set read_began_at = now() - interval '15 min', last_pull_at = now() - interval '15 min'`,
    )
    await watch()
    await eventually("the bell to ring", async () => (await told()).includes(title))
    const { alerts, channels } = await api.get<Health>("/admin/health")
    expect(alerts).toMatchObject([
      { kind: "stale", channel_id: world.channelIds.TR, severity: "error", title },
    ])
    expect(channels[0]?.read_mark.pace).toBe("stuck")
    await watch()

    world.sandbox.setFaults({ outage: null })
    await api.post(`/admin/channels/${world.channelIds.TR}/sync`, { what: "orders" })
    await eventually("orders to be read again", async () => {
      const now = await api.get<Health>("/admin/health")
      return now.channels[0]?.read_mark.pace === "ok"
    })
    await watch()
    await eventually("the all-clear", async () => (await told()).includes(`Over: ${title}`))
    expect((await api.get<Health>("/admin/health")).alerts).toEqual([])
    expect((await told()).filter((one) => one.includes(title)).sort()).toEqual([`Over: ${title}`, title])
  })

  it("tells of figures that wait because orders cannot be read, and of their going on", async () => {
    const title = "Trendyol TR: figures wait for orders"
    const channel = world.channelIds.TR
    world.sandbox.setFaults({ outage: { answer: "503", forMs: 600_000 } })
    await world.db.query(`update ledger.channel_state set settled_began_at = now() - interval '1 min'`)
    await world.db.query(`update ledger.channel_state set settled_at = settled_began_at`)
    await world.setStock("MUG", 12)
    await eventually("the gate to shut, and the reading that would open it to fail", async () => {
      const { rows } = await world.db.query(
        `select 1 from ledger.channel_state where gate_shut_since is not null and last_pull_error is not null`,
      )
      return rows.length > 0
    })
    await world.db.query(`update ledger.channel_state set gate_shut_since = now() - interval '6 min'`)
    await watch()
    await eventually("the bell to ring", async () => (await told()).includes(title))
    const { alerts } = await api.get<Health>("/admin/health")
    expect(alerts).toMatchObject([{ kind: "gate", channel_id: channel, severity: "error", title }])
    expect(alerts[0]?.message).toMatch(/^For 6 min .* Waiting: 1 listing\. Orders cannot be read: /)
    expect(await metric("serai_gate_shut_seconds", [`channel="${channel}"`])).toBeGreaterThanOrEqual(360)

    world.sandbox.setFaults({ outage: null })
    await api.post(`/admin/channels/${channel}/sync`, { what: "orders" })
    await world.untilShown("TR", "MUG", 12)
    await watch()
    await eventually("the all-clear", async () => (await told()).includes(`Over: ${title}`))
    expect((await told()).filter((one) => one.includes(title)).sort()).toEqual([`Over: ${title}`, title])
  })
})

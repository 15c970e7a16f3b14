import { assess } from "../../../src/engine/health/assess"
import { defaultBounds } from "../../../src/engine/health/bounds"
import { alertKinds } from "../../../src/ledger/queries/health-alerts"
import { ago, channelHealth, houseOf } from "./channel-health"

const judge = (...given: Parameters<typeof houseOf>) => assess(houseOf(...given), defaultBounds)
const kinds = (...given: Parameters<typeof houseOf>) => judge(...given).map(({ kind }) => kind)

/** Jest says `any` of what it matches with. */
const saying = (part: string): unknown => expect.stringContaining(part)

describe("what is wrong", () => {
  it("is nothing while a channel keeps up", () => {
    expect(judge([channelHealth()])).toEqual([])
  })

  describe("orders that are not read", () => {
    const unread = (seconds: number, figures = {}) =>
      kinds([channelHealth({ pulse: { read_at: ago(seconds) }, figures })])

    it("make a channel stale after three of its own intervals, not before", () => {
      expect(unread(719)).toEqual([])
      expect(unread(721)).toEqual(["stale"])
    })

    it("do so earlier where polls fail and no webhook comes either", () => {
      const failing = { last_pull_error: "No answer to orders (ECONNREFUSED)" }
      expect(unread(400, { ...failing, last_webhook_at: ago(400) })).toEqual(["stale"])
      expect(unread(400, { ...failing, last_webhook_at: null })).toEqual(["stale"])
      expect(unread(400, { ...failing, last_webhook_at: ago(30) })).toEqual([])
      expect(unread(400, { last_webhook_at: ago(400) })).toEqual([])
      expect(unread(300, { ...failing, last_webhook_at: null })).toEqual([])
    })

    it("are told with how long, how often, and why", () => {
      const [alert] = judge([
        channelHealth({
          pulse: { read_at: ago(780) },
          figures: { last_pull_error: "No answer to orders (ECONNREFUSED)" },
        }),
      ])
      expect(alert).toEqual({
        kind: "stale",
        channel_id: "chan_1",
        subject: "",
        severity: "error",
        title: "Trendyol TR: orders are not being read",
        message:
          "Orders were last read 13 min ago; they should be every 4 min. The last attempt failed: No answer to orders (ECONNREFUSED)",
      })
    })

    it("are counted from the connection on while none was ever read", () => {
      const fresh = { pulse: { read_at: null } }
      expect(kinds([channelHealth({ ...fresh, connectedAt: ago(60) })])).toEqual([])
      expect(kinds([channelHealth({ ...fresh, connectedAt: ago(900) })])).toEqual(["stale"])
    })
  })

  it("is the credentials alone while they do not work: that nothing is read follows from it", () => {
    const out = channelHealth({ figures: { auth_error: "401 from orders." }, pulse: { read_at: ago(9_000) } })
    expect(judge([out])).toMatchObject([{ kind: "auth", message: saying("401 from orders.") }])
  })

  describe("a gate that stays shut", () => {
    const waiting = { ...channelHealth().figures.listings, due: 12 }
    const shut = (seconds: number, { figures = {}, ...more }: Parameters<typeof channelHealth>[0] = {}) =>
      judge([
        channelHealth({ figures: { gate_shut_since: ago(seconds), listings: waiting, ...figures }, ...more }),
      ])

    it("is told after five minutes in which something waited for it, not before", () => {
      expect(shut(300)).toEqual([])
      expect(shut(301)).toMatchObject([{ kind: "gate", severity: "error" }])
      expect(shut(301, { figures: { listings: { ...waiting, due: 0 } } })).toEqual([])
      expect(shut(301, { figures: { gate_shut_since: null } })).toEqual([])
    })

    it("is told with what waits, and why orders cannot be read", () => {
      expect(shut(420, { figures: { last_pull_error: "No answer to orders (ECONNREFUSED)." } })).toEqual([
        {
          kind: "gate",
          channel_id: "chan_1",
          subject: "",
          severity: "error",
          title: "Trendyol TR: figures wait for orders",
          message:
            "For 7 min no figure above zero has been sent, because not all orders that may already have sold it are known. Waiting: 12 listings. Orders cannot be read: No answer to orders (ECONNREFUSED). Mend that, then read orders now.",
        },
      ])
    })

    it("is told with what is read and not ingested, else with how old readings are when they end", () => {
      const [uningested] = shut(420, { figures: { inbox: { pending: 3, dead: 0 } } })
      expect(uningested?.message).toContain("3 facts in the inbox wait to be ingested")
      const [slow] = shut(420)
      expect(slow?.message).toContain(
        "the last one began 20 s ago. See that a worker runs, then read orders now.",
      )
    })

    it("is nothing where nothing is sent anyway: without credentials, or while the channel is paused", () => {
      expect(shut(900, { figures: { auth_error: "401 from orders." } })).toMatchObject([{ kind: "auth" }])
      expect(shut(900, { paused: true })).toEqual([])
    })
  })

  it("is drift beyond both bounds: some in a large shop are weather", () => {
    const drifting = (listings: number, mapped: number) =>
      kinds([
        channelHealth({
          pulse: { divergence: { edited_there: listings - 1, lost_write: 1 } },
          figures: {
            listings: {
              total: mapped,
              mapped,
              unmapped: 0,
              due: 0,
              sent: 0,
              refused: 0,
              unknown: 0,
              drifting: listings,
            },
          },
        }),
      ])
    expect(drifting(5, 100)).toEqual([])
    expect(drifting(6, 100)).toEqual(["drifting"])
    expect(drifting(100, 100_000)).toEqual([])
    expect(drifting(300, 100_000)).toEqual(["drifting"])
  })

  it("is a share of refusals, once there are enough answers to judge", () => {
    const answered = (accepted: number, rejected: number) =>
      kinds([channelHealth()], { answers: new Map([["chan_1", { accepted, rejected }]]) })
    expect(answered(0, 19)).toEqual([])
    expect(answered(16, 4)).toEqual(["refused"])
    expect(answered(17, 4)).toEqual([])
    expect(answered(0, 0)).toEqual([])
  })

  it("is every brake that waits, by its kind", () => {
    const brake = { id: "1", channel_id: "chan_1", listings: 400, of_listings: 1000 }
    const alerts = judge([
      channelHealth({
        brakes: [
          { ...brake, kind: "zero" },
          { ...brake, id: "2", kind: "raise" },
        ],
      }),
    ])
    expect(alerts).toMatchObject([
      { kind: "brake", subject: "zero", message: saying("400 of 1000 listings") },
      { kind: "brake", subject: "raise" },
    ])
  })

  it("is what was received and came to nothing", () => {
    const [alert] = judge([channelHealth({ figures: { inbox: { pending: 3, dead: 2 } } })])
    expect(alert).toMatchObject({ kind: "dead", message: saying("2 inbox entries") })
  })

  it("is availability that nobody knows, by its reason", () => {
    const alerts = judge([channelHealth({ pulse: { silent: { no_location: 7, inventory_not_managed: 1 } } })])
    expect(alerts).toMatchObject([
      {
        kind: "unknown_availability",
        subject: "no_location",
        message: saying("7 listings"),
      },
      { kind: "unknown_availability", subject: "inventory_not_managed" },
    ])
  })

  it("is what the checks call an error, and not what they warn about", () => {
    const found = { check_id: "counters", findings: 3, message: "A counter is wrong." }
    const alerts = judge([], {
      findings: [
        { ...found, severity: "error" },
        { ...found, check_id: "owed", severity: "warning" },
        // The channel says so itself.
        { ...found, check_id: "inbox-dead", severity: "error" },
      ],
    })
    expect(alerts).toMatchObject([
      { kind: "finding", channel_id: "", subject: "counters", message: "A counter is wrong. And 2 more." },
    ])
  })

  it("has one alert per cause and channel, so that each can end by itself", () => {
    const broken = (id: string) =>
      channelHealth({
        id,
        figures: {
          inbox: { pending: 0, dead: 1 },
          listings: { ...channelHealth().figures.listings, due: 1 },
          gate_shut_since: ago(9_000),
        },
        pulse: { read_at: ago(9_000), divergence: { missing: 50 }, silent: { no_location: 2 } },
        brakes: [{ id: "1", channel_id: id, kind: "end", listings: 1, of_listings: 2 }],
      })
    const alerts = judge([broken("a"), broken("b")], {
      answers: new Map([["a", { accepted: 0, rejected: 50 }]]),
    })
    const keys = alerts.map(({ kind, channel_id, subject }) => `${kind} ${channel_id} ${subject}`)
    expect(new Set(keys).size).toBe(keys.length)
    expect(new Set(alerts.map(({ kind }) => kind))).toEqual(
      new Set(alertKinds.filter((kind) => kind !== "auth" && kind !== "finding")),
    )
  })
})

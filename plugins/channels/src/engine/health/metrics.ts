import { Counter, Gauge, Registry } from "prom-client"
import type { DelayBucket } from "../../ledger/queries/health-delays"
import type { Tally, TallyName } from "../../ledger/queries/health-tallies"
import { gateShut, jobAge, oldestMarkAge, queueAge, readMarkAge } from "./ages"
import { histogramText } from "./histogram-text"
import type { ChannelHealth, HealthSnapshot } from "./snapshot"

export interface Measured extends HealthSnapshot {
  tallies: Tally[]
  delays: DelayBucket[]
  openAlerts: { kind: string; channel_id: string | null }[]
  versions: Record<string, string>
}

type Labels = Record<string, string>
type Value = [labels: Labels, value: number]

const ownLabels = ({
  id,
  marketplace,
  name,
}: Pick<ChannelHealth, "id" | "marketplace" | "name">): Labels => ({
  channel: id,
  marketplace,
  name,
})

/**
 * Pure: what the ledger knows, as Prometheus' text. Everything comes from the database at the moment of asking, so that every
 * process tells the same, and nothing is forgotten when one ends.
 */
export async function metricsText(measured: Measured): Promise<string> {
  const registry = new Registry()
  for (const [name, help, values] of gauges(measured)) {
    const gauge = new Gauge({ name, help, labelNames: labelNames(values), registers: [registry] })
    for (const [labels, value] of values) gauge.set(labels, value)
  }
  for (const [name, help, values] of counters(measured)) {
    const counter = new Counter({ name, help, labelNames: labelNames(values), registers: [registry] })
    for (const [labels, value] of values) counter.inc(labels, value)
  }
  return `${await registry.metrics()}\n${delayText(measured)}`
}

const labelNames = (values: Value[]) => [...new Set(values.flatMap(([labels]) => Object.keys(labels)))]

type Family = [name: string, help: string, values: Value[]]

function gauges(measured: Measured): Family[] {
  return [...houseGauges(measured), ...channelGauges(measured), ...countedGauges(measured)]
}

function houseGauges(measured: Measured): Family[] {
  const { at, jobs } = measured.house
  const byTask = (value: (job: (typeof jobs)[number]) => number) =>
    jobs.map((job): Value => [{ task: job.task }, value(job)])
  return [
    ["serai_build_info", "Always 1; the versions are in the labels.", [[measured.versions, 1]]],
    [
      "serai_oldest_change_age_seconds",
      "Age of the oldest change of stock that no listing's figure has followed yet.",
      [[{}, oldestMarkAge(measured)]],
    ],
    [
      "serai_job_ready_age_seconds",
      "How long the oldest job of a task has been ready without being worked on.",
      byTask((job) => jobAge(job.oldest_ready_at, at)),
    ],
    ["serai_jobs_ready", "Jobs that could be worked on now.", byTask((job) => job.ready)],
    ["serai_jobs_failed", "Jobs that have used up their attempts.", byTask((job) => job.failed)],
  ]
}

function channelGauges({ channels, house: { at } }: Measured): Family[] {
  const each = (value: (channel: ChannelHealth) => number) =>
    channels.map((channel): Value => [ownLabels(channel), value(channel)])
  return [
    ["serai_channel_paused", "1 while the channel is paused.", each(({ paused }) => Number(paused))],
    [
      "serai_read_mark_age_seconds",
      "How long ago the last complete reading of the channel's orders began.",
      each((channel) => readMarkAge(channel, at)),
    ],
    [
      "serai_queue_age_seconds",
      "How long the oldest unread fact or unsent change of the channel has waited.",
      each((channel) => queueAge(channel, at)),
    ],
    [
      "serai_gate_shut_seconds",
      "How long figures above zero have been waiting for orders to be read; 0 while they go.",
      each((channel) => gateShut(channel, at)),
    ],
    ["serai_listings", "Listings of the channel.", each(({ figures }) => figures.listings.total)],
    [
      "serai_inbox_pending",
      "Received facts that nobody has worked on yet.",
      each(({ figures }) => figures.inbox.pending),
    ],
    [
      "serai_inbox_dead",
      "Received facts that nobody can read, or that failed again and again.",
      each(({ figures }) => figures.inbox.dead),
    ],
    [
      "serai_channel_refused",
      "1 while the marketplace does not let us in.",
      each(({ figures }) => Number(figures.auth_error !== null)),
    ],
  ]
}

const listingStates = ["unmapped", "due", "sent", "refused", "unknown"] as const

function countedGauges({ channels, openAlerts }: Measured): Family[] {
  const spread = (label: string, counts: (channel: ChannelHealth) => Record<string, number>) =>
    channels.flatMap((channel) =>
      Object.entries(counts(channel)).map(([key, count]): Value => [
        { ...ownLabels(channel), [label]: key },
        count,
      ]),
    )
  const brakes = (channel: ChannelHealth) =>
    Object.fromEntries(channel.brakes.map(({ kind, listings }) => [kind, listings]))
  const alerts = new Map<string, number>()
  for (const { kind } of openAlerts) alerts.set(kind, (alerts.get(kind) ?? 0) + 1)
  return [
    [
      "serai_listings_in_state",
      "Listings that are not in step, by state; the rest of serai_listings is.",
      spread("state", ({ figures }) =>
        Object.fromEntries(listingStates.map((state) => [state, figures.listings[state]])),
      ),
    ],
    [
      "serai_divergence_listings",
      "Listings that show another figure than the marketplace had accepted, by kind of drift.",
      spread("kind", ({ pulse }) => pulse.divergence),
    ],
    [
      "serai_unknown_availability_listings",
      "Listings that publish nothing because nobody knows how much there is, by reason.",
      spread("reason", ({ pulse }) => pulse.silent),
    ],
    [
      "serai_brake_listings",
      "Listings whose mass change waits for a person, by kind.",
      spread("kind", brakes),
    ],
    [
      "serai_alerts_open",
      "Open alerts by kind.",
      [...alerts].map(([kind, count]): Value => [{ kind }, count]),
    ],
  ]
}

function counters(measured: Measured): Family[] {
  const tallied = (name: TallyName, label: string | null, detail?: string) =>
    talliesOf(measured, name, (tally) => ({
      ...(label !== null && { [label]: tally.label }),
      ...(detail !== undefined && { [detail]: tally.detail }),
    }))
  const refusals = measured.channels.map((channel): Value => [
    ownLabels(channel),
    channel.figures.webhooks_refused,
  ])
  return [
    ["serai_pushes_total", "Pushes by how they ended.", tallied("pushes", "outcome", "lane")],
    [
      "serai_push_items_total",
      "Figures sent, by the marketplace's answer.",
      tallied("items", "outcome", "code"),
    ],
    [
      "serai_oversold_units_total",
      "Units that the marketplace sold and no location had when they were reserved.",
      oversold(measured),
    ],
    [
      "serai_marketplace_calls_total",
      'Requests to the marketplace; status 429 is a reached limit, "none" a lost connection.',
      tallied("calls", "operation", "status"),
    ],
    ["serai_webhooks_refused_total", "Webhooks whose key or signature did not fit.", refusals],
  ]
}

function talliesOf(
  { tallies, channels }: Measured,
  name: TallyName,
  more: (tally: Tally) => Labels,
): Value[] {
  const byId = new Map(channels.map((channel) => [channel.id, channel]))
  return tallies.flatMap((tally): Value[] => {
    const channel = byId.get(tally.channel_id)
    return tally.name === name && channel ? [[{ ...ownLabels(channel), ...more(tally) }, tally.total]] : []
  })
}

/** A zero is said aloud: an alert on what never happened needs something to compare with. */
function oversold(measured: Measured): Value[] {
  return measured.channels.map((channel) => {
    const own = measured.tallies.filter(
      ({ name, channel_id }) => name === "oversold" && channel_id === channel.id,
    )
    return [ownLabels(channel), own.reduce((sum, { total }) => sum + total, 0)]
  })
}

function delayText({ channels, delays }: Measured): string {
  return histogramText(
    "serai_change_accepted_seconds",
    "From a change of stock until the marketplace had accepted the figure that follows from it.",
    channels.map((channel) => ({
      labels: ownLabels(channel),
      buckets: delays.filter(({ channel_id }) => channel_id === channel.id),
    })),
  )
}

import {
  channelOfPush,
  dirtyTooLong,
  inboxDead,
  inboxWaiting,
  pushesOpenTooLong,
} from "../../ledger/checks/work"
import { counted, inWords, lasting, type Check, type CheckedChannel } from "./check"

const minuteMs = 60_000

/** Asking for an answer and writing it down take a while, too; and no answer comes sooner than the next look. */
const slackMs = 10 * minuteMs

const bound = ({ id, provider }: CheckedChannel) =>
  provider ? [{ channelId: id, ms: provider.traits.stock.settleWithinMs + slackMs }] : []

export const openPushes: Check = {
  id: "open-pushes",
  title: "Every push was answered in time",
  every: "quarter hour",
  whileRunning: true,
  run: ({ sql, channels }) =>
    inWords(pushesOpenTooLong(sql, channels.flatMap(bound)), ({ subject, channel, state, minutes }) => ({
      subject,
      severity: "error",
      message: `Push ${subject} of ${channel} is ${state} for ${lasting(minutes)}, longer than the marketplace keeps its answer.`,
      remedy: "Look at the push on the channel's page; --fix has its listings looked up once more.",
      fixable: true,
    })),
  fixes: "later",
  async fix({ sql, queue }, pushId) {
    const channelId = await channelOfPush(sql, pushId)
    if (channelId !== undefined) await queue.resume(channelId)
  },
}

export const dirtyMarks: Check = {
  id: "dirty-marks",
  title: "Changed stock is computed at once",
  every: "quarter hour",
  whileRunning: true,
  run: ({ sql }) =>
    inWords(dirtyTooLong(sql), ({ subject, marks, minutes }) => ({
      subject,
      severity: "error",
      message: `${counted(marks, "change")} of stock not computed, the oldest for ${lasting(minutes)}.`,
      remedy: 'See that a worker runs, and read its log for "reconcile"; --fix asks for the work once more.',
      fixable: true,
    })),
  fixes: "later",
  fix: ({ queue }) => queue.enqueueHouse("reconcile"),
}

export const waitingInbox: Check = {
  id: "inbox-waiting",
  title: "Received facts are taken in at once",
  every: "quarter hour",
  whileRunning: true,
  run: ({ sql }) =>
    inWords(inboxWaiting(sql), ({ subject, channel, entries, minutes }) => ({
      subject,
      severity: "error",
      message: `${channel}: ${counted(entries, "received fact")} not taken in, the oldest for ${lasting(minutes)}.`,
      remedy: "The inbox says what the last attempt failed with; --fix asks for the work once more.",
      fixable: true,
    })),
  fixes: "later",
  fix: ({ queue }, channelId) => queue.enqueue("ingest", channelId),
}

export const deadInbox: Check = {
  id: "inbox-dead",
  title: "Every received fact could be used",
  every: "quarter hour",
  run: ({ sql }) =>
    inWords(inboxDead(sql), ({ subject, channel, entries }) => ({
      subject,
      severity: "error",
      message: `${channel}: ${counted(entries, "received fact")} could not be used.`,
      remedy: "Read the reasons under Channels → Inbox → Dead, remove them, and replay the entries.",
      fixable: false,
    })),
}

import {
  ensurePartitions,
  ledgerVersion,
  partitionsMissing,
  type LedgerVersion,
} from "../../ledger/checks/upkeep"
import { inWords, listed, type Check, type Finding } from "./check"

export const partitions: Check = {
  id: "partitions",
  title: "Next month's partitions are there",
  every: "quarter hour",
  run: ({ sql }) =>
    inWords(partitionsMissing(sql), ({ subject, month }) => ({
      subject,
      severity: "warning",
      message: `ledger.${subject} has no partition for ${month}.`,
      remedy: "The nightly upkeep makes it; --fix makes it now.",
      fixable: true,
    })),
  fix: ({ sql }) => ensurePartitions(sql),
}

/** Pure, so that it can be asked of a ledger that is too old for everything else. */
export const versionFindings = ({ pending, unknown }: LedgerVersion): Finding[] => [
  ...pending.map((name) => ({
    subject: name,
    severity: "error" as const,
    message: `The migration ${name} has not run.`,
    remedy: "Run npm run db:migrate.",
    fixable: false,
  })),
  ...unknown.map((name) => ({
    subject: name,
    severity: "warning" as const,
    message: `The migration ${name} is of a newer program than this one.`,
    remedy: "Run one version everywhere: update this installation.",
    fixable: false,
  })),
]

export const migrations: Check = {
  id: "ledger-migrations",
  title: "The ledger is of this program's version",
  every: "quarter hour",
  run: async ({ sql }) => listed(versionFindings(await ledgerVersion(sql))),
}

import { abandonedJobs, overdueLocks, removeOverdueLock, workersPresent } from "../../ledger/checks/locks"
import { counted, inWords, lasting, listed, type Check } from "./check"

export const overdueLock: Check = {
  id: "overdue-locks",
  title: "No lock of Medusa has outlived its time",
  every: "quarter hour",
  run: ({ sql }) =>
    inWords(overdueLocks(sql), ({ subject, owner, minutes }) => ({
      subject,
      severity: "warning",
      message: `The lock "${subject}"${owner === null ? "" : ` of ${owner}`} ended ${lasting(minutes)} ago and was not removed.`,
      remedy: "Let it be removed: npm run doctor -- --fix.",
      fixable: true,
    })),
  fix: ({ sql }, id) => removeOverdueLock(sql, id),
}

export const heldJobs: Check = {
  id: "abandoned-jobs",
  title: "No job is held by a worker that is gone",
  every: "quarter hour",
  run: ({ sql }) =>
    inWords(abandonedJobs(sql), ({ subject, jobs, minutes }) => ({
      subject,
      severity: "error",
      message: `${counted(jobs, "job")} held for ${lasting(minutes)} by the worker ${subject}, which is not connected.`,
      remedy: "Start a worker, which gives them back within seconds, or: npm run doctor -- --fix.",
      fixable: true,
    })),
  fix: ({ queue }, workerId) => queue.release([workerId]),
}

/** What Medusa falls back to: it locks within one process, which is no lock between two. */
const inMemory = "in-memory"

export const lockProvider: Check = {
  id: "lock-provider",
  title: "Locks hold between processes",
  every: "quarter hour",
  run: ({ lockProvider }) =>
    Promise.resolve(
      listed(
        lockProvider() === inMemory
          ? [
              {
                subject: inMemory,
                severity: "error",
                message: "Medusa locks in memory: two processes can reserve the same piece.",
                remedy:
                  "Give the locking module of medusa-config.ts a default provider: locking-postgres, or locking-redis.",
                fixable: false,
              },
            ]
          : [],
      ),
    ),
}

export const workers: Check = {
  id: "workers",
  title: "Somebody works",
  every: "quarter hour",
  whileRunning: true,
  run: async ({ sql }) =>
    listed(
      (await workersPresent(sql)) > 0
        ? []
        : [
            {
              subject: "workers",
              severity: "error",
              message: "No worker is connected: nothing is read, computed or sent.",
              remedy:
                "Start one: MEDUSA_WORKER_MODE=worker npm run serve. A server in the mode `server` only adds work.",
              fixable: false,
            },
          ],
    ),
}

import { listed, type Check, type CheckedChannel, type Finding } from "./check"

const warnSeconds = 30
const failSeconds = 120

/** What a difference between two clocks means; undefined while it does not matter. Pure. */
export function skewFinding(marketplace: string, skewSeconds: number): Finding | undefined {
  const size = Math.abs(skewSeconds)
  if (size <= warnSeconds) return undefined
  return {
    subject: marketplace,
    severity: size > failSeconds ? "error" : "warning",
    message: `This machine's clock is ${Math.round(size)} seconds ${skewSeconds > 0 ? "behind" : "ahead of"} that of ${marketplace}.`,
    remedy: "Set this machine's clock by the network (NTP): signatures and read marks depend on it.",
    fixable: false,
  }
}

/** One channel per marketplace: whose clock it is does not depend on the account. */
function onePerMarketplace(channels: CheckedChannel[]): CheckedChannel[] {
  const first = new Map<string, CheckedChannel>()
  for (const channel of channels) {
    if (channel.provider && !first.has(channel.marketplace)) first.set(channel.marketplace, channel)
  }
  return [...first.values()]
}

export const clockSkew: Check = {
  id: "clock-skew",
  title: "Our clock agrees with the marketplaces'",
  every: "day",
  whileRunning: true,
  async run({ channels, askClock }) {
    const findings: Finding[] = []
    const failures: unknown[] = []
    for (const { id, marketplace } of onePerMarketplace(channels)) {
      try {
        const { theirs, ours } = await askClock(id)
        const finding = skewFinding(marketplace, (theirs - ours) / 1000)
        if (finding) findings.push(finding)
      } catch (error) {
        failures.push(error)
      }
    }
    // What one marketplace showed counts even where another could not be asked.
    if (findings.length === 0 && failures.length > 0) throw failures[0]
    return listed(findings)
  },
}

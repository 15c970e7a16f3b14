import { existsSync, readFileSync } from "node:fs"
import path from "node:path"
import { ChannelError, parseJson } from "@serai/channels/contract"

const root = path.resolve(__dirname, "../../..")

/** The text of one of our own fixtures. */
export const fixture = (name: string): string =>
  readFileSync(path.join(__dirname, "../fixtures", `${name}.json`), "utf8")

/** A fixture as the client reads it: no digit lost. */
export const losslessFixture = (name: string): unknown => parseJson(name, fixture(name))

/** A fixture to be changed by a test; its ids may lose digits. */
export const plainFixture = (name: string) => JSON.parse(fixture(name)) as Record<string, unknown>

const sampleFolder = path.join(root, "../shared/reference/payloads/trendyol")

/** The vendor's published sample, or undefined where the reference data are not beside the repository. */
export function officialSample(name: string): string | undefined {
  const file = path.join(sampleFolder, `${name}.json`)
  return existsSync(file) ? readFileSync(file, "utf8") : undefined
}

/** `it` where the samples exist; otherwise a skipped test whose name says why. */
export const itWithSamples = existsSync(sampleFolder) ? it : it.skip

/** The ChannelError that `act` ends in; anything else fails the test. */
export async function channelErrorOf(act: () => unknown): Promise<ChannelError> {
  try {
    await act()
  } catch (error) {
    if (error instanceof ChannelError) return error
    throw error
  }
  throw new Error("expected a ChannelError, but nothing was thrown")
}

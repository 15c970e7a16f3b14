import {
  ChannelError,
  type ChannelProvider,
  type ChannelSessions,
  type PackageAction,
  type PackageState,
  type RemotePackage,
  type Session,
} from "@serai/channels/contract"
import type { OrderOrigin } from "./fulfillment-plan"

/** The states in which a step has been taken already. */
const doneIn: Record<"pick" | "invoice", readonly PackageState[]> = {
  pick: ["picking", "invoiced"],
  invoice: ["invoiced"],
}

type Step = { type: "pick" } | { type: "invoice"; invoiceNumber: string }

/** One order's packages at the marketplace, and the steps a seller takes with them. */
export class PackageDesk {
  private constructor(
    private readonly provider: ChannelProvider,
    private readonly session: Session,
    private readonly orderNumber: string,
  ) {}

  static async open(sessions: ChannelSessions, origin: OrderOrigin): Promise<PackageDesk> {
    const { provider, session } = await sessions.open(origin.channel_id)
    return new PackageDesk(provider, session, origin.external_id)
  }

  /** As they are now; ids change with splits and partial cancellations, so nothing older will do. */
  async packages(): Promise<RemotePackage[]> {
    const { orders } = this.provider
    const facts = (await orders.fetch?.(this.session, this.orderNumber)) ?? []
    if (facts.length > 0)
      return facts.flatMap(({ body }) => orders.read(body)).flatMap((order) => order.packages)
    throw new ChannelError("not_found", `Trendyol does not know order ${this.orderNumber}, or not any more`)
  }

  /** Created → Picking, and on to Invoiced with a number; steps already taken are not repeated. */
  async advance(from: RemotePackage, invoiceNumber: string | undefined): Promise<void> {
    const steps: Step[] = [{ type: "pick" }]
    if (invoiceNumber !== undefined) steps.push({ type: "invoice", invoiceNumber })
    for (const step of steps) {
      if (!doneIn[step.type].includes(from.state)) await this.take(from, step)
    }
  }

  /** A step whose answer was lost counts when the package shows that it was taken. */
  private async take(target: RemotePackage, step: Step): Promise<void> {
    const action: PackageAction = { packageExternalId: target.externalId, lines: target.lines, ...step }
    try {
      await this.provider.orders.act?.(this.session, action)
    } catch (error) {
      if (!(error instanceof ChannelError) || error.kind !== "unknown_outcome") throw error
      const now = (await this.packages()).find(({ externalId }) => externalId === target.externalId)
      if (now === undefined || !doneIn[step.type].includes(now.state)) throw error
    }
  }
}

import type { InboxFact } from "@serai/channels/contract"
import type { InboxEntry } from "@serai/channels/ledger/inbox"

interface Stored extends InboxEntry {
  channelId: string
}

/** The inbox in memory: a fact told again only counts up. */
export class Inbox {
  readonly #known = new Map<string, Set<string>>()
  readonly #pending = new Map<string, Map<string, Stored>>()
  #nextId = 1

  constructor(
    private readonly now: () => number,
    private readonly onStored: (channelId: string) => void,
  ) {}

  store(channelId: string, facts: InboxFact[]): number {
    const known = this.#known.get(channelId) ?? new Set<string>()
    this.#known.set(channelId, known)
    const fresh = facts.filter(({ key }) => !known.has(key) && known.add(key))
    for (const fact of fresh) {
      const id = String(this.#nextId)
      this.#nextId += 1
      const received = new Date(this.now())
      this.#pendingOf(channelId).set(id, {
        id,
        channelId,
        occurred_at: fact.occurredAt ?? received,
        received_at: received,
        key: fact.key,
        external_id: fact.externalId,
        body: fact.body,
        attempts: 0,
      })
    }
    if (facts.length > 0) this.onStored(channelId)
    return fresh.length
  }

  /** The oldest facts that wait, in the marketplace's own order. */
  pending(channelId: string, limit: number): InboxEntry[] {
    return [...this.#pendingOf(channelId).values()]
      .sort((a, b) => a.occurred_at.getTime() - b.occurred_at.getTime() || Number(a.id) - Number(b.id))
      .slice(0, limit)
  }

  hasPending(channelId: string, receivedBy = Infinity): boolean {
    for (const entry of this.#pendingOf(channelId).values()) {
      if (entry.received_at.getTime() <= receivedBy) return true
    }
    return false
  }

  finish(channelId: string, ids: string[]): void {
    for (const id of ids) this.#pendingOf(channelId).delete(id)
  }

  #pendingOf(channelId: string): Map<string, Stored> {
    const pending = this.#pending.get(channelId) ?? new Map<string, Stored>()
    this.#pending.set(channelId, pending)
    return pending
  }
}

/** Medusa's locks on inventory items: all of a job's or none, first come, first served; the dead hold nothing. */
export class ItemLocks {
  readonly #held = new Map<string, object>()
  #waiting: { owner: object; keys: string[]; begin: () => void }[] = []

  async withLocked<T>(owner: object, keys: string[], job: () => Promise<T>): Promise<T> {
    if (this.#free(keys)) this.#take(owner, keys)
    else await new Promise<void>((begin) => this.#waiting.push({ owner, keys, begin }))
    try {
      return await job()
    } finally {
      for (const key of keys) this.#held.delete(key)
      this.#wake()
    }
  }

  releaseAll(owner: object): void {
    this.#waiting = this.#waiting.filter((one) => one.owner !== owner)
    for (const [key, holder] of this.#held) if (holder === owner) this.#held.delete(key)
    this.#wake()
  }

  #free(keys: string[]): boolean {
    return keys.every((key) => !this.#held.has(key))
  }

  #take(owner: object, keys: string[]): void {
    for (const key of keys) this.#held.set(key, owner)
  }

  #wake(): void {
    for (const next of [...this.#waiting]) {
      if (!this.#free(next.keys)) continue
      this.#waiting = this.#waiting.filter((one) => one !== next)
      this.#take(next.owner, next.keys)
      next.begin()
    }
  }
}

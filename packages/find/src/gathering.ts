/** Gives each id once, with all that its occurrences tell. */
import type { FoundRequestId, Occurrence } from './found.js'
import { Seen } from './seen.js'

/** How many bytes of text after an id may add to what is known of it. */
const HOLD = 262_144
/** How many ids may wait for that: more would live so long that to collect them takes longer than to find them. */
const MOST = 256

interface Waiting {
  found: FoundRequestId
  position: number
}

/** Puts what several occurrences of an id tell together, and gives each id once, or each occurrence. */
export class Gathering {
  readonly #all: boolean
  readonly #known = new Map<string, FoundRequestId>()
  readonly #seen = new Seen()
  #waiting: Waiting[] = []

  constructor(all: boolean) {
    this.#all = all
  }

  /** @param position how far the text is read */
  add(occurrences: readonly Occurrence[], position = 0): void {
    for (const { found } of occurrences) {
      const known = this.#known.get(found.requestId)
      if (known) {
        complete(known, found)
        if (this.#all) this.#waiting.push({ found, position })
      } else if (this.#all || !this.#seen.has(found.requestId)) {
        this.#known.set(found.requestId, found)
        this.#waiting.push({ found, position })
      }
    }
  }

  /**
   * @param position how far the text is read; without it, everything is given
   * @returns those to which nothing more is likely to be added
   */
  take(position = Number.POSITIVE_INFINITY): FoundRequestId[] {
    const old = this.#waiting.findIndex((one) => one.position > position - HOLD)
    const many = this.#waiting.length - MOST
    const count = Math.max(old < 0 ? this.#waiting.length : old, many)
    if (count === 0) return []
    const taken = this.#waiting.slice(0, count).map(({ found }) => found)
    this.#waiting = this.#waiting.slice(count)
    for (const found of taken) {
      const known = this.#known.get(found.requestId)
      if (this.#all && known) complete(found, known)
      this.#known.delete(found.requestId)
      if (!this.#all) this.#seen.add(found.requestId)
    }
    return taken
  }

  end(): FoundRequestId[] {
    return this.take()
  }
}

function complete(known: FoundRequestId, other: FoundRequestId): void {
  if (known.confidence && !other.confidence) {
    known.vendor = other.vendor
    delete known.confidence
  }
  for (const key in other) {
    const name = key as keyof FoundRequestId
    if (known[name] === undefined && name !== 'confidence') Object.assign(known, { [name]: other[name] })
  }
}

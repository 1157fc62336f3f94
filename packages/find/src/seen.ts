/** An id is looked for among so many: enough that the last half a million stay. */
const WAYS = 32
/** How many such sets there are at most: 8 MB. */
const MOST = 1 << 15

/**
 * Remembers strings in constant memory: of each a hash of 52 bits, of the last half a million at least (one in
 * thousands goes earlier), and of a million at most. Two different ids among a million have the same hash once in some
 * ten thousand runs.
 */
export class Seen {
  /** Sets of hashes, each filled from its beginning; 0 means empty. */
  #hashes = new Float64Array(WAYS)
  /** Where each set's next hash goes: in place of its oldest one. */
  #next = new Uint8Array(1)
  #count = 0

  has(text: string): boolean {
    const hash = hashOf(text)
    const start = WAYS * (hash & (this.#next.length - 1))
    for (let at = start; at < start + WAYS && this.#hashes[at]; at++) {
      if (this.#hashes[at] === hash) return true
    }
    return false
  }

  /** @param text what is not remembered */
  add(text: string): void {
    if (2 * this.#count >= this.#hashes.length && this.#next.length < MOST) this.#grow()
    this.#put(hashOf(text))
    this.#count++
  }

  #put(hash: number): void {
    const set = hash & (this.#next.length - 1)
    const way = this.#next[set] ?? 0
    this.#hashes[WAYS * set + way] = hash
    this.#next[set] = (way + 1) % WAYS
  }

  #grow(): void {
    const older = this.#hashes
    this.#hashes = new Float64Array(8 * older.length)
    this.#next = new Uint8Array(8 * this.#next.length)
    for (const hash of older) if (hash) this.#put(hash)
  }
}

/** FNV-1a, twice from different beginnings; never 0, which means empty. */
function hashOf(text: string): number {
  let low = 0x811c9dc5
  let high = 0x9747b28c
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x85ebca6b)
  }
  return (low >>> 0) + ((high >>> 12) + 1) * 2 ** 32
}

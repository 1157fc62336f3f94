/** How many ids one table holds. */
const MOST = 1 << 19

/**
 * Remembers strings in constant memory: of each a hash of 52 bits, of the last half a million to a million. Two
 * different ids among a million have the same hash once in some ten thousand runs.
 */
export class Seen {
  #table = new Float64Array(1024)
  #count = 0
  #older: Float64Array | undefined

  has(text: string): boolean {
    const hash = hashOf(text)
    return isIn(this.#table, hash) || (this.#older !== undefined && isIn(this.#older, hash))
  }

  add(text: string): void {
    if (2 * (this.#count + 1) > this.#table.length) this.#grow()
    const hash = hashOf(text)
    const at = slot(this.#table, hash)
    if (this.#table[at] !== hash) this.#count++
    this.#table[at] = hash
  }

  #grow(): void {
    if (this.#count >= MOST) {
      this.#older = this.#table
      this.#table = new Float64Array(1024)
      this.#count = 0
      return
    }
    const larger = new Float64Array(4 * this.#table.length)
    for (const hash of this.#table) if (hash) larger[slot(larger, hash)] = hash
    this.#table = larger
  }
}

function isIn(table: Float64Array, hash: number): boolean {
  return table[slot(table, hash)] === hash
}

/** Where a hash is, or where it would be. */
function slot(table: Float64Array, hash: number): number {
  const mask = table.length - 1
  let at = hash % table.length
  while (table[at] && table[at] !== hash) at = (at + 1) & mask
  return at
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

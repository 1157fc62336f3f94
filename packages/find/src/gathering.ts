import type { FoundRequestId, Occurrence } from './find.js'

/** Puts what several occurrences of an id tell together. */
export class Gathering {
  readonly #all: boolean
  readonly #found = new Map<string, FoundRequestId>()
  readonly #list: FoundRequestId[] = []

  constructor(all: boolean) {
    this.#all = all
  }

  add(occurrences: readonly Occurrence[]): void {
    for (const { found } of occurrences) {
      const known = this.#found.get(found.requestId)
      if (known) complete(known, found)
      else this.#found.set(found.requestId, found)
      if (this.#all || !known) this.#list.push(found)
    }
  }

  end(): FoundRequestId[] {
    if (this.#all) for (const found of this.#list) complete(found, this.#found.get(found.requestId) ?? found)
    return this.#list
  }
}

function complete(known: FoundRequestId, other: FoundRequestId): void {
  for (const key in other) {
    const name = key as keyof FoundRequestId
    if (known[name] === undefined) Object.assign(known, { [name]: other[name] })
  }
}

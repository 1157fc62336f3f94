/** Puts what all inputs tell of an id together. */
import { texts } from '@requestid/vendors'
import { hasZone } from './moment.js'
import type { Facts, Place, Row } from './row.js'

/** One id, with all that is known of it and all places where it stands. */
export interface Entry extends Facts {
  places: Place[]
  /** How many places there are besides. */
  morePlaces: number
}

/** Nobody reads more places of one id. */
const PLACES = 20

const vendors = texts.map(({ vendor }) => vendor)

/** Where inputs contradict each other, the value of the highest rank is told. */
const RANKS: Partial<Record<keyof Facts, (value: string) => number>> = {
  // The order in which vendors are asked.
  vendor: (vendor) => -vendors.indexOf(vendor),
  // A program that failed may have answered its own caller well.
  statusCode: (status) => Number(Number(status) >= 400),
  time: (time) => Number(hasZone(time)),
  url: (url) => (url.startsWith('/') ? 0 : url.includes('://') ? 2 : 1),
}

/** Merges ids, and keeps them in the order in which they came. What is known of one does not depend on that order. */
export class Merging {
  readonly #entries = new Map<string, Entry>()
  readonly #most: number

  /** @param most how many ids there is room for */
  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#entries.size
  }

  /** @returns whether there was room for it */
  add(row: Row): boolean {
    const { file, line, harEntry, ...facts } = row
    const place = { file, line, ...(harEntry !== undefined && { harEntry }) }
    const known = this.#entries.get(row.requestId)
    if (known) {
      complete(known, facts)
      if (known.places.some((one) => isSame(one, place))) return true
      if (known.places.length < PLACES) known.places.push(place)
      else known.morePlaces++
    } else if (this.size < this.#most) {
      this.#entries.set(row.requestId, { ...facts, places: [place], morePlaces: 0 })
    } else return false
    return true
  }

  /** Gives what there is, and forgets it. */
  take(): Entry[] {
    const entries = [...this.#entries.values()]
    this.#entries.clear()
    return entries
  }
}

function isSame(one: Place, other: Place): boolean {
  return one.file === other.file && one.line === other.line && one.harEntry === other.harEntry
}

function complete(known: Facts, facts: Facts): void {
  if (known.confidence && !facts.confidence) {
    known.vendor = facts.vendor
    delete known.confidence
  }
  // Whose an id may be says nothing where another input tells whose it is.
  const isGuess = facts.confidence && !known.confidence
  for (const key in facts) {
    const name = key as keyof Facts
    const value = facts[name]
    if (name === 'confidence' || (isGuess && name === 'vendor')) continue
    if (name === 'otherIds') known.otherIds = { ...known.otherIds, ...facts.otherIds }
    else if (known[name] === undefined || isBetter(name, String(value), String(known[name])))
      Object.assign(known, { [name]: value })
  }
}

/** Of equals the longer one, which tells more; else any, but always the same. */
function isBetter(name: keyof Facts, value: string, known: string): boolean {
  const rank = RANKS[name]
  const difference = (rank ? rank(value) - rank(known) : 0) || value.length - known.length
  return difference > 0 || (difference === 0 && value > known)
}

/** Finds the ids of one text. */
import { decodeBase64 } from '@requestid/vendors'
import { findPlaces, type Place, placesAt } from './anchors.js'
import { findBare, findCompanions, pair } from './companions.js'
import { describe } from './describe.js'
import { hasEscapes, stripEscapes } from './escapes.js'
import type { Add, FoundRequestId, Occurrence } from './found.js'
import { Gathering } from './gathering.js'
import {
  HAR_BEFORE,
  HAR_HEAD,
  HAR_START,
  type HarEntry,
  harRequests,
  isHar,
  isReversed,
  objectEnd,
  readHarRequest,
  timeAtEnd,
  timeBefore,
  timeIn,
} from './har.js'
import { isOwnRecord } from './records.js'
import { forgetText } from './surroundings.js'
import { endsCell, ROWS, Table } from './tables.js'
import { bare, forgetHeaders, labelAt, labelled } from './words.js'

export interface FindOptions {
  /** Whether to give every occurrence of an id, rather than each id once with all that is known of it. */
  all?: boolean
}

/**
 * The request ids in a text of any kind: HTTP headers, HAR, XML and JSON errors, logs, printed exceptions.
 * @returns in the order of their first appearance
 */
export function findRequestIds(text: string, options: FindOptions = {}): FoundRequestId[] {
  const gathering = new Gathering(options.all ?? false)
  const reader = new Reader()
  reader.begin((length) => text.slice(0, length))
  gathering.add(reader.read(text, 0, text.length, 1))
  reader.end(text.slice(-HAR_HEAD))
  return gathering.end()
}

/** Base64 that is longer is no error's body. */
const BASE64_REACH = 16_384

/** Reads one text, as a whole or in parts that follow each other: it keeps the HAR entry and the table between them. */
export class Reader {
  #har = false
  #reversed = false
  #entry: HarEntry | undefined
  /** What was found in the present entry. */
  #inEntry: FoundRequestId[] = []
  #table: Table | undefined

  /** Tells the reader how the whole text begins: `head` gives as much of it as is asked for. */
  begin(head: (length: number) => string): void {
    this.#har = isHar(head(HAR_START))
    this.#reversed = this.#har && isReversed(head(HAR_HEAD))
    if (this.#reversed) this.#entry = { index: 0 }
  }

  /** Whether the text is a HAR file. */
  get isHar(): boolean {
    return this.#har
  }

  /** Reads the request of a HAR file's next entry, which stands at a place. */
  enter(text: string, at: number): void {
    const index = this.#entry?.index ?? -1
    if (this.#reversed) {
      // What was found before is its own.
      const entry = readHarRequest(text, at, index)
      for (const found of this.#inEntry) Object.assign(found, withoutIndex(entry))
      this.#entry = { index: index + 1 }
    } else {
      this.#leave(timeBefore(text, at))
      this.#entry = readHarRequest(text, at, index + 1)
    }
    this.#inEntry = []
  }

  /** Tells how the text ends: the time of a HAR file's last entry may stand there. */
  end(tail: string): void {
    if (this.#har) this.#leave(timeAtEnd(tail))
    forgetText()
    forgetHeaders()
  }

  #leave(time: string | undefined): void {
    if (!this.#entry || this.#entry.time || this.#reversed || !time) return
    for (const found of this.#inEntry) found.time = time
  }

  /**
   * @param text a part with its surroundings
   * @param from where the part begins in it, and `to` where it ends: only ids whose label stands there are given
   * @param line the number of the line in which the text begins
   * @param at the places worth a look, where they are known
   */
  read(text: string, from: number, to: number, line: number, at?: readonly number[]): Occurrence[] {
    if (hasEscapes(text)) {
      const before = stripEscapes(text.slice(0, from))
      const inside = stripEscapes(text.slice(from, to))
      const stripped = before + inside + stripEscapes(text.slice(to))
      return this.#readText(
        stripped,
        [...findPlaces(stripped, before.length, before.length + inside.length)],
        line,
        !at,
      )
    }
    const places = at ? placesAt(text, at) : [...findPlaces(text, from, to)]
    return this.#har ? this.#readHar(text, places, line) : this.#readText(text, places, line, !at)
  }

  /** The table that the next line may be a row of. */
  get table(): Table | undefined {
    return this.#table
  }

  /**
   * Reads a row of the table, or ends it.
   * @param next gives its lines
   * @param number the number of its first line
   * @returns places are counted from where it begins; nothing if not all of it is there
   */
  readRow(next: () => string | undefined, number = 0): Occurrence[] | undefined {
    const row = this.#table?.read(() => {
      const line = next()
      return line && hasEscapes(line) ? stripEscapes(line) : line
    })
    if (row === 'end') this.#table = undefined
    if (!row || row === 'end') return row && []
    const { lines, text } = row
    let start = 0
    return this.#readPart(text, [...findPlaces(text, 0, text.length)]).map(({ found }) => {
      start = Math.max(start, lines.indexOf(found.requestId, start))
      found.line = number + lines.slice(0, start).split('\n').length - 1
      return { found, start, end: start + found.requestId.length }
    })
  }

  /**
   * Reads a line that needs nothing of what is around it, which is quicker.
   * @param text the line and the beginning of the next one
   * @param end where the line ends
   * @param rest gives what follows the line, as much of it as a row may have
   * @returns nothing if it is not such a line; no ids if it opens a table
   */
  readLine(
    text: string,
    end: number,
    line: number,
    at: readonly number[],
    rest: () => string,
  ): Occurrence[] | undefined {
    if (this.#har) return undefined
    const escaped = hasEscapes(text)
    const own = escaped ? stripEscapes(text.slice(0, end)) : text.slice(0, end)
    const places = escaped ? [...findPlaces(own, 0, own.length)] : placesAt(text, at)
    if (this.#openTable(own, places, rest)) return []
    if (escaped) return undefined
    const last = places[places.length - 1]
    if (!last) return []
    if (!isOwnRecord(text, 0, end, last.end)) return undefined
    return number(text, this.#readPart(own, places), line)
  }

  /**
   * Opens a table, if a line with places is the row of its names, and the next one has as many cells.
   * @param rest what follows the line, as much of it as a row may have
   */
  #openTable(line: string, places: readonly Place[], rest: () => string): boolean {
    const label = places.find(
      (place) =>
        place.anchor.kind === 'label' &&
        endsCell(line, place.end) &&
        labelAt(line, place).label?.weak === false,
    )
    const table = label && Table.open(line)
    // A line with an id is one of names and their values.
    if (!table || this.#readPart(line, places).length > 0) return false
    const lines = stripEscapes(rest()).match(/[^\n]*\n|[^\n]+$/g) ?? []
    const next = () => lines.shift()?.replace('\n', '')
    let row = table.read(next)
    while (row && row !== 'end' && !row.text) row = table.read(next)
    // If there is none, it may be yet to come.
    if (row === 'end') return false
    this.#table = table
    return true
  }

  /** Entry by entry: what stands in one tells nothing of the next. */
  #readHar(text: string, places: readonly Place[], line: number): Occurrence[] {
    const bounds = harRequests(text)
    const known = new Set(places.filter(({ anchor }) => anchor.kind === 'har').map(({ start }) => start - 1))
    const occurrences: Occurrence[] = []
    let start = 0
    for (const end of [...bounds, text.length]) {
      if (known.has(start)) this.enter(text, start)
      // What the client sent is no id of the server's.
      const isRequest = start > 0 || bounds[0] === 0
      const from = isRequest ? objectEnd((at) => text.charCodeAt(at), start, end) : start
      const inside = places.filter((place) => place.start > from && place.start < end)
      if (inside.length > 0) {
        const part = text.slice(start, end)
        for (const one of this.#readPart(part, shift(inside, -start)))
          occurrences.push(...shift([one], start))
      }
      start = end
    }
    return number(text, occurrences, line)
  }

  /** Line by line where a line is an entry of a log or a row of a table, and what is between such lines together. */
  #readText(text: string, places: readonly Place[], line: number, tables: boolean): Occurrence[] {
    const occurrences: Occurrence[] = []
    let rest: Place[] = []
    const readRest = () => {
      occurrences.push(...this.#readPart(text, rest))
      rest = []
    }
    // Where the table's next row begins, and where the last one with an id ended.
    let row = 0
    let read = 0
    const readRows = (to: number) => {
      while (tables && this.#table && row < to) {
        let end = row
        const inside = this.readRow(() => {
          if (end >= text.length) return undefined
          const feed = text.indexOf('\n', end)
          const line = text.slice(end, feed < 0 ? text.length : feed)
          end += line.length + 1
          return line
        })
        if (!inside) break
        if (inside.length > 0) {
          readRest()
          read = end
        }
        occurrences.push(...shift(inside, row))
        row = end
      }
    }
    for (let index = 0; index < places.length; ) {
      const place = places[index] as Place
      const start = text.lastIndexOf('\n', place.start) + 1
      const feed = text.indexOf('\n', place.start)
      const end = feed < 0 ? text.length : feed
      const inside: Place[] = []
      for (let next = places[index]; next && next.start < end; next = places[++index]) inside.push(next)
      readRows(end)
      if (place.start < read) continue
      const last = inside[inside.length - 1]
      const own = shift(inside, -start)
      if (tables && this.#openTable(text.slice(start, end), own, () => text.slice(end + 1, end + 1 + ROWS))) {
        row = end + 1
      } else if (last && isOwnRecord(text, start, end, last.end)) {
        readRest()
        occurrences.push(...shift(this.#readPart(text.slice(start, end), own), start))
      } else rest.push(...inside)
    }
    readRows(text.length)
    readRest()
    return number(text, occurrences, line)
  }

  /** Reads what belongs together. */
  #readPart(text: string, places: readonly Place[]): Occurrence[] {
    const occurrences: Occurrence[] = []
    let last = -1
    let decoded = -1
    const add: Add = (vendor, requestId, start, end, more) => {
      // A label, and then the form of what stands behind it, lead to the same one.
      if (start <= last) return
      last = start
      const found: FoundRequestId = { vendor, requestId, line: 0, ...more }
      if (this.#entry) {
        const time = this.#reversed ? timeIn(text.slice(Math.max(0, start - HAR_BEFORE), start)) : undefined
        this.#complete(found, { ...this.#entry, ...(time && { time }) })
      }
      occurrences.push({ found, start, end })
    }
    for (const place of places) {
      const { anchor, start, end } = place
      if (anchor.kind === 'label') labelled(text, place, add)
      else if (anchor.kind === 'bare') {
        if (start > last) bare(text, start, anchor, add)
      } else if (anchor.kind === 'log') {
        const row = anchor.read(text, start, end)
        if (row) {
          const { requestId, start, end, ...more } = row
          add(anchor.vendor, requestId, start, end, more)
        }
      } else if (anchor.kind === 'base64' && start >= decoded) decoded = encoded(text, place, add)
    }
    if (occurrences.length > 0) {
      for (const find of [findCompanions, findBare]) {
        const companions = find(text, occurrences)
        if (companions.length > 0) pair(text, companions, occurrences)
      }
      for (const [index, occurrence] of occurrences.entries())
        describe(text, occurrence, ...room(text, occurrences, index))
    }
    return occurrences
  }

  /** What the entry's request tells of an id in its response. */
  #complete(found: FoundRequestId, { index, method, url, time }: HarEntry): void {
    found.harEntry = index
    if (method) found.method ??= method
    if (url) found.url ??= url
    if (time) found.time ??= time
    this.#inEntry.push(found)
  }
}

function withoutIndex({ index, ...entry }: HarEntry): Partial<FoundRequestId> {
  return entry
}

/** Farther away nothing is read, nor beyond so many places of the same id. */
const FAR = 5000
const SAME = 4

/** The text around an occurrence that is not another id's: from where to where. */
function room(text: string, occurrences: readonly Occurrence[], index: number): [number, number] {
  const { found, start, end } = occurrences[index] as Occurrence
  const isOther = (other: Occurrence | undefined) => other && other.found.requestId !== found.requestId
  let from = 0
  let to = text.length
  for (let before = index - 1; before >= 0; before--) {
    const other = occurrences[before] as Occurrence
    if (start - other.end > FAR) break
    if (!isOther(other) && index - before < SAME) continue
    // Only between the two: a line may be very long.
    const feed = text.slice(other.end, start).indexOf('\n')
    from = other.end + feed + 1
    break
  }
  for (let after = index + 1; after < occurrences.length; after++) {
    const other = occurrences[after] as Occurrence
    if (other.start - end > FAR) break
    if (!isOther(other) && after - index < SAME) continue
    const feed = text.slice(end, other.start).lastIndexOf('\n')
    to = feed < 0 ? other.start : end + feed
    break
  }
  return [from, to]
}

function shift<Part extends { start: number; end: number }>(parts: readonly Part[], by: number): Part[] {
  return parts.map((part) => ({ ...part, start: part.start + by, end: part.end + by }))
}

/** Gives occurrences, which stand in order, the numbers of their lines. */
function number(text: string, occurrences: Occurrence[], line: number): Occurrence[] {
  let next = text.indexOf('\n')
  for (const { found, start } of occurrences) {
    for (; next >= 0 && next < start; next = text.indexOf('\n', next + 1)) line++
    found.line = line
  }
  return occurrences
}

/** Base64 with an error in it. Its ids stand where it begins. @returns where it ends */
function encoded(text: string, { start, end }: Place, add: Add): number {
  let from = start
  while (start - from < BASE64_REACH && /[\w+/\\-]/.test(text.charAt(from - 1))) from--
  const after = /^[\w+/\\-]*=*/.exec(text.slice(end, end + BASE64_REACH))?.[0] ?? ''
  const to = end + after.length
  const run = text.slice(from, to).replace(/\\/g, '')
  if (run.length > 2 * BASE64_REACH - 100) return to
  // Its beginning may be outside of what is read.
  for (let skip = 0; skip < 4; skip++) {
    const whole = run.slice(skip)
    const bytes = decodeBase64(whole.replace(/=+$/, '').slice(0, whole.length - (whole.length % 4)))
    if (!/equestI/.test(bytes)) continue
    for (const { line, ...found } of findRequestIds(bytes)) {
      add(found.vendor, found.requestId, from, to, found)
    }
    break
  }
  return to
}

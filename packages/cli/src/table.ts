/** Draws ids for people to read: each once, in two lines or more, as wide as the terminal. */
import { kinds, texts } from '@requestid/vendors'
import pc from 'picocolors'
import stringWidth from 'string-width'
import type { Filter } from './filter.js'
import { STANDARD_INPUT } from './inputs.js'
import { type Entry, Merging } from './merging.js'
import { hasZone, parseTime } from './moment.js'
import type { Writer } from './output.js'
import type { Place, Row } from './row.js'
import { printable } from './text.js'

/** So many ids wait for what other inputs tell of them. */
const MOST = 10_000

const INDENT = 2

type Paint = (text: string) => string

/** A part of a line, which is never broken, and how it is painted. */
interface Part {
  text: string
  paint: Paint
  /** Whether it may be cut in its middle where it is wider than a line. */
  cuts?: boolean
}

/** Draws ids when all inputs are read, or nothing has come for a while. */
export class TableWriter implements Writer {
  readonly #print: (text: string) => void
  readonly #columns: number
  readonly #colors: ReturnType<typeof pc.createColors>
  readonly #filter: Filter
  readonly #merging = new Merging(MOST)
  #drawn = 0

  constructor(print: (text: string) => void, columns: number, color: boolean, filter: Filter) {
    this.#print = print
    this.#columns = columns
    this.#colors = pc.createColors(color)
    this.#filter = filter
  }

  get written(): number {
    return this.#drawn + this.#merging.size
  }

  write(rows: readonly Row[]): void {
    for (const row of rows) {
      if (!this.#filter.allows(row) || this.#merging.add(row)) continue
      this.flush()
      this.#merging.add(row)
    }
  }

  flush(): void {
    const entries = this.#merging.take().filter((entry) => this.#filter.accepts(entry))
    this.#drawn += entries.length
    if (entries.length > 0) this.#print(entries.map((entry) => this.#draw(entry)).join(''))
  }

  end(): void {
    this.flush()
  }

  #draw(entry: Entry): string {
    const { cyan, bold, red, green, dim } = this.#colors
    const { vendor, requestId, statusCode, errorCode, method, url, time, places, morePlaces } = entry
    const failed = statusCode === undefined || statusCode >= 400
    const head: Part[] = [
      { text: requestId, paint: bold },
      { text: join(statusCode, errorCode), paint: failed ? red : green },
      { text: vendor, paint: cyan },
    ]
    const details: Part[] = [
      { text: join(method, url && printable(url.replace('https://', ''))), paint: String, cuts: true },
      { text: describeTime(time), paint: dim },
      ...places.map((place) => ({ text: describePlace(place), paint: dim, cuts: true })),
      { text: morePlaces > 0 ? `and ${morePlaces} more` : '', paint: dim },
    ]
    const others = companionsOf(entry).map(([name, id]) => [{ text: `${name} ${id}`, paint: dim }])
    return [head, details, ...others].map((parts, index) => this.#flow(parts, index === 0)).join('')
  }

  /** Puts parts side by side as far as they fit; those that follow stand below. */
  #flow(parts: readonly Part[], isHead: boolean): string {
    let lines = ''
    let line = ''
    let width = 0
    for (const { text: whole, paint, cuts } of parts) {
      if (!whole) continue
      const text = cuts ? cut(whole, this.#columns - INDENT) : whole
      const wide = stringWidth(text)
      if (line && width + 2 + wide > this.#columns) {
        lines += `${line}\n`
        line = ''
      }
      const lead = line ? '  ' : isHead && !lines ? '' : ' '.repeat(INDENT)
      width = (line ? width : 0) + lead.length + wide
      line += lead + paint(text)
    }
    return line ? `${lines}${line}\n` : lines
  }
}

function join(...parts: (string | number | undefined)[]): string {
  return parts.filter(Boolean).join(' ')
}

/** In one form and zone, where its zone is known: columns of times are to be compared. */
function describeTime(time = ''): string {
  const moment = hasZone(time) && parseTime(time)
  return moment ? new Date(moment).toISOString().replace('.000Z', 'Z') : printable(time)
}

function describePlace({ file, line, harEntry }: Place): string {
  const at = file === STANDARD_INPUT ? `line ${line}` : `${printable(file)}:${line}`
  return harEntry === undefined ? at : `${at} #${harEntry}`
}

/** The other ids of a response, by what the vendor calls them. */
function companionsOf(entry: Entry): [name: string, id: string][] {
  const known = texts.find(({ vendor }) => vendor === entry.vendor)?.companions ?? []
  const nameOf = (kind: string) => known.find(({ of }) => of.kind === kind)?.of.name ?? kind
  return [
    ...kinds.slice(1).map((kind): [string, string] => [nameOf(kind), entry[kind] ?? '']),
    ...Object.entries(entry.otherIds ?? {}),
  ].filter(([, id]) => id)
}

/** Cuts the middle out of a text: of a URL and of a path both ends tell. In Chinese a character takes two columns. */
function cut(text: string, columns: number): string {
  let left = stringWidth(text)
  if (left <= columns) return text
  const letters = [...text]
  const middle = Math.floor(letters.length / 2)
  let from = middle
  let to = middle
  while (left >= columns && from > 0) {
    const letter = from > letters.length - to ? letters[--from] : letters[to++]
    left -= stringWidth(letter ?? '')
  }
  return `${letters.slice(0, from).join('')}…${letters.slice(to).join('')}`
}

/** Draws rows as a table. */
import { kinds, texts } from '@requestid/vendors'
import pc from 'picocolors'
import stringWidth from 'string-width'
import type { Row } from './row.js'
import { printable } from './text.js'

/** How many rows decide the widths of a table's columns; those that follow fit in or are cut. */
const MEASURED = 200

type Colors = ReturnType<typeof pc.createColors>

/** Draws a table as wide as the terminal: a writer, as the other forms of the output are. */
export class TableWriter {
  readonly #print: (text: string) => void
  readonly #columns: number
  readonly #colors: Colors
  #waiting: Row[] = []
  #widths: number[] | undefined

  constructor(print: (text: string) => void, columns: number, color: boolean) {
    this.#print = print
    this.#columns = columns
    this.#colors = pc.createColors(color)
  }

  write(rows: readonly Row[]): void {
    this.#waiting.push(...rows)
    if (this.#widths || this.#waiting.length >= MEASURED) this.flush()
  }

  /** Draws what waits for its neighbours' widths. */
  flush(): void {
    const rows = this.#waiting
    this.#waiting = []
    if (rows.length === 0) return
    if (!this.#widths) this.#begin(rows)
    this.#draw(rows)
  }

  end(): void {
    this.flush()
  }

  #begin(rows: readonly Row[]): void {
    const cells = rows.map(cellsOf)
    const widths = HEADINGS.map((heading, index) =>
      Math.max(heading.length, ...cells.map((row) => row[index]?.length ?? 0)),
    )
    // The id is what one copies: it is never cut. The answer is short; what is left is for where and what.
    const [vendor = 0, id = 0, where = 0, answer = 0, request = 0] = widths
    let left = Math.max(0, this.#columns - vendor - id - 2 * (HEADINGS.length - 1))
    widths[3] = Math.min(answer, left, 30)
    left -= widths[3]
    const half = Math.floor(left / 2)
    widths[2] = Math.min(where, Math.max(half, left - request))
    widths[4] = Math.min(request, left - widths[2])
    this.#widths = widths
    this.#print(`${this.#line(HEADINGS, () => this.#colors.dim)}\n`)
  }

  #draw(rows: readonly Row[]): void {
    const { cyan, bold, red, dim } = this.#colors
    const paint = [cyan, bold, dim, red, (text: string) => text]
    for (const row of rows) {
      const ok = (row.statusCode ?? 0) < 400
      const line = this.#line(cellsOf(row), (index) => (index === 3 && ok ? dim : (paint[index] ?? dim)))
      this.#print(`${line}\n`)
      for (const [name, id] of companionsOf(row)) {
        this.#print(`${' '.repeat((this.#widths?.[0] ?? 0) + 2)}${dim(`${name} ${id}`)}\n`)
      }
    }
  }

  #line(cells: readonly string[], paint: (index: number) => (text: string) => string): string {
    const widths = this.#widths ?? []
    const shown = cells.map((cell, index) => {
      const width = widths[index] ?? 0
      const text = index === 1 ? cell.padEnd(width) : width < 4 ? '' : fit(cell, width, index === 2)
      return text && paint(index)(text)
    })
    return shown
      .filter((cell, index) => cell || index < 2)
      .join('  ')
      .trimEnd()
  }
}

/** The other ids of a row, by what the vendor calls them. */
function companionsOf(row: Row): [name: string, id: string][] {
  const known = texts.find(({ vendor }) => vendor === row.vendor)?.companions ?? []
  const nameOf = (kind: string) => known.find(({ of }) => of.kind === kind)?.of.name ?? kind
  return [
    ...kinds.slice(1).map((kind): [string, string] => [nameOf(kind), row[kind] ?? '']),
    ...Object.entries(row.otherIds ?? {}),
  ].filter(([, id]) => id)
}

const HEADINGS = ['VENDOR', 'REQUEST ID', 'WHERE', 'ANSWER', 'REQUEST']

function cellsOf(row: Row): string[] {
  const where = `${printable(row.file)}:${row.line}${row.harEntry === undefined ? '' : ` #${row.harEntry}`}`
  const answer = [row.statusCode, row.errorCode].filter(Boolean).join(' ')
  const request = [row.method, row.url && printable(row.url)].filter(Boolean).join(' ')
  return [row.vendor, row.requestId, where, answer, request || printable(row.time ?? '')]
}

/** Fills or cuts a text to so many columns of a terminal; in Chinese a character takes two. Of a path its end matters. */
function fit(text: string, width: number, keepEnd: boolean): string {
  const length = stringWidth(text)
  if (length <= width) return text + ' '.repeat(width - length)
  const letters = keepEnd ? [...text].reverse() : [...text]
  let cut = ''
  let taken = 1
  for (const letter of letters) {
    const next = stringWidth(letter)
    if (taken + next > width) break
    cut = keepEnd ? letter + cut : cut + letter
    taken += next
  }
  return (keepEnd ? `…${cut}` : `${cut}…`) + ' '.repeat(width - taken)
}

import pc from 'picocolors'
import stringWidth from 'string-width'
import type { Row, Writer } from './output.js'
import { printable } from './text.js'

/** How many rows decide the widths of a table's columns; those that follow fit in or are cut. */
const MEASURED = 200

type Colors = ReturnType<typeof pc.createColors>

/** Draws a table as wide as the terminal. */
export class TableWriter implements Writer {
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
    // The id is what one copies: it is never cut. What it leaves goes to where it stood, then to the request.
    let left = this.#columns - (widths[0] ?? 0) - (widths[1] ?? 0) - 2 * (HEADINGS.length - 1)
    for (const index of [2, 3, 4]) {
      const width = Math.max(0, Math.min(widths[index] ?? 0, left))
      widths[index] = width
      left -= width
    }
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
      for (const [name, id] of [
        ['extended id', row.extendedRequestId],
        ['trace id', row.traceId],
      ]) {
        if (id) this.#print(`${' '.repeat((this.#widths?.[0] ?? 0) + 2)}${dim(`${name} ${id}`)}\n`)
      }
    }
  }

  #line(cells: readonly string[], paint: (index: number) => (text: string) => string): string {
    const widths = this.#widths ?? []
    const shown = cells.map((cell, index) => {
      const width = widths[index] ?? 0
      const text = index === 1 ? cell.padEnd(width) : width < 4 ? '' : fit(cell, width)
      return text && paint(index)(text)
    })
    return shown
      .filter((cell, index) => cell || index < 2)
      .join('  ')
      .trimEnd()
  }
}

const HEADINGS = ['VENDOR', 'REQUEST ID', 'WHERE', 'ANSWER', 'REQUEST']

function cellsOf(row: Row): string[] {
  const where = `${printable(row.file)}:${row.line}${row.harEntry === undefined ? '' : ` #${row.harEntry}`}`
  const answer = [row.statusCode, row.errorCode].filter(Boolean).join(' ')
  const request = [row.method, row.url && printable(row.url)].filter(Boolean).join(' ')
  return [row.vendor, row.requestId, where, answer, request || printable(row.time ?? '')]
}

/** Fills or cuts a text to so many columns of a terminal; in Chinese a character takes two. */
function fit(text: string, width: number): string {
  let length = stringWidth(text)
  if (length <= width) return text + ' '.repeat(width - length)
  let cut = ''
  length = 0
  for (const character of text) {
    const next = stringWidth(character)
    if (length + next > width - 1) break
    cut += character
    length += next
  }
  return `${cut}…${' '.repeat(Math.max(0, width - 1 - length))}`
}

import type { FoundRequestId } from '@requestid/find'
import pc from 'picocolors'
import { fit, printable } from './text.js'

/** An id as it is printed: the names are those of the JSON output. */
export interface Row extends FoundRequestId {
  file: string
}

export type Format = 'table' | 'json' | 'csv'

/** Writes rows as they come. */
export interface Writer {
  write(rows: readonly Row[]): void
  /** Shows what waits for its neighbours. */
  flush(): void
  end(): void
}

export function createWriter(
  format: Format,
  print: (text: string) => void,
  columns: number,
  color: boolean,
): Writer {
  if (format === 'json') {
    return {
      write: (rows) => {
        if (rows.length > 0) print(`${rows.map((row) => JSON.stringify(order(row))).join('\n')}\n`)
      },
      flush: () => {},
      end: () => {},
    }
  }
  return format === 'csv' ? csvWriter(print) : new TableWriter(print, columns, pc.createColors(color))
}

const FIELDS = [
  'vendor',
  'requestId',
  'extendedRequestId',
  'traceId',
  'file',
  'line',
  'harEntry',
  'statusCode',
  'errorCode',
  'time',
  'method',
  'url',
] as const satisfies readonly (keyof Row)[]

function order(row: Row): Record<string, unknown> {
  const ordered: Record<string, unknown> = {}
  for (const field of FIELDS) {
    const value = row[field]
    if (value !== undefined) ordered[field] = typeof value === 'string' ? printable(value) : value
  }
  return ordered
}

/** RFC 4180. */
function csvWriter(print: (text: string) => void): Writer {
  let begun = false
  const begin = () => {
    if (!begun) print(`${FIELDS.join(',')}\r\n`)
    begun = true
  }
  const quote = (value: unknown) => {
    const text = printable(String(value ?? ''))
    // A spreadsheet would take it for a formula. Ids are left as they are: S3's may begin with a plus.
    const safe = /^[=@]/.test(text) ? `'${text}` : text
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
  }
  return {
    write(rows) {
      begin()
      if (rows.length > 0) {
        print(rows.map((row) => `${FIELDS.map((field) => quote(row[field])).join(',')}\r\n`).join(''))
      }
    },
    flush: () => {},
    end: begin,
  }
}

/** How many rows decide the widths of a table's columns; those that follow fit in or are cut. */
const MEASURED = 200

type Colors = ReturnType<typeof pc.createColors>

class TableWriter implements Writer {
  readonly #print: (text: string) => void
  readonly #columns: number
  readonly #colors: Colors
  #waiting: Row[] = []
  #widths: number[] | undefined

  constructor(print: (text: string) => void, columns: number, colors: Colors) {
    this.#print = print
    this.#columns = columns
    this.#colors = colors
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

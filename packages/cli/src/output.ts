/** Writes rows in the form that the user wants. */
import { kinds } from '@requestid/vendors'
import type { Row } from './row.js'
import { printable } from './text.js'

export type Format = 'table' | 'json' | 'csv'

/** Writes rows as they come. */
export interface Writer {
  write(rows: readonly Row[]): void
  /** Shows what waits for its neighbours. */
  flush(): void
  end(): void
}

export async function createWriter(
  format: Format,
  print: (text: string) => void,
  columns: number,
  color: boolean,
): Promise<Writer> {
  if (format === 'json') {
    return {
      write: (rows) => {
        if (rows.length > 0) print(toJson(rows))
      },
      flush: () => {},
      end: () => {},
    }
  }
  if (format === 'csv') return csvWriter(print)
  const { TableWriter } = await import('./table.js')
  return new TableWriter(print, columns, color)
}

const FIELDS = [
  'vendor',
  ...kinds,
  'file',
  'line',
  'harEntry',
  'statusCode',
  'errorCode',
  'time',
  'method',
  'url',
] as const satisfies readonly (keyof Row)[]

/** What JSON and a terminal take as it is: nearly all. */
const PLAIN = /^[ !#-[\]-~]*$/

/** JSON Lines, in the order of the fields, and safe to show. In half of the time of `JSON.stringify`. */
export function toJson(rows: readonly Row[]): string {
  let text = ''
  for (const row of rows) {
    let lead = '{'
    for (const field of FIELDS) {
      const value = row[field]
      if (value === undefined) continue
      const isPlain = typeof value === 'number' || PLAIN.test(value)
      const quote = typeof value === 'number' ? '' : '"'
      text += `${lead}"${field}":${isPlain ? `${quote}${value}${quote}` : JSON.stringify(printable(value))}`
      lead = ','
    }
    if (row.otherIds) text += `,"otherIds":${JSON.stringify(row.otherIds)}`
    text += '}\n'
  }
  return text
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

/** Gives the cells of a table the names in its first row. */
import { LONGEST_LINE } from './records.js'

/** How far behind a row of names the first row is looked for: it, and a line above it. */
export const ROWS = LONGEST_LINE + 900

/** What may stand around a name in its cell. scan.ts of the assembly skips the same behind a label. */
const AROUND = String.raw`["'\`* ]{0,60}`
const CELL_END = new RegExp(String.raw`${AROUND}(?:[,;](?! )|[\t|│]|\r?$)`, 'y')
const TRIM = new RegExp(`^\\ufeff?${AROUND}|${AROUND}\\r?$`, 'g')
/** A few words. What has more digits is an id, or a time. */
const NAME = /^(?!(?:.*\d){4})[^\d:=<>{}[\]()][^:=<>{}[\]]{0,60}$|^$/
/** A line between rows, such as `|---|:-:|` or `+----+`. */
const RULE = /^[-+=|:│┼├┤─═╪╞╡ ]*[-─═]{2}[-+=|:│┼├┤─═╪╞╡ ]*\r?$/

const QUOTED = /"((?:[^"]|"")*)"(?!")\r?/y

/** Whether a cell may end in a line where a label does: most labels have their value there. */
export function endsCell(line: string, at: number): boolean {
  CELL_END.lastIndex = at
  return CELL_END.test(line)
}

export interface Row {
  /** The line, or the lines if a quoted cell has more than one. */
  readonly lines: string
  /** Each cell behind the name of its column; empty for a line between rows. */
  readonly text: string
}

/** A table whose labels stand in its first row alone: CSV, TSV, Markdown, and what consoles draw. */
export class Table {
  readonly #separator: string
  readonly #names: readonly string[]

  private constructor(separator: string, names: readonly string[]) {
    this.#separator = separator
    this.#names = names
  }

  /** @returns nothing if the line is no row of names */
  static open(header: string): Table | undefined {
    for (const separator of ['\t', '|', '│', ';', ',']) {
      const names = split(header, separator)?.map((name) => name.replace(TRIM, '')) ?? []
      if (names.length < 2 || !names.every((name) => NAME.test(name))) continue
      // One name and a separator behind it is an entry of a list.
      if (names.filter(Boolean).length < (/[|│]/.test(separator) ? 1 : 2)) continue
      // Behind a comma in prose there is a space.
      if (!isCsv(separator) || !header.includes(`${separator} `)) return new Table(separator, names)
    }
    return undefined
  }

  /**
   * Reads a row as a whole, however many lines it has: what stands in it is not to be read by itself before.
   * @param next gives its lines
   * @returns `'end'` if it is none of this table, nothing if not all of its lines are there
   */
  read(next: () => string | undefined): Row | 'end' | undefined {
    let lines = ''
    for (let line = next(); line !== undefined; line = next()) {
      if (!lines && RULE.test(line)) return { lines: line, text: '' }
      lines += line
      if (lines.length > LONGEST_LINE) return 'end'
      const cells = split(lines, this.#separator)
      if (cells && cells.length !== this.#names.length) return 'end'
      if (cells) {
        const named = cells.map((cell, column) => `${this.#names[column]}: ${cell.trim()}`)
        return { lines, text: named.join(', ') }
      }
      lines += '\n'
    }
    return undefined
  }
}

function isCsv(separator: string): boolean {
  return separator === ',' || separator === ';'
}

/** @returns nothing if the last cell's quote is still open */
function split(lines: string, separator: string): string[] | undefined {
  const cells: string[] = []
  for (let at = 0; at <= lines.length; at++) {
    if (isCsv(separator) && lines.charAt(at) === '"') {
      QUOTED.lastIndex = at
      const quoted = QUOTED.exec(lines)
      if (!quoted) return undefined
      const end = at + quoted[0].length
      if (end === lines.length || lines.startsWith(separator, end)) {
        cells.push((quoted[1] ?? '').replaceAll('""', '"'))
        at = end
        continue
      }
    }
    const next = lines.indexOf(separator, at)
    cells.push(lines.slice(at, next < 0 ? lines.length : next))
    at = next < 0 ? lines.length : next
  }
  return cells
}

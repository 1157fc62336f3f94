import { LONGEST_LINE } from './records.js'

/** How far behind a row of names the first row is looked for. */
export const ROWS = 2 * LONGEST_LINE

/** What may stand around a name in its cell. scan.ts of the assembly skips the same behind a label. */
const AROUND = String.raw`["'\`* ]{0,60}`
const CELL_END = new RegExp(String.raw`${AROUND}(?:[,;](?! )|[\t|│]|\r?$)`, 'y')
const TRIM = new RegExp(`^\\ufeff?${AROUND}|${AROUND}\\r?$`, 'g')
/** A few words. What has more digits is an id, or a time. */
const NAME = /^(?!(?:.*\d){4})[^\d:=<>{}[\]()][^:=<>{}[\]]{0,60}$|^$/
/** A line between rows, such as `|---|:-:|` or `+----+`. */
const RULE = /^[-+=|:│┼├┤─═╪╞╡ ]*[-─═]{2}[-+=|:│┼├┤─═╪╞╡ ]*\r?$/

const QUOTED = /"((?:[^"]|"")*)"\r?/y

/** Whether a cell may end in a line where a label does: most labels have their value there. */
export function endsCell(line: string, at: number): boolean {
  CELL_END.lastIndex = at
  return CELL_END.test(line)
}

/** A table whose labels stand in its first row alone: CSV, TSV, Markdown, and what consoles draw. */
export class Table {
  readonly #separator: string
  readonly #names: readonly string[]
  /** The lines of a row whose quoted cell goes on in the next one. */
  #begun = ''

  private constructor(separator: string, names: readonly string[]) {
    this.#separator = separator
    this.#names = names
  }

  /** @returns nothing if the line is no row of names */
  static open(header: string): Table | undefined {
    for (const separator of ['\t', '|', '│', ';', ',']) {
      const names = split(header, separator).map((name) => name.replace(TRIM, ''))
      if (names.length < 2 || !names.every((name) => NAME.test(name))) continue
      // Behind a comma in prose there is a space.
      if (!/[,;]/.test(separator) || !header.includes(`${separator} `)) return new Table(separator, names)
    }
    return undefined
  }

  /**
   * @returns the row's lines, and each cell behind the name of its column; without them for a line that is
   * not the end of a row; nothing where the table has ended
   */
  row(line: string): { lines: string; text?: string } | undefined {
    const lines = this.#begun + line
    if (lines.length > LONGEST_LINE) return undefined
    if (!this.#begun && RULE.test(line)) return { lines }
    const open = /[,;]/.test(this.#separator) && lines.split('"').length % 2 === 0
    this.#begun = open ? `${lines}\n` : ''
    if (open) return { lines }
    const cells = split(lines, this.#separator)
    if (cells.length !== this.#names.length) return undefined
    return { lines, text: cells.map((cell, column) => `${this.#names[column]}: ${cell.trim()}`).join(', ') }
  }
}

function split(line: string, separator: string): string[] {
  const cells: string[] = []
  for (let at = 0; at <= line.length; at++) {
    QUOTED.lastIndex = at
    const quoted = /[,;]/.test(separator) ? QUOTED.exec(line) : undefined
    const end = at + (quoted?.[0].length ?? 0)
    if (quoted && (end === line.length || line.startsWith(separator, end))) {
      cells.push((quoted[1] ?? '').replaceAll('""', '"'))
      at = end
      continue
    }
    const next = line.indexOf(separator, at)
    cells.push(line.slice(at, next < 0 ? line.length : next))
    at = next < 0 ? line.length : next
  }
  return cells
}

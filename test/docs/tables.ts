// Tables in Markdown that are made of what the code says.
import { expect } from 'vitest'

/** Lines of a table as the formatter has them: Chinese characters are two wide. */
export function table(rows: readonly (readonly string[])[]): string {
  const width = (text: string) => text.length + (text.match(/[\u2e80-\uffef]/g)?.length ?? 0)
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => width(row[i] ?? '')))) ?? []
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell + ' '.repeat((widths[i] ?? 0) - width(cell))).join(' | ')} |`
  const [head = [], ...body] = rows
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('\n')
}

/** A text with a table behind its mark. */
export function fill(text: string, mark: string, table: string): string {
  const place = new RegExp(`(?<=^<!-- ${mark} -->\\n\\n)(?:\\|.*\\n)*`, 'm')
  expect(text, `no mark for the table: ${mark}`).toMatch(place)
  return text.replace(place, `${table}\n`)
}

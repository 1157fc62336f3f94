/** Reads a row of a service's own access log around a place in it. */
import type { LogRow } from '../record.js'

/** A log's line does not get longer. */
const LINE = 8192

export function lineBefore(text: string, at: number): string {
  const head = text.slice(Math.max(0, at - LINE), Math.max(0, at))
  return head.slice(head.lastIndexOf('\n') + 1)
}

/** The same from the last bracket on, in which is the time. */
export function bracketBefore(text: string, at: number): string {
  const line = lineBefore(text, at)
  return line.slice(Math.max(0, line.lastIndexOf('[')))
}

export function lineAfter(text: string, at: number): string {
  const rest = text.slice(at, at + LINE)
  const end = rest.indexOf('\n')
  return end < 0 ? rest : rest.slice(0, end)
}

/** What the columns say; a `-` says nothing. */
export function columns(line: {
  time: string
  method: string
  url: string
  status: string
}): Pick<LogRow, 'time' | 'method' | 'url' | 'statusCode'> {
  const row: Pick<LogRow, 'time' | 'method' | 'url' | 'statusCode'> = { time: line.time }
  if (/^[A-Z]+$/.test(line.method)) row.method = line.method
  if (line.url && line.url !== '-') row.url = line.url
  if (/^\d{3}$/.test(line.status)) row.statusCode = Number(line.status)
  return row
}

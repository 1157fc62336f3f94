/** Reads the response around an id: its status, error code, time and request. */
import type { Occurrence } from './found.js'
import { beginsRecord } from './records.js'

const STATUS_LINE = /HTTP\/[\d.]+\\?["']?,? (\d{3})\b/g
const STATUS =
  /(?:status(?:[ _-]?code)?|http[ _-]?status|http[ _]code|response[ _-]?code|resHttpCode)["'\\\]]*\s{0,9}[:=]\s{0,9}["'\\]*(\d{3})\b|: (\d{3}) \w*\(Message/gi
const ERROR_CODE =
  /(?:<Code>|(?:\b(?:res)?error[ _-]?code|x-\w+-error-code|[^\w-]code)["'\\\]]*\s{0,9}[:=]\s{0,9}(?:Some\()?["'\\[]*|: \d{3} (?=\w+\(Message)|An error occurred \(|\bapi error |\bException name: )([A-Z][A-Za-z]{3,60}(?:\.[A-Z][A-Za-z]{2,60})?)(?![\w-]| desc = )/gi
/** `NoSuchKey: The specified key does not exist.`, in Go's SDK v1, then the status on a line of its own. */
const GO_ERROR_CODE =
  /(?<=^|[\s:"*])(?!User:|Error:)([A-Z][A-Za-z]{3,60}(?:\.[A-Z][A-Za-z]{2,60})?): (?=(?:(?!status code: )[^"]){0,1200}?(?:\n|\\n)[│\s]{0,40}(?:\\+t)?status code: \d{3}, request id)/g
const TIMESTAMP =
  /(?<!(?:[Ee]xpires|[Mm]odified)\W{1,9})\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d)(?![\w-]))?/
const DATE =
  /\bdate\b["'\\]*(?:,"value")?\s{0,9}[:=]\s{0,9}[("'\\[\s]{0,20}(\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT)/gi
const REQUEST =
  /\b(GET|PUT|POST|HEAD|DELETE|PATCH|OPTIONS) (?:(https?:\/\/[^\s?#"'`<>,]{1,2000}?)(?=[:.]*[\s?#"'`<>,]|$)|(\/[^\s?#"]{0,2000})\S{0,4000} HTTP\/\d)/g
const HOST = /^(?:[>] )?host: ?([\w.:-]{1,255})/im
const URL = /\b(?:url|uri)["'\\ ]*[:=][("'`\\[ ]{0,9}(https?:\/\/[^\s?#"'`<>,})]{1,2000})/gi

/** What has no business in an address, and may do harm on a terminal. */
const UNSAFE = /[\p{Cc}\p{Cf}]/gu

const BEFORE = 2500
const AFTER = 800

/**
 * Adds to an id what the text around it tells of its response.
 * @param from what is before this, and behind `to`, belongs to other ids
 */
export function describe(text: string, { found, start, end }: Occurrence, from: number, to: number): void {
  const before = recordBefore(text, start, from)
  const after = recordAfter(text, end, to)
  const record = before + text.slice(start, end) + after
  const at = before.length
  const line = before.slice(before.lastIndexOf('\n') + 1)
  const isHttp = record.includes('HTTP/')
  const statusLine = isHttp ? last(STATUS_LINE, before)?.[1] : undefined
  const status = Number(statusLine ?? firstOf(nearest(STATUS, record, at)) ?? 0)
  if (status >= 100 && status < 600) found.statusCode ??= status
  const errorCode =
    nearest(ERROR_CODE, record, at)?.[1] ??
    (record.includes('status code: ') ? nearest(GO_ERROR_CODE, record, at)?.[1] : undefined)
  if (errorCode && !(found.statusCode && found.statusCode < 300)) found.errorCode ??= errorCode
  const time =
    TIMESTAMP.exec(line)?.[0] ??
    nearest(DATE, record, at)?.[1] ??
    TIMESTAMP.exec(before.slice(0, 200))?.[0] ??
    TIMESTAMP.exec(after.slice(0, 200))?.[0]
  if (time) found.time ??= time
  if (!found.url && (isHttp || record.includes('://')))
    addRequest(text, start - before.length, record, at, found)
}

function addRequest(
  text: string,
  recordStart: number,
  record: string,
  at: number,
  found: Occurrence['found'],
): void {
  const request = nearest(REQUEST, record, at)
  const url = nearest(URL, record, at)?.[1]
  if (request) setRequest(request, record.slice(request.index), found)
  else if (url) found.url = url.replace(UNSAFE, '')
  // The request that this response answers stands right before it.
  else if (/^(?:[<*] |.{0,60})HTTP\/\d/.test(record)) {
    const lead = text.slice(Math.max(0, recordStart - BEFORE), recordStart)
    const sent = last(REQUEST, lead)
    if (sent && !/^(?:< )?HTTP\/\d/m.test(lead.slice(sent.index)))
      setRequest(sent, lead.slice(sent.index), found)
  }
}

function setRequest(match: RegExpExecArray, text: string, found: Occurrence['found']): void {
  const [, method = '', url, path] = match
  found.method ??= method
  found.url = (url ?? `${HOST.exec(text.slice(0, 2000))?.[1] ?? ''}${path}`).replace(UNSAFE, '')
}

function recordBefore(text: string, start: number, first: number): string {
  const limit = Math.max(first, start - BEFORE)
  let from = start
  for (let lines = 0; lines < 60 && from > limit; lines++) {
    const begin = limit + text.slice(limit, from).lastIndexOf('\n') + 1
    const isFirst = beginsRecord(text, begin)
    from = begin
    if (isFirst || begin === limit) break
    from = begin - 1
  }
  return text.slice(Math.max(limit, from), start)
}

function recordAfter(text: string, end: number, last: number): string {
  const limit = Math.min(last, end + AFTER)
  let to = end
  while (to < limit) {
    const feed = text.slice(to, limit).indexOf('\n')
    if (feed < 0) return text.slice(end, limit)
    to += feed + 1
    if (beginsRecord(text, to)) break
  }
  return text.slice(end, Math.min(to, limit))
}

function nearest(expression: RegExp, text: string, at: number): RegExpExecArray | undefined {
  let best: RegExpExecArray | undefined
  let distance = Number.POSITIVE_INFINITY
  expression.lastIndex = 0
  for (let match = expression.exec(text); match; match = expression.exec(text)) {
    const away = Math.abs(match.index - at)
    // They stand in order: the next ones are farther away.
    if (away >= distance) break
    best = match
    distance = away
  }
  expression.lastIndex = 0
  return best
}

function last(expression: RegExp, text: string): RegExpExecArray | undefined {
  let found: RegExpExecArray | undefined
  expression.lastIndex = 0
  for (let match = expression.exec(text); match; match = expression.exec(text)) found = match
  return found
}

function firstOf(match: RegExpExecArray | undefined): string | undefined {
  return match?.slice(1).find((group) => group !== undefined)
}

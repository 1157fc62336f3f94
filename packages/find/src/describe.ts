/** Reads the response around an id: its status, error code, time and request. */
import type { Occurrence } from './found.js'
import { beginsRecord } from './records.js'

const STATUS_LINE = /HTTP\/[\d.]+\\?["']?,? (\d{3})\b/g
const STATUS =
  /(?:status(?:[ _-]?code)?|http[ _-]?status|http[ _]code|response[ _-]?code|resHttpCode|状态码)["'\\\]]*\s{0,9}[:=]\s{0,9}["'\\]*(\d{3})\b|: (\d{3}) \w*\(Message/gi
const ERROR_CODE =
  /(?:<Code>|(?:\b(?:res)?error[ _-]?code|\berror\.code|错误码|x-\w+-error-code|[^\w-]code)["'\\\]]*\s{0,9}[:=]\s{0,9}(?:Some\()?["'\\[]*|: \d{3} (?=\w+\(Message)|An error occurred \(|\bapi error |\bException name: |\bError (?=[A-Z]\w+,Rid ))([A-Za-z][A-Za-z_]{3,60}(?:\.[A-Z][A-Za-z]{2,60}){0,5})(?![\w-]| desc = )/gi
/** What an SDK calls an error that a logger has written. */
const ERROR_NAME =
  /"(?:name|type)\\*"\s?:\s?\\*"([A-Z][A-Za-z]{3,60})\\*"(?=\s?,\s?\\*"(?:message|stack)\\*"\s?:)/g
/** A code, and not the type of a value or a word of prose. */
const isCode = (code: string) => /^[A-Z]/.test(code) || code.includes('_')
const isOfService = (name: string) =>
  !/^(?:\w{0,20}Error|Object)$/.test(name) || /^[A-Z]\w+[a-z](?:Denied|Not\w+)Error$/.test(name)
/** `NoSuchKey: The specified key does not exist.`, in Go's SDK v1, then the status on a line of its own. */
const GO_ERROR_CODE =
  /(?<=^|[\s:"*])(?!User:|Error:)([A-Z][A-Za-z]{3,60}(?:\.[A-Z][A-Za-z]{2,60}){0,5}): (?=(?:(?!status code: )[^"]){0,1200}?(?:\n|\\n)[│\s]{0,40}(?:\\+t)?status code: \d{3}, request id)/g
const TIMESTAMP =
  /(?<!(?:[Ee]xpires|[Mm]odified)\W{1,9})\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d)(?![\w-]))?/
const DATE =
  /\bdate\b["'\\]*(?:,"value")?\s{0,9}[:=]\s{0,9}[("'\\[\s]{0,20}(\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT)/gi
/** A time in milliseconds, or behind the words of a support report. */
const NAMED_TIME =
  /\b(?:time|timestamp|startTime|startedDateTime)\\*["']?\s?[:=]\s?["']?(\d{13})\b|(?:Time \(UTC\)|时间（UTC）): (\S{20,30})/g
const REQUEST =
  /\b(GET|PUT|POST|HEAD|DELETE|PATCH|OPTIONS) (?:(https?:(?:\\?\/){2}[^\s?#"'`<>,]{1,2000}?)(?=[:.]*[\s?#"'`<>,]|$)|(\/[^\s?#"]{0,2000})\S{0,4000} HTTP\/\d)/g
const HOST = /^(?:[>] )?host: ?([\w.:-]{1,255})/im
const URL = /\b(?:url|uri)["'\\ ]*[:=][("'`\\[ ]{0,9}(https?:(?:\\?\/){2}[^\s?#"'`<>,})]{1,2000})/gi
/** What a log line or a support report says of a request, each by itself. */
const METHOD = /(?:\bmethod|请求方法)\\*["']?\s?[:=]\s?\\*["']?(GET|PUT|POST|HEAD|DELETE|PATCH|OPTIONS)\b/gi
const HOST_NAME =
  /(?:\bhost|\bendpoint|访问域名|终端节点|\bHost_?Id)(?:\\*["']?\]?\s?[:=>]\s?|>\s?)\\*["']?((?:[a-z\d_-]{1,63}\.){1,9}[a-z]{2,20}(?::\d{1,5})?)(?![\w.-])/gi
const PATH = /(?:\bpath|路径)\\*["']?\s?[:=]\s?\\*["']?(\/[^\s?#"'`<>,]{0,2000})/gi

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
  const code = nearest(ERROR_CODE, record, at, ([, code = '']) => isCode(code))
  const errorCode =
    code?.[1] ??
    (record.includes('status code: ') ? nearest(GO_ERROR_CODE, record, at)?.[1] : undefined) ??
    nearest(ERROR_NAME, record, at, ([, name = '']) => isOfService(name))?.[1]
  // An answer may begin well, and end with an error in its body.
  const isBody = code !== undefined && isInError(record.slice(0, code.index))
  if (errorCode && (isBody || !(found.statusCode && found.statusCode < 300))) found.errorCode ??= errorCode
  const time =
    TIMESTAMP.exec(line)?.[0] ??
    nearest(DATE, record, at)?.[1] ??
    timeNamed(record, at) ??
    TIMESTAMP.exec(before.slice(0, 200))?.[0] ??
    TIMESTAMP.exec(after.slice(0, 200))?.[0]
  if (time) found.time ??= time
  if (!found.url && (isHttp || /:\\?\/\\?\//.test(record)))
    addRequest(text, start - before.length, record, at, found)
  if (!found.url?.match(/^https?:|^[\w.-]+[/:]/)) addNamed(record, at, found)
}

/** Whether an `<Error>` is open where a text ends. */
function isInError(text: string): boolean {
  return text.lastIndexOf('<Error>') > text.lastIndexOf('</Error>')
}

function timeNamed(record: string, at: number): string | undefined {
  const [, milliseconds, time] = nearest(NAMED_TIME, record, at) ?? []
  return milliseconds ? new Date(Number(milliseconds)).toISOString() : time
}

/** Puts a request together of what is said of it member by member. */
function addNamed(record: string, at: number, found: Occurrence['found']): void {
  const method = nearest(METHOD, record, at)?.[1]
  const [label = '', host] = nearest(HOST_NAME, record, at) ?? []
  if (method) found.method ??= method.toUpperCase()
  // A log line may name the host that wrote it.
  if (!host || !(method || /^(?:HostId|Host: |Endpoint: |访问域名|终端节点)/i.test(label))) return
  const path = found.url ?? nearest(PATH, record, at)?.[1] ?? ''
  found.url = (host + path).replace(UNSAFE, '')
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
  else if (url) found.url = cleaned(url)
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
  found.url = cleaned(url ?? `${HOST.exec(text.slice(0, 2000))?.[1] ?? ''}${path}`)
}

/** Without the slashes of JSON, and without the sentence's full stop. */
function cleaned(url: string): string {
  return url
    .replace(/\\\//g, '/')
    .replace(UNSAFE, '')
    .replace(/[.,:;]+$/, '')
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

function nearest(
  expression: RegExp,
  text: string,
  at: number,
  is: (match: RegExpExecArray) => boolean = () => true,
): RegExpExecArray | undefined {
  let best: RegExpExecArray | undefined
  let distance = Number.POSITIVE_INFINITY
  expression.lastIndex = 0
  for (let match = expression.exec(text); match; match = expression.exec(text)) {
    if (!is(match)) continue
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

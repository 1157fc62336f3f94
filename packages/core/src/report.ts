/** Writes the text for a vendor's support ticket. */
import type { Named, Ticket } from '@requestid/vendors'
import { readAddress } from './address.js'
import { idsOf, read, token } from './ids.js'
import { find, getRequestId, infoOf } from './lookup.js'
import { maskSecrets } from './mask.js'
import { isObject } from './vendor.js'

/** What a report says besides what the outcome itself tells, and in which language. */
export interface SupportReportOptions {
  /** `'zh'`, or a tag such as `'zh-CN'`, for Chinese; anything else is English. Default `'en'`. */
  language?: string
  /** The SDK and its version, such as `'cos-nodejs-sdk-v5 3.0.0'`. No outcome names them. */
  sdk?: string
  /** The operation, such as `'putObject'`, if the outcome does not tell. */
  operation?: string
  /** For a bucket behind your own domain, which does not reveal it. */
  bucket?: string
  region?: string
  key?: string
}

/**
 * Returns the text to paste into a vendor's support ticket, in the vendor's own terms: time (UTC), request id and other
 * ids, service, region, bucket, key, operation, method, host, status, error code, SDK, the other requests of the
 * operation, and the vendor's page that diagnoses the id, if there is one. It leaves out what is not known and guesses
 * nothing. It only reads named fields, never a message, header, query or body, so no credential gets in.
 *
 * @param value an outcome or what wraps it, as `getRequestInfo` takes it; or a `RequestInfo` or an `Exchange`
 * @returns lines of `label: value`; `undefined` if neither an id nor a request is known. Never throws.
 */
export type SupportReport = (value: unknown, options?: SupportReportOptions) => string | undefined

/**
 * Makes the `formatSupportReport` of a plugin.
 * @param tickets of the vendors that it knows; of another one it gives the ids in terms that many use
 */
export function supportReport(tickets: readonly Ticket[]): SupportReport {
  return (value, options = {}) => write(tickets, value, options)
}

function write(
  tickets: readonly Ticket[],
  value: unknown,
  options: SupportReportOptions,
): string | undefined {
  const source = sourceOf(value)
  if (!source) return undefined
  const { info, outcome, exchanges } = source
  const { ids, vendor = '' } = info
  if (!Object.keys(ids)[0] && !exchanges[0]) return undefined
  const language = /^zh/i.test(String(options.language)) ? 'zh' : 'en'
  const ticket = tickets.find((one) => one.vendor === vendor)
  const ownTerms: Partial<Record<string, string>> = ticket?.terms?.[language] || {}
  const term = (name: string) => {
    const [en, zh = en] = TERMS[name] || [name]
    return ownTerms[name] || (language === 'zh' ? zh : en)
  }
  // The one that the status or the failure is of. None where all that is known is a job's.
  const by = info.marks.findIndex(Boolean)
  const decides = ({ marks }: Facts) => marks[by < 0 ? marks.length - 1 : by]
  const main = exchanges.filter((one) => decides(one) === decides(info)).pop() || factsOf({})
  const { host, path, method } = main
  const status = info.status || main.status
  const address = addressOf(tickets, outcome, host, path)
  const key = text(options.key || address.key)

  // In the order of the lines.
  const shown: Record<string, unknown> = {
    time: main.time,
    ...ids,
    service: text(ticket ? ticket.serviceOf?.(address.service) || ticket.service[language] : vendor),
    region: text(options.region || address.region),
    bucket: text(options.bucket || address.bucket),
    key,
    operation: token(options.operation || info.operation),
    method,
    host,
    // Where the key is known it says nothing more.
    path: key || path === '/' ? '' : text(path),
    status,
    errorCode: main.errorCode || errorCodeOf(outcome, String(status)),
    duration: main.duration,
    sdk: text(options.sdk),
  }
  const lines: string[] = []
  for (const name in shown) {
    const suffix = info.earlier && name in ids ? term('ofEarlier') : ''
    if (shown[name]) lines.push(`${term(name)}${suffix}: ${shown[name]}`)
  }
  const others = exchanges.filter((one) => one !== main)
  if (others[0]) {
    const before = exchanges.indexOf(main)
    const attempts = others.every((one, i) => i < before && one.path === path && one.method === method)
    lines.push('', `${term(attempts ? 'attempts' : 'others')}:`)
    const told = mostTelling(others)
    for (const one of told) {
      const target = attempts ? '' : `${one.host === host ? '' : one.host || ''}${text(one.path) || ''}`
      const outcome = one.status || one.errorCode
      const parts = [one.time, one.method, target, outcome, ...Object.values(one.ids), one.duration]
      lines.push(`- ${parts.filter(Boolean).join('  ')}`)
    }
    const rest = others.length - told.length
    if (rest) lines.push(`- ${term('more').replace('$', String(rest))}`)
  }
  // It would explain another request.
  const page = !info.earlier && ticket?.diagnosis?.(ids)
  if (page) lines.push('', `${term('diagnosis')}: ${page}`)
  return lines.join('\n')
}

/** In English, and in Chinese where that differs. An id without a kind is called by its header. */
const TERMS: { readonly [name: string]: readonly [en: string, zh?: string] } = {
  time: ['Time (UTC)', '时间（UTC）'],
  requestId: ['Request ID', '请求 ID'],
  extendedRequestId: ['Extended request ID', '扩展请求 ID'],
  traceId: ['Trace ID'],
  ec: ['EC'],
  service: ['Service', '服务'],
  region: ['Region', '地域'],
  bucket: ['Bucket', '存储桶'],
  key: ['Object key', '对象键'],
  operation: ['Operation', '操作'],
  method: ['Method', '请求方法'],
  host: ['Host', '访问域名'],
  path: ['Path', '路径'],
  status: ['HTTP status', 'HTTP 状态码'],
  errorCode: ['Error code', '错误码'],
  duration: ['Duration', '耗时'],
  sdk: ['SDK'],
  attempts: ['Earlier attempts', '之前的请求（重试）'],
  others: ['Other requests of the same operation', '同一操作的其他请求'],
  more: ['and $ more', '另有 $ 个请求'],
  ofEarlier: [' (of an earlier request)', '（属于更早的请求）'],
  diagnosis: ['Diagnosis', '自助诊断'],
}

/** From the error's own fields first: what the service itself names beats what can be read from a host. */
function addressOf(tickets: readonly Ticket[], outcome: unknown, host = '', path?: string): Named {
  const hosts = ([] as RegExp[]).concat(...tickets.map(({ hosts = [] }) => hosts))
  const get = (...names: string[]) => string(names.reduce(read, outcome))
  let address: Named = readAddress(hosts, host, path)
  for (const { named } of tickets) {
    const { resource = '', region, bucket, key } = named?.(get) || {}
    const [, ofHost = '', ofPath] = /^([\w.-]+)(\/.*)$/.exec(resource) || []
    address = { ...readAddress(hosts, ofHost, ofPath), ...address }
    address.region ||= region
    if (bucket) address.bucket = bucket
    if (key) address.key = key
  }
  return address
}

/** What the service called it. */
function errorCodeOf(outcome: unknown, status: string): string | undefined {
  const candidates = [
    read(read(outcome, 'error'), 'Code'),
    read(outcome, 'Code'),
    read(outcome, 'code'),
    // The AWS SDK's name of an error is the service's code.
    read(outcome, '$metadata') && read(outcome, '$fault') && read(outcome, 'name'),
  ]
  // For a HEAD, cos-nodejs-sdk-v5 writes the status there.
  return candidates.map(token).find((code) => code && code !== status)
}

/** An upload may have thousands of requests. */
const LIMIT = 20

/** In order; where there are too many, the failed ones, and of these the last. */
function mostTelling(exchanges: readonly Facts[]): readonly Facts[] {
  if (exchanges.length <= LIMIT) return exchanges
  return exchanges.filter(({ status }) => !status || status >= 300).slice(-LIMIT)
}

interface Source {
  readonly info: Facts
  readonly exchanges: readonly Facts[]
  /** The object that may say more. */
  readonly outcome?: unknown
}

function sourceOf(value: unknown): Source | undefined {
  const known = find<Source>(value, (outcome) => {
    const info = infoOf(outcome)
    return info && { found: { ...sourceIn(info), outcome } }
  })
  if (known) return known
  if (string(read(value, 'vendor'))) return sourceIn(value)
  // A copy, or an outcome of no plugin.
  const requestId = getRequestId(value)
  return requestId ? sourceIn({ requestId }) : undefined
}

/** @param info of an operation, or an exchange */
function sourceIn(info: unknown): Source {
  const exchanges = string(read(info, 'method')) ? [info] : list(read(info, 'exchanges'))
  return { info: factsOf(info), exchanges: exchanges.map(factsOf) }
}

/** What is told of an operation or of an exchange. Each value has passed one of the functions below. */
type Facts = ReturnType<typeof factsOf>

function factsOf(from: unknown) {
  const { otherIds, ...ids } = idsOf(from)
  const host = string(read(from, 'host'))
  const path = string(read(from, 'path'))
  const statusCode = read(from, 'statusCode')
  const errorCode = read(from, 'errorCode')
  const time = number(read(from, 'startTime'))
  const duration = number(read(from, 'durationMs'))
  return {
    ids: { ...ids, ...otherIds } as Record<string, string>,
    earlier: read(from, 'idOf') === 'earlier',
    vendor: token(read(from, 'vendor')),
    operation: token(read(from, 'operation')),
    method: token(read(from, 'method')),
    host: host && /^(?:[\w.-]{1,255}|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host) ? host : undefined,
    path: path?.split(/[?#]/, 1)[0],
    status: number(statusCode),
    errorCode: token(errorCode),
    /** What tells one exchange from the others. */
    marks: [errorCode, read(from, 'requestId'), statusCode],
    // No farther than a date goes.
    time: time && Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : undefined,
    duration: duration === undefined ? undefined : `${duration} ms`,
  }
}

function list(value: unknown): readonly unknown[] {
  try {
    return Array.isArray(value) ? value.filter(isObject) : []
  } catch {
    // A revoked proxy.
    return []
  }
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined
}

function number(value: unknown): number | undefined {
  return Number.isFinite(value) ? (value as number) : undefined
}

/** The longest key is of 1024 bytes. */
const TEXT_LIMIT = 1024

/** Free text: a key, a path. No line break, terminal escape or change of writing direction, and no credential. */
function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  return maskSecrets(value.slice(0, TEXT_LIMIT)).replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${Number(character.codePointAt(0)).toString(16)}}`,
  )
}

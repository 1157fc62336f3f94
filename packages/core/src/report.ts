/** Writes the text for a vendor's support ticket. */
import { type Ids, kinds, type Terms, type Ticket } from '@requestid/vendors'
import { type Address, readAddress } from './address.js'
import { idsOf, read, token } from './ids.js'
import { find, getRequestId } from './lookup.js'
import { maskSecrets } from './mask.js'
import { recall } from './memory.js'
import { isObject } from './vendor.js'

/** What a report says besides what the outcome itself tells, and in which language. */
export interface SupportReportOptions {
  /** `'zh'`, or a tag such as `'zh-CN'`, for Chinese; anything else is English. Default `'en'`. */
  language?: string
  /** The SDK and its version, such as `'cos-nodejs-sdk-v5 3.0.0'`: no outcome names them. */
  sdk?: string
  /** The operation, such as `'putObject'`, where it is not known of the outcome. */
  operation?: string
  /** Where the bucket stands behind a domain of your own, which does not tell. */
  bucket?: string
  region?: string
  key?: string
}

/**
 * What `formatSupportReport` is, whichever vendors it knows: the text to paste into a vendor's support ticket, in the
 * vendor's own terms: time (UTC), request id and other ids, service, region, bucket, key, operation, method, host,
 * status, error code, SDK, the other requests of the operation, and the vendor's page that takes the id where there is
 * one. What is not known is left out, nothing is guessed. Only named fields are read, never a message, header, query or
 * body, so no credential gets in.
 *
 * @param value an outcome or what wraps it, as `getRequestInfo` takes it; or a `RequestInfo` or an `Exchange`
 * @returns lines of `label: value`; `undefined` where neither an id nor a request is known. Never throws.
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
  const ids = idsOf(info)
  if (labelled(ids).length === 0 && exchanges.length === 0) return undefined
  const vendor = token(read(info, 'vendor')) ?? ''
  const main = deciding(info, exchanges)
  const language = /^zh/i.test(String(options.language)) ? 'zh' : 'en'
  const ticket = tickets.find((ticket) => ticket.vendor === vendor)
  const terms: Terms = { ...TERMS[language], ...ticket?.terms?.[language] }
  const host = hostOf(main)
  const path = pathOf(main)
  const ownError = read(outcome, 'error')
  const hosts = ([] as RegExp[]).concat(...tickets.map(({ hosts = [] }) => hosts))
  const address = addressOf(hosts, outcome, ownError, host, path)
  const earlier = read(info, 'idOf') === 'earlier'
  const status = number(read(info, 'statusCode')) ?? number(read(main, 'statusCode'))
  const bucket = text(options.bucket ?? address.bucket)
  const key = text(options.key ?? address.key)
  const time = number(read(main, 'startTime'))
  const duration = number(read(main, 'durationMs'))

  const lines: string[] = []
  const row = (label: string, shown: string | number | undefined) => {
    if (shown !== undefined && shown !== '') lines.push(`${label}: ${shown}`)
  }
  row(terms.time, timeOf(time))
  for (const [label, id] of labelled(ids, terms)) row(earlier ? terms.ofEarlier(label) : label, id)
  row(
    terms.service,
    ticket ? (text(ticket.serviceOf?.(address.service)) ?? ticket.service[language]) : vendor,
  )
  row(terms.region, text(options.region ?? address.region))
  row(terms.bucket, bucket)
  row(terms.key, key)
  row(terms.operation, token(options.operation ?? read(info, 'operation')))
  row(terms.method, token(read(main, 'method')))
  row(terms.host, host)
  // Where the key is known the path says nothing more.
  if (!key) row(terms.path, path === '/' ? undefined : text(path))
  row(terms.status, status)
  row(terms.errorCode, errorCodeOf(outcome, ownError, main, status))
  row(terms.duration, duration === undefined ? undefined : `${duration} ms`)
  row(terms.sdk, text(options.sdk))
  const others = exchanges.filter((exchange) => exchange !== main)
  if (others.length > 0) {
    const before = main ? exchanges.indexOf(main) : -1
    const attempts = others.every(
      (exchange, i) =>
        i < before && pathOf(exchange) === path && read(exchange, 'method') === read(main, 'method'),
    )
    lines.push('', `${attempts ? terms.attempts : terms.others}:`)
    const shown = mostTelling(others)
    for (const exchange of shown) lines.push(`- ${describe(exchange, attempts, host)}`)
    if (shown.length < others.length) lines.push(`- ${terms.more(others.length - shown.length)}`)
  }
  // It would explain another request.
  const page = earlier ? undefined : ticket?.diagnosis?.(ids)
  if (page) lines.push('', `${terms.diagnosis}: ${page}`)
  return lines.join('\n')
}

type Fields = Record<PropertyKey, unknown>

const TERMS: Record<'en' | 'zh', Terms> = {
  en: {
    time: 'Time (UTC)',
    requestId: 'Request ID',
    extendedRequestId: 'Extended request ID',
    traceId: 'Trace ID',
    ec: 'EC',
    service: 'Service',
    region: 'Region',
    bucket: 'Bucket',
    key: 'Object key',
    operation: 'Operation',
    method: 'Method',
    host: 'Host',
    path: 'Path',
    status: 'HTTP status',
    errorCode: 'Error code',
    duration: 'Duration',
    sdk: 'SDK',
    attempts: 'Earlier attempts',
    others: 'Other requests of the same operation',
    more: (count) => `and ${count} more`,
    ofEarlier: (id) => `${id} (of an earlier request)`,
    diagnosis: 'Diagnosis',
  },
  zh: {
    time: '时间（UTC）',
    requestId: '请求 ID',
    extendedRequestId: '扩展请求 ID',
    traceId: 'Trace ID',
    ec: 'EC',
    service: '服务',
    region: '地域',
    bucket: '存储桶',
    key: '对象键',
    operation: '操作',
    method: '请求方法',
    host: '访问域名',
    path: '路径',
    status: 'HTTP 状态码',
    errorCode: '错误码',
    duration: '耗时',
    sdk: 'SDK',
    attempts: '之前的请求（重试）',
    others: '同一操作的其他请求',
    more: (count) => `另有 ${count} 个请求`,
    ofEarlier: (id) => `${id}（属于更早的请求）`,
    diagnosis: '自助诊断',
  },
}

interface Source {
  readonly info: Fields
  readonly exchanges: readonly Fields[]
  /** The object that may say more. */
  readonly outcome?: Fields
}

function sourceOf(value: unknown): Source | undefined {
  const known = find<Source>(value, (outcome) => {
    const info = recall(outcome)?.info
    return info && { found: { info: info as unknown as Fields, exchanges: list(info.exchanges), outcome } }
  })
  if (known) return known
  if (isObject(value) && typeof read(value, 'vendor') === 'string') {
    const isExchange = typeof read(value, 'method') === 'string'
    return { info: value, exchanges: isExchange ? [value] : list(read(value, 'exchanges')) }
  }
  // A copy, or an outcome of no plugin.
  const requestId = getRequestId(value)
  return requestId === undefined ? undefined : { info: { requestId }, exchanges: [] }
}

/** The exchange that decided, which the status or the failure is of. None where all that is known is a job's. */
function deciding(info: Fields, exchanges: readonly Fields[]): Fields | undefined {
  const by = ['errorCode', 'requestId'].find((name) => read(info, name)) ?? 'statusCode'
  return exchanges.filter((exchange) => read(exchange, by) === read(info, by)).pop()
}

/** Each id behind what it is called: those of no kind by their headers. */
function labelled(ids: Ids, terms?: Terms): [label: string, id: string][] {
  return [
    ...kinds.map((kind) => [terms ? terms[kind] : kind, ids[kind] || ''] as [string, string]),
    ...Object.entries(ids.otherIds || {}),
  ].filter(([, id]) => id)
}

/** From the error's own fields first: what the service itself names beats what can be read from a host. */
function addressOf(
  hosts: readonly RegExp[],
  outcome: Fields | undefined,
  ownError: unknown,
  host: string | undefined,
  path: string | undefined,
): Address {
  const address = host === undefined ? {} : readAddress(hosts, host, path)
  if (!outcome) return address
  const error = isObject(ownError) ? ownError : outcome
  // COS: `host/path` (436/7730). That of S3 may or may not begin with the bucket.
  const [, ofHost, ofPath] = /^([\w.-]+)(\/.*)$/.exec(String(read(error, 'Resource') ?? '')) ?? []
  const named = ofHost ? readAddress(hosts, ofHost, ofPath) : {}
  // Of a result, such names are the service's data. S3 has them in the errors NoSuchBucket, NoSuchKey, PermanentRedirect
  // and AuthorizationHeaderMalformed; ali-oss in `params` of each error.
  const s3 = read(outcome, '$fault') ? outcome : undefined
  const oss = typeof read(outcome, 'code') === 'string' ? read(outcome, 'params') : undefined
  const fields: Address = {}
  for (const [name, value] of [
    ['bucket', read(s3, 'BucketName') ?? read(s3, 'Bucket') ?? read(oss, 'bucket')],
    ['key', read(s3, 'Key') ?? read(oss, 'object')],
    ['region', address.region ?? read(s3, 'Region')],
  ] as const) {
    if (typeof value === 'string' && value) fields[name] = value
  }
  return { ...named, ...address, ...fields }
}

/** What the service called it, or the connection's failure. */
function errorCodeOf(
  outcome: Fields | undefined,
  ownError: unknown,
  main: Fields | undefined,
  status: number | undefined,
): string | undefined {
  const failure = token(read(main, 'errorCode'))
  if (failure) return failure
  const candidates = [
    read(ownError, 'Code'),
    read(outcome, 'Code'),
    read(outcome, 'code'),
    // The AWS SDK's name of an error is the service's code.
    read(outcome, '$metadata') && read(outcome, '$fault') && read(outcome, 'name'),
  ]
  // For a HEAD, cos-nodejs-sdk-v5 writes the status there.
  return candidates.map(token).find((code) => code && code !== String(status))
}

/** An upload may have thousands of requests. */
const LIMIT = 20

/** In order; where there are too many, the failed ones, and of these the last. */
function mostTelling(exchanges: readonly Fields[]): readonly Fields[] {
  if (exchanges.length <= LIMIT) return exchanges
  const failed = exchanges.filter((exchange) => {
    const status = number(read(exchange, 'statusCode'))
    return status === undefined || status >= 300
  })
  return failed.slice(-LIMIT)
}

function describe(exchange: Fields, sameTarget: boolean, mainHost: string | undefined): string {
  const duration = number(read(exchange, 'durationMs'))
  const host = hostOf(exchange)
  const target = `${host === mainHost ? '' : (host ?? '')}${text(pathOf(exchange)) ?? ''}`
  return [
    timeOf(number(read(exchange, 'startTime'))),
    token(read(exchange, 'method')),
    sameTarget ? undefined : target,
    number(read(exchange, 'statusCode')) ?? token(read(exchange, 'errorCode')),
    ...labelled(idsOf(exchange)).map(([, id]) => id),
    duration === undefined ? undefined : `${duration} ms`,
  ]
    .filter(Boolean)
    .join('  ')
}

// Each value passes one of these on its way into the text.

function list(value: unknown): readonly Fields[] {
  try {
    return Array.isArray(value) ? value.filter(isObject) : []
  } catch {
    return []
  }
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

function timeOf(time: number | undefined): string | undefined {
  const date = new Date(time ?? Number.NaN)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

function hostOf(exchange: unknown): string | undefined {
  const host = read(exchange, 'host')
  return typeof host === 'string' && /^(?:[\w.-]{1,255}|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(host)
    ? host
    : undefined
}

function pathOf(exchange: unknown): string | undefined {
  const path = read(exchange, 'path')
  return typeof path === 'string' ? path.split(/[?#]/, 1)[0] : undefined
}

/** The longest key is of 1024 bytes. */
const TEXT_LIMIT = 1024

/** Free text: a key, a path. No line break, terminal escape or change of writing direction, and no credential. */
function text(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined
  return maskSecrets(value.slice(0, TEXT_LIMIT)).replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`
  })
}

/** Which response decided an outcome, and whose id it has: contract rows 2, 3 and 17. */
import { exchangeOfHeaders } from './attempt.js'
import { type Exchange, fillIds, type Ids, isAlone, type RequestInfo } from './exchange.js'
import type { Finding } from './memory.js'
import type { Evidence, Registration } from './registration.js'
import { isObject, isStatus, readBody, readVendor } from './vendor.js'

/** What an operation has heard until an outcome comes. */
export interface Heard {
  /** When the operation began, by the memory's clock. */
  readonly began: number
  /** In the order in which they were answered or failed. */
  readonly exchanges: Exchange[]
  /** The exchange of which something came last, its end or more: that of an outcome which names no response. */
  readonly last?: Exchange | undefined
  /** The exchange of the last response with an id in its headers, and these. */
  readonly answered?: Exchange | undefined
  readonly headers?: unknown
  /** Whether exchanges may be missing: an outcome then gets an id from its own evidence alone. */
  readonly incomplete: boolean
  /** What the SDK calls the operation. */
  readonly name?: string | undefined
}

/**
 * What the outcome itself says comes first, then what another operation found, then what this one heard. Where an
 * operation got its input from another one's response, that one's exchanges are put in front of its own.
 * @param known what another operation, or this one before, found out about it
 * @param given the headers of the response that made it, where the SDK hands them out beside it
 * @param ofLast whether the last response made it, whatever it says now
 * @returns `known` itself where nothing is to be added to it; `undefined` where nothing is known. A new one has yet to
 * be told when it settled
 */
export function decide(
  { vendors, fallback = vendors[0] }: Pick<Registration, 'vendors' | 'fallback'>,
  heard: Heard,
  evidence: Evidence,
  known?: Finding,
  given?: unknown,
  ofLast?: boolean,
): Finding | undefined {
  const headers = given || evidence.headers
  const { answered, last, exchanges, incomplete } = heard
  // SDKs hand on the very object that the HTTP library made, which has been read.
  if (answered && heard.headers === headers) return decided(heard, answered, true)
  if (ofLast && last) return decided(heard, last, true)
  const reading = readVendor(vendors, headers)
  let { ids } = reading
  const ofHeaders = ids.requestId
  let exchange = !ofHeaders && isObject(headers) ? exchangeOfHeaders.get(headers) : undefined
  if (exchange) ids = exchange
  const { bodies, statusCode } = evidence
  for (const body of (!ids.requestId && bodies?.()) || []) {
    if (ids.requestId) break
    const found = readBody(fallback, body)
    if (found.requestId) ids = found
  }
  const { requestId } = ids
  if (requestId && !exchange) exchange = latest(exchanges, (each) => each.requestId === requestId)
  // An id without a response beside it is not the server's: the outcome may be an error of the user's.
  const says = requestId && (isObject(headers) || isStatus(statusCode) || (last && incomplete))
  if (ofHeaders || exchange || (says && (incomplete || !last))) {
    if (known && known.info.exchanges !== exchanges) {
      const same = known.info.requestId === requestId
      if (same && !exchange) return known
      // Beside an object that stands for several calls at once came the response of each.
      if (!same && given && !(known.settled < heard.began)) return ofNone(heard, known)
    }
    // What the headers of that response lack.
    if (exchange) fillIds(ids, exchange)
    const vendor = (reading.vendor || fallback).name
    return decided(heard, exchange || { ...ids, vendor, statusCode }, true)
  }
  const decisive = known ? adopt(heard, known) : last || latest(exchanges, ({ requestId }) => requestId)
  if (!decisive || 'info' in decisive) return decisive
  if (incomplete) return decided(heard, { vendor: fallback.name })
  // The body's id, where the headers have none: with one, the body may be another response's.
  if (decisive.statusCode && !decisive.requestId) fillIds(ids, decisive)
  return decided(heard, decisive)
}

/**
 * What another operation found, which saw an outcome first that says nothing of its response.
 * @returns that, or the exchange that decided; `undefined` where neither did
 */
function adopt(heard: Heard, known: Finding): Finding | Exchange | undefined {
  const { exchanges, last, began } = heard
  const { info, own } = known
  if (info.exchanges === exchanges) return own ? known : last
  const ending = info.exchanges[info.exchanges.length - 1]
  // A part of this one, which adds its exchanges. One that got no response decided that there is none.
  if (ending && exchanges.includes(ending)) {
    return info.statusCode === undefined ? ending : finding(heard, { ...info, exchanges }, own)
  }
  // A call that one of the user's callbacks made, or one that this call waited for instead of making its own.
  const ended = known.settled < began
  if (!(known.began < began) || (!exchanges.length && (own || !ended))) return known
  if (own) {
    // The response that this call got its input from: what this call sent comes after it.
    exchanges.unshift(...info.exchanges)
    return finding(heard, { ...info, exchanges }, own)
  }
  // One object for several calls, such as a constant or the rejection of a shared promise: it has this call's id,
  // or none where both were under way.
  return ended ? last : ofNone(heard, known)
}

function ofNone(heard: Heard, { info }: Finding): Finding {
  return finding(heard, { vendor: info.vendor, source: 'plugin', exchanges: heard.exchanges.slice() })
}

function finding({ began, name }: Heard, info: RequestInfo, own?: boolean): Finding {
  if (name) info.operation = name
  return { info, began, settled: 0, own }
}

/** What an info is made of: an exchange, or what an outcome says of one. */
type Source = Ids & Pick<Exchange, 'vendor'> & { readonly statusCode?: unknown; readonly errorCode?: string }

/** Its exchanges are not a copy: parts of an upload that are under way when another one fails end after it. */
function decided(heard: Heard, from: Source, own?: boolean): Finding {
  const { exchanges, name } = heard
  const { vendor, requestId, statusCode, errorCode } = from
  if (name && requestId && isStatus(statusCode) && isAlone(from))
    return finding(
      heard,
      { vendor, requestId, statusCode, source: 'plugin', exchanges, operation: name },
      own,
    )
  const earlier = errorCode && latest(exchanges, ({ requestId }) => requestId)
  const source = earlier || from
  const info = fillIds(source, { vendor: source.vendor, source: 'plugin' } as RequestInfo)
  if (earlier) info.idOf = 'earlier'
  if (errorCode) info.errorCode = errorCode
  if (isStatus(statusCode)) info.statusCode = statusCode
  info.exchanges = exchanges
  return finding(heard, info, own)
}

function latest(exchanges: readonly Exchange[], is: (exchange: Exchange) => unknown): Exchange | undefined {
  return exchanges.slice().reverse().find(is)
}

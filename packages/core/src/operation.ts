import { attach } from './attach.js'
import type { Exchange, Ids, RequestInfo } from './exchange.js'
import { hidden } from './hidden.js'
import { channel, type Finding, recall, sharedMemory } from './memory.js'
import type { Listener } from './observe.js'
import { isPromise } from './outcomes.js'
import { guard, type RequestIdOptions, report } from './plugin.js'
import { isObject, isRequestId, isStatus, type Reading, readBody, readVendor, type Vendor } from './vendor.js'

/** What a plugin knows of a client for as long as it is registered. */
export interface Registration {
  readonly options: RequestIdOptions
  /** The services this client can talk to, in the order in which a response's headers are asked for them. Never empty. */
  readonly vendors: readonly [Vendor, ...Vendor[]]
  /** The one that is named where no response tells. Default: the first. */
  readonly fallback?: Vendor
  /**
   * Whether what stands under `requestId` of an error is no id and was put there by the SDK, such as `undefined` or a
   * count: it gives way, or goes where there is no id. Everything else that is there stays.
   */
  readonly misusesRequestId?: (error: Record<PropertyKey, unknown>) => boolean
  /** What this SDK's outcomes look like. Called with objects only; may throw. */
  readonly evidence: (outcome: Record<PropertyKey, unknown>) => Evidence
}

/** Where an outcome carries traces of the response it came from. */
export interface Evidence {
  /** The response's headers, in any form `readHeaders` takes. */
  headers?: unknown
  /**
   * The response's body as text, or objects parsed from it; the first one with an id counts. A function, as it is only
   * asked for where the headers have no id.
   */
  bodies?(): readonly unknown[]
  /** The response's status, where the outcome has it. */
  statusCode?: unknown
}

/**
 * Finds the exchange of an outcome whose headers have no id by the identity of their object: SDKs hand on the
 * very one that the HTTP library made. So an exchange holds no headers, and headers hold no response.
 */
const exchangeOfHeaders = hidden<Exchange>()

/**
 * One public call on an SDK client, however many exchanges it takes. A plugin begins one where the SDK starts
 * a call, opens an exchange where the SDK sends a request, and settles it with the call's outcome. No method
 * throws.
 */
export class Operation {
  /** In the order in which they were answered or failed. */
  readonly exchanges: Exchange[] = []
  /** Set it where exchanges may be missing: an outcome then gets an id from its own evidence alone. */
  incomplete = false
  /** The exchange of which something came last, its end or more: that of an outcome which names no response. */
  private last: Exchange | undefined
  private followed: unknown
  /** The last response with an id in its headers. They are let go when the operation settles. */
  private heard: { readonly headers: unknown; readonly exchange: Exchange } | undefined
  private readonly began = ++sharedMemory().clock
  private readonly listener: Listener | undefined

  /**
   * @param parent the operation this one is a part of, such as one file of a batch; it sees every exchange too
   * @param name what the SDK calls it, such as `'putObject'`; a part has that of the whole
   */
  constructor(
    readonly registration: Registration,
    private readonly parent?: Operation,
    private readonly name: string | undefined = parent?.name,
  ) {
    // Where the operation begins is where the caller's context is certain: pooled sockets answer in another's.
    const { begin } = sharedMemory()
    if (!begin || parent) return
    this.listener = guard(registration.options, () => begin(registration, name))
  }

  /**
   * Call when the SDK hands a request to the network.
   * @param path may have a query; it is dropped
   */
  open(method: string, host: string, path: string): OpenExchange {
    return openExchange(this, method, host, before('#', before('?', String(path))))
  }

  /** Call when more has come of an exchange that is finished: its body, or the end of its connection. */
  touch(exchange: Exchange): void {
    this.last = exchange
    if (this.parent) this.parent.touch(exchange)
  }

  /**
   * Adds a finished exchange to this operation and to all it is a part of.
   * @param headers those of its response, where they have its id
   */
  record(exchange: Exchange, headers?: unknown): void {
    // One listener may be that of a client and of the clients behind it.
    let listeners: Map<(exchange: Exchange) => unknown, RequestIdOptions> | undefined
    for (let operation: Operation | undefined = this; operation; operation = operation.parent) {
      operation.last = exchange
      if (headers) operation.heard = { headers, exchange }
      operation.exchanges.push(exchange)
      const { listener } = operation
      const { options } = operation.registration
      if (listener) guard(options, () => listener.exchange(exchange))
      if (options.onExchange) listeners = (listeners || new Map()).set(options.onExchange, options)
    }
    const subscribed = channel
    if (subscribed?.hasSubscribers) subscribed.publish(exchange)
    this.refresh()
    if (!listeners) return
    for (const [onExchange, options] of listeners) {
      guard(options, () => {
        const result = onExchange(exchange)
        // An async listener that fails must not become the process's unhandled rejection.
        if (isPromise(result)) result.then(undefined, (error: unknown) => report(options, error))
      })
    }
  }

  /**
   * Attaches the id to an outcome and remembers what `getRequestInfo` gives for it. May be called again for a
   * further outcome of the same operation. Does nothing for a primitive, or where no exchange was made.
   * @param outcome the result, or the error; its identity is kept
   * @param headers those of the response that made it, where the SDK hands them out beside it
   * @param ofLast whether the last response made it, whatever it says now
   */
  settle(outcome: unknown, headers?: unknown, ofLast?: boolean): void {
    if (!isObject(outcome)) return
    const { registration, listener } = this
    guard(registration.options, () => {
      const known = recall(outcome)
      const finding = this.decide(registration.evidence(outcome), headers, known, ofLast)
      this.heard = undefined
      if (!finding && !known) return
      if (finding !== known) sharedMemory().findings.set(outcome, finding)
      attach(outcome, registration, finding || NOTHING, known || NOTHING)
      if (finding && listener) listener.settle(finding.info)
    })
  }

  /** For an outcome that is handed out before its response comes, such as a stream: gets the id once it is there. */
  follow(outcome: object): void {
    this.followed = outcome
    this.refresh()
  }

  /** Call when more has become known of an exchange. */
  refresh(): void {
    if (this.followed) this.settle(this.followed)
    if (this.parent) this.parent.refresh()
  }

  /** Contract rows 2 and 17: what the outcome itself says, then what another operation found, then what this one saw. */
  private decide(
    evidence: Evidence,
    given: unknown,
    known: Finding | undefined,
    ofLast: boolean | undefined,
  ): Finding | undefined {
    const headers = given || evidence.headers
    const { heard, last } = this
    // SDKs hand on the very object that the HTTP library made, which has been read.
    if (heard && heard.headers === headers) return this.finding(heard.exchange, true)
    if (ofLast && last) return this.finding(last, true)
    const { vendors, fallback = vendors[0] } = this.registration
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
    if (requestId && !exchange) exchange = this.latest((each) => each.requestId === requestId)
    // An id without a response beside it is not the server's: the outcome may be an error of the user's.
    const says = requestId && (isObject(headers) || isStatus(statusCode) || (last && this.incomplete))
    if (ofHeaders || exchange || (says && (this.incomplete || !last))) {
      if (known && known.info.exchanges !== this.exchanges) {
        const same = known.info.requestId === requestId
        if (same && !exchange) return known
        // Beside an object that stands for several calls at once came the response of each.
        if (!same && given && !(known.settled < this.began)) return this.none(known)
      }
      // What the headers of that response lack.
      if (exchange) fillIds(ids, exchange)
      return this.finding(exchange || { ...ids, vendor: (reading.vendor || fallback).name, statusCode }, true)
    }
    const decisive = known ? this.adopt(known) : last || this.latest(({ requestId }) => requestId)
    if (!decisive || 'info' in decisive) return decisive
    if (this.incomplete) return this.finding({ vendor: fallback.name })
    // The body's id, where the headers have none: with one, the body may be another response's.
    if (decisive.statusCode && !decisive.requestId) fillIds(ids, decisive)
    return this.finding(decisive)
  }

  /**
   * What another operation found, which saw an outcome first that says nothing of its response.
   * @returns that, or the exchange that decided; `undefined` where neither did
   */
  private adopt(known: Finding): Finding | Exchange | undefined {
    const { exchanges, last } = this
    const { info, own } = known
    if (info.exchanges === exchanges) return own ? known : last
    const ending = info.exchanges[info.exchanges.length - 1]
    // A part of this one, which adds its exchanges. One that got no response decided that there is none.
    if (ending && exchanges.includes(ending)) {
      return info.statusCode === undefined ? ending : this.note({ ...info, exchanges }, own)
    }
    // A call that one of the user's callbacks made, or one that this call waited for instead of making its own.
    const ended = known.settled < this.began
    if (!(known.began < this.began) || (!exchanges.length && (own || !ended))) return known
    if (own) {
      // The response that this call got its input from: what this call sent comes after it.
      exchanges.unshift(...info.exchanges)
      return this.note({ ...info, exchanges }, own)
    }
    // One object for several calls, such as a constant or the rejection of a shared promise: it has this call's id,
    // or none where both were under way.
    return ended ? last : this.none(known)
  }

  private none({ info }: Finding): Finding {
    return this.note({ vendor: info.vendor, exchanges: this.exchanges.slice() })
  }

  private note(info: RequestInfo, own = false): Finding {
    if (this.name) info.operation = this.name
    return { info, began: this.began, settled: ++sharedMemory().clock, own }
  }

  private latest(is: (exchange: Exchange) => unknown): Exchange | undefined {
    return this.exchanges.slice().reverse().find(is)
  }

  private finding(from: Source, own?: boolean): Finding {
    const { statusCode, errorCode } = from
    const earlier = errorCode && this.latest(({ requestId }) => requestId)
    const source = earlier || from
    const info = fillIds(source, { vendor: source.vendor } as RequestInfo)
    if (earlier) info.idOf = 'earlier'
    if (errorCode) info.errorCode = errorCode
    if (isStatus(statusCode)) info.statusCode = statusCode
    // Not a copy: parts of an upload that are under way when another one fails end after it.
    info.exchanges = this.exchanges
    return this.note(info, own)
  }
}

const NOTHING: Pick<Finding, 'info'> = { info: {} as RequestInfo }

/** What an info is made of: an exchange, or what an outcome says of one. */
type Source = Ids & Pick<Exchange, 'vendor'> & { readonly statusCode?: unknown; readonly errorCode?: string }

/** Much faster than an expression. */
function before(mark: string, text: string): string {
  const end = text.indexOf(mark)
  return end < 0 ? text : text.slice(0, end)
}

/** Error bodies are small; what comes after this many characters has no id. */
const BODY_LIMIT = 65536

/** An exchange under way. Whichever of `respond` and `fail` comes first ends it; what follows is ignored. */
export interface OpenExchange {
  /**
   * Call as soon as the response's headers are there.
   * @param statusCode `undefined` where it is not known, as in a mini program whose upload fails after them
   * @returns whether they carry an id; where not, `body` can still find one
   */
  respond(statusCode: number | undefined, headers: unknown): boolean
  /** Call where no response came. @param errorCode e.g. `'ECONNRESET'` */
  fail(errorCode: string): void
  /**
   * Call with the response's body, or as much of it as there is, for what the headers do not have.
   * @returns whether the id of the request is known now and was not before
   */
  body(text: string): boolean
  /**
   * Call with each piece of the body as it arrives, and without one at its end, where the headers had no id.
   * @returns whether there is nothing more to look for
   */
  read(chunk?: unknown): boolean
}

function openExchange(operation: Operation, method: string, host: string, path: string): OpenExchange {
  const { options, vendors, fallback = vendors[0] } = operation.registration
  const startTime = Date.now()
  const started = now()
  let exchange: Exchange | undefined
  let vendor = fallback
  let inHeaders = false
  let text = ''
  let searchAt = 0

  function end(ids: Ids, statusCode?: number, errorCode?: string, headers?: unknown): void {
    if (exchange) {
      operation.touch(exchange)
      return
    }
    exchange = fillIds(ids, { vendor: vendor.name } as Exchange)
    if (statusCode !== undefined) exchange.statusCode = statusCode
    if (errorCode !== undefined) exchange.errorCode = errorCode
    exchange.method = method
    exchange.host = host
    exchange.path = path
    exchange.startTime = startTime
    // To the microsecond: what comes after that is noise.
    exchange.durationMs = Math.max(0, Math.round((now() - started) * 1000) / 1000)
    operation.record(exchange, headers)
  }

  function body(text: string): boolean {
    const known = exchange?.requestId
    if (exchange) fillIds(readBody(vendor, text), exchange)
    if (known || !exchange?.requestId) return false
    operation.refresh()
    return true
  }

  return {
    respond(statusCode, headers) {
      guard(options, () => {
        // Some plugins are shown a response twice: early, and as a whole.
        const reading: Reading = inHeaders ? { vendor, ids: {} } : readVendor(vendors, headers)
        const { vendor: answering = fallback, ids } = reading
        if (!exchange) vendor = answering
        if (ids.requestId) inHeaders = true
        end(ids, statusCode, undefined, inHeaders && headers)
        if (!inHeaders && exchange && isObject(headers)) exchangeOfHeaders.set(headers, exchange)
      })
      return inHeaders
    },
    fail(errorCode) {
      // It may be another's text, and ends up in logs as ids do.
      end({}, undefined, isRequestId(errorCode) ? errorCode : 'UNKNOWN')
    },
    body,
    read(chunk) {
      if (chunk) {
        text += ArrayBuffer.isView(chunk) ? new TextDecoder().decode(chunk) : String(chunk)
        // A body in tiny pieces would be searched over and over.
        if (text.length < searchAt) return false
      }
      searchAt = 2 * text.length
      return body(text) || text.length > BODY_LIMIT
    },
  }
}

/** A monotonic clock in milliseconds where there is one; mini programs have only the date. */
function now(): number {
  return typeof performance === 'object' ? performance.now() : Date.now()
}

/** Only what `to` does not have yet: headers beat the body. */
function fillIds<To extends Ids>(from: Ids, to: To): To {
  if (from.requestId && !to.requestId) to.requestId = from.requestId
  if (from.extendedRequestId && !to.extendedRequestId) to.extendedRequestId = from.extendedRequestId
  if (from.traceId && !to.traceId) to.traceId = from.traceId
  if (from.ec && !to.ec) to.ec = from.ec
  return to
}

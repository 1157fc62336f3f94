import { attach, detach } from './attach.js'
import type { Exchange, Ids, RequestInfo } from './exchange.js'
import { type Listener, sharedMemory } from './memory.js'
import { isPromise } from './outcomes.js'
import { guard, type RequestIdOptions, report } from './plugin.js'
import { isObject, isRequestId, readBody, readHeaders, type Vendor } from './vendor.js'

/** What a plugin knows of a client for as long as it is registered. */
export interface Registration {
  readonly options: RequestIdOptions
  /** The services this client can talk to, in the order in which a response's headers are asked for them. Never empty. */
  readonly vendors: readonly [Vendor, ...Vendor[]]
  /** The one that is named where no response tells. Default: the first. */
  readonly fallback?: Vendor
  /** Whether the SDK puts what is no id under `requestId` of its errors, such as `undefined` or a count: it goes. */
  readonly misusesRequestId?: boolean
  /** What this SDK's outcomes look like. Called with objects only; may throw. */
  readonly evidence: (outcome: Record<PropertyKey, unknown>) => Evidence
}

/** Where an outcome carries traces of the response it came from. */
export interface Evidence {
  /** The response's headers, in any form `readHeaders` takes. */
  headers?: unknown
  /** The response's body as text, or objects parsed from it; the first one with an id counts. */
  bodies?: readonly unknown[]
}

/**
 * Finds the exchange of an outcome whose headers have no id by the identity of their object: SDKs hand on the
 * very one that the HTTP library made. Weak, so an exchange holds no headers and headers hold no response.
 */
const exchangeOfHeaders = new WeakMap<object, Exchange>()

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
  private readonly began = ++sharedMemory().clock
  private readonly listener: Listener | undefined
  /** This one, what it is a part of, and what that is a part of. */
  private readonly lineage: readonly Operation[]

  /**
   * @param parent the operation this one is a part of, such as one file of a batch; it sees every exchange too
   * @param name what the SDK calls it, such as `'putObject'`; a part has that of the whole
   */
  constructor(
    readonly registration: Registration,
    parent?: Operation,
    private readonly name: string | undefined = parent?.name,
  ) {
    this.lineage = parent ? [this, ...parent.lineage] : [this]
    // Where the operation begins is where the caller's context is certain: pooled sockets answer in another's.
    if (!parent) this.listener = sharedMemory().begin?.(this)
  }

  /**
   * Call when the SDK hands a request to the network.
   * @param path may have a query; it is dropped
   */
  open(method: string, host: string, path: string): OpenExchange {
    return openExchange(this, method, host, String(path).replace(/[?#].*/s, ''))
  }

  /** Call when more has come of an exchange that is finished: its body, or the end of its connection. */
  touch(exchange: Exchange): void {
    for (const operation of this.lineage) operation.last = exchange
  }

  /** Adds a finished exchange to this operation and to all it is a part of. */
  record(exchange: Exchange): void {
    this.touch(exchange)
    // One listener may be that of a client and of the clients behind it.
    const listeners = new Map<(exchange: Exchange) => unknown, RequestIdOptions>()
    for (const operation of this.lineage) {
      operation.exchanges.push(exchange)
      operation.listener?.exchange(exchange)
      const { options } = operation.registration
      if (options.onExchange) listeners.set(options.onExchange, options)
    }
    const { channel } = sharedMemory()
    if (channel?.hasSubscribers) channel.publish(exchange)
    this.refresh()
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
   * @param headers those of its response, where the SDK hands them out beside it
   */
  settle(outcome: unknown, headers?: unknown): void {
    if (!isObject(outcome)) return
    const { evidence, options, misusesRequestId } = this.registration
    guard(options, () => {
      const { infos } = sharedMemory()
      const known = infos.get(outcome)
      const info = (known && this.adopt(known, outcome)) ?? this.decide(evidence(outcome), headers)
      if (!info) return
      infos.set(outcome, info)
      attach(outcome, info, options.enumerable ?? true, misusesRequestId)
      this.listener?.settle(info)
    })
  }

  /** For an outcome that is handed out before its response comes, such as a stream: gets the id once it is there. */
  follow(outcome: object): void {
    this.followed = outcome
    this.refresh()
  }

  /** Call when more has become known of an exchange. */
  refresh(): void {
    for (const operation of this.lineage) operation.settle(operation.followed)
  }

  /** What another operation found, which saw the outcome first. */
  private adopt(known: RequestInfo, outcome: object): RequestInfo | undefined {
    const { exchanges } = this
    if (known.exchanges === exchanges) return undefined
    const origin = sharedMemory().origins.get(known)
    const last = known.exchanges[known.exchanges.length - 1]
    if (!last || exchanges.includes(last)) {
      // A part of this one, which adds its exchanges. One that got no response decided nothing.
      return known.statusCode === undefined ? undefined : this.note({ ...known, exchanges }, origin?.own)
    }
    // A call that one of the user's callbacks made.
    if (!origin || origin.own || origin.began > this.began) return known
    // One object for several calls, such as a constant or the rejection of a shared promise: it has this call's id,
    // or none where both were under way.
    detach(outcome, known)
    if (origin.settled < this.began) {
      sharedMemory().infos.delete(outcome)
      return undefined
    }
    return this.note({ vendor: known.vendor, exchanges: exchanges.slice() })
  }

  private note(info: RequestInfo, own = false): RequestInfo {
    const memory = sharedMemory()
    if (this.name) info.operation = this.name
    memory.origins.set(info, { began: this.began, settled: ++memory.clock, own })
    return info
  }

  /** Contract row 2: the response that decided the outcome, else the last one the operation received. */
  private decide(evidence: Evidence, given: unknown): RequestInfo | undefined {
    const headers = given ?? evidence.headers
    const { exchanges } = this
    const latest = exchanges.slice().reverse()
    const { last } = this
    const { vendors, fallback = vendors[0] } = this.registration
    let [vendor, ids] = readVendor(vendors, headers)
    const ofHeaders = ids.requestId !== undefined
    let exchange = ofHeaders ? undefined : exchangeOfHeaders.get(headers as object)
    if (exchange) ids = exchange
    for (const body of evidence.bodies ?? []) {
      if (ids.requestId) break
      const found = readBody(fallback, body)
      if (found.requestId) ids = found
    }
    if (ids.requestId) exchange ??= latest.find(({ requestId }) => requestId === ids.requestId)
    const own = given === undefined && (ofHeaders || exchange !== undefined)
    if (!ofHeaders && !this.incomplete) {
      // The outcome names no response: the last exchange, or where that got none (the connection failed), the last
      // one that brought an id.
      exchange ??= last?.statusCode ? last : latest.find(({ requestId }) => requestId)
    }
    // A string under `requestId` alone is not the server's: the outcome may be an error of the user's.
    if (!exchange && !last && !(ids.requestId && isObject(headers))) return undefined
    // The body's id, where the headers of that response have none.
    if (exchange && !exchange.requestId) fillIds(ids, exchange)
    const info: RequestInfo = {
      vendor: exchange?.vendor ?? vendor?.name ?? fallback.name,
      ...fillIds(exchange ?? ids, {}),
      ...(exchange?.statusCode !== undefined && { statusCode: exchange.statusCode }),
      // Not a copy: parts of an upload that are under way when another one fails end after it.
      exchanges,
    }
    return this.note(info, own)
  }
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
  let text = ''
  let searchAt = 0

  function end(ids: Ids, found: Partial<Exchange>): void {
    if (exchange) {
      operation.touch(exchange)
      return
    }
    // To the microsecond: what comes after that is noise.
    const durationMs = Math.max(0, Math.round((now() - started) * 1000) / 1000)
    exchange = { vendor: vendor.name, ...ids, ...found, method, host, path, startTime, durationMs }
    operation.record(exchange)
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
      const known = guard(options, () => {
        const [answering, ids] = readVendor(vendors, headers)
        if (!exchange) vendor = answering ?? fallback
        end(ids, statusCode === undefined ? {} : { statusCode })
        if (!ids.requestId && exchange && isObject(headers)) exchangeOfHeaders.set(headers, exchange)
        return ids.requestId !== undefined
      })
      return known ?? false
    },
    fail(errorCode) {
      // It may be another's text, and ends up in logs as ids do.
      end({}, { errorCode: isRequestId(errorCode) ? errorCode : 'UNKNOWN' })
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

/** The vendor whose id the headers carry; none where there is no id. */
function readVendor(vendors: readonly Vendor[], headers: unknown): [Vendor | undefined, Ids] {
  let first: Ids | undefined
  for (const vendor of vendors) {
    const ids = readHeaders(vendor, headers)
    if (ids.requestId) return [vendor, ids]
    first ??= ids
  }
  return [undefined, first ?? {}]
}

/** Only what `to` does not have yet: headers beat the body. */
function fillIds(from: Ids, to: Ids): Ids {
  if (from.requestId) to.requestId ??= from.requestId
  if (from.extendedRequestId) to.extendedRequestId ??= from.extendedRequestId
  if (from.traceId) to.traceId ??= from.traceId
  if (from.ec) to.ec ??= from.ec
  return to
}

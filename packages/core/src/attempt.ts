/** One HTTP request under way: it becomes an exchange when it is answered, or when it fails. */
import { type Exchange, fillIds, type Ids, isAlone } from './exchange.js'
import { guard } from './guard.js'
import { hidden } from './hidden.js'
import type { Registration } from './registration.js'
import { isObject, isRequestId, type Reading, readBody, readVendor, type Vendor } from './vendor.js'

/** What hears of an attempt: the operation it is one of. */
interface Recorder {
  readonly registration: Registration
  record(exchange: Exchange, headers?: unknown): void
  touch(exchange: Exchange): void
  refresh(): void
}

/**
 * Finds the exchange of an outcome whose headers have no id by the identity of their object: SDKs hand on the
 * very one that the HTTP library made. So an exchange holds no headers, and headers hold no response.
 */
export const exchangeOfHeaders = hidden<Exchange>()

/** Error bodies are small; what comes after this many characters has no id. */
const BODY_LIMIT = 65536

/** Whichever of `respond` and `fail` comes first ends an attempt; what follows is ignored. No method throws. */
export class Attempt {
  private readonly startTime = Date.now()
  private readonly started = now()
  private exchange: Exchange | undefined
  private vendor: Vendor
  private inHeaders = false
  private text = ''
  private searchAt = 0

  /** Made by `operation.open`. */
  constructor(
    private readonly recorder: Recorder,
    private readonly method: string,
    private readonly host: string,
    private readonly path: string,
  ) {
    const { fallback, vendors } = recorder.registration
    this.vendor = fallback || vendors[0]
  }

  /**
   * Call as soon as the response's headers are there.
   * @param statusCode `undefined` where it is not known, as in a mini program whose upload fails after them
   * @returns whether they carry an id; where not, `body` can still find one
   */
  respond(statusCode: number | undefined, headers: unknown): boolean {
    guard(this.recorder.registration.options, Attempt.hear, this, statusCode, headers)
    return this.inHeaders
  }

  private static hear(attempt: Attempt, statusCode: number | undefined, headers: unknown): void {
    const { vendors } = attempt.recorder.registration
    // Some plugins are shown a response twice: early, and as a whole.
    const { vendor, ids }: Reading = attempt.inHeaders ? { ids: {} } : readVendor(vendors, headers)
    if (vendor && !attempt.exchange) attempt.vendor = vendor
    if (ids.requestId) attempt.inHeaders = true
    attempt.end(ids, statusCode, undefined, attempt.inHeaders && headers)
    const { exchange, inHeaders } = attempt
    if (!inHeaders && exchange && isObject(headers)) exchangeOfHeaders.set(headers, exchange)
  }

  /** Call where no response came. @param errorCode e.g. `'ECONNRESET'` */
  fail(errorCode: string): void {
    // It may be another's text, and ends up in logs as ids do.
    this.end({}, undefined, isRequestId(errorCode) ? errorCode : 'UNKNOWN')
  }

  /**
   * Call with the response's body, or as much of it as there is, for what the headers do not have.
   * @returns whether the id of the request is known now and was not before
   */
  body(text: string): boolean {
    const { exchange } = this
    const known = exchange?.requestId
    if (exchange) fillIds(readBody(this.vendor, text), exchange)
    if (known || !exchange?.requestId) return false
    this.recorder.refresh()
    return true
  }

  /**
   * Call with each piece of the body as it arrives, and without one at its end, where the headers had no id.
   * @returns whether there is nothing more to look for
   */
  read(chunk?: unknown): boolean {
    if (chunk) {
      this.text += ArrayBuffer.isView(chunk) ? new TextDecoder().decode(chunk) : String(chunk)
      // A body in tiny pieces would be searched over and over.
      if (this.text.length < this.searchAt) return false
    }
    this.searchAt = 2 * this.text.length
    return this.body(this.text) || this.text.length > BODY_LIMIT
  }

  private end(ids: Ids, statusCode?: number, errorCode?: string, headers?: unknown): void {
    if (this.exchange) {
      this.recorder.touch(this.exchange)
      return
    }
    const { method, host, path, startTime } = this
    const vendor = this.vendor.name
    const { requestId } = ids
    // To the microsecond: what comes after that is noise.
    const durationMs = Math.max(0, Math.round((now() - this.started) * 1000) / 1000)
    if (requestId && statusCode && isAlone(ids)) {
      this.exchange = { vendor, requestId, statusCode, method, host, path, startTime, durationMs }
    } else {
      const exchange = fillIds(ids, { vendor } as Exchange)
      if (statusCode !== undefined) exchange.statusCode = statusCode
      if (errorCode !== undefined) exchange.errorCode = errorCode
      exchange.method = method
      exchange.host = host
      exchange.path = path
      exchange.startTime = startTime
      exchange.durationMs = durationMs
      this.exchange = exchange
    }
    this.recorder.record(this.exchange, headers)
  }
}

/** A monotonic clock in milliseconds where there is one; mini programs have only the date. */
function now(): number {
  return typeof performance === 'object' ? performance.now() : Date.now()
}

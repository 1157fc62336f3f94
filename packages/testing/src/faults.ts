/** What can go wrong with a response, and with which. */
import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { IssuedIds, RequestHead, Target } from './dialects/dialect.js'

/** Where in a response a connection breaks or goes silent. */
export type FaultPoint = 'before-headers' | 'after-headers' | 'mid-body'

/** What goes wrong with a response. The fields combine. */
export interface Fault {
  /** Answer with this status and the vendor's error body. Without it the request is served as usual. */
  status?: number
  /** The error code in the body. Default: the vendor's usual code for the status. */
  code?: string
  /** The exact body instead of the vendor's; `''` for none. */
  body?: string | Uint8Array | ((ids: IssuedIds) => string | Uint8Array)
  /** Headers to add to the response, or to replace. */
  headers?: Record<string, string>
  /** Another header to carry the request id, or `false`: no id is in the headers, nor a trace id or EC. */
  requestIdHeader?: string | false
  /** The request id in the body of an error: the true one (default), another well-formed one, or none. */
  bodyRequestId?: 'same' | 'different' | false
  /** How long to wait before the headers. */
  delayMs?: number
  /** Where the connection is reset. */
  reset?: FaultPoint
  /** Where the response stops for good. */
  stall?: FaultPoint
  /** Cuts the body before its last closing tag, so that it is not well-formed; JSON loses its last brace. */
  malformed?: true
  /** How many requests it applies to. Default 1; `Infinity` is allowed. */
  times?: number
}

/** A request as a {@link Match} function sees it. */
export interface MatchableRequest extends Target {
  method: string
  host: string
  /** Decoded, without the query. */
  path: string
  query: URLSearchParams
}

/** Which requests a fault applies to: those that have all of these, or those the function accepts. */
export type Match =
  | {
      method?: string
      /** The decoded path, without the query. */
      path?: string | RegExp
      /** A query parameter that must be present, such as `'uploads'` or `'partNumber'`. */
      query?: string
      /** The vendor's name of the operation, such as `'PutObject'`. */
      operation?: string
    }
  | ((request: MatchableRequest) => boolean)

function matches(match: Match, request: MatchableRequest): boolean {
  if (typeof match === 'function') return match(request)
  const { method, path, query, operation } = match
  return (
    (method === undefined || method.toUpperCase() === request.method) &&
    // `search` ignores lastIndex, so that a sticky or global expression gives the same answer every time.
    (path === undefined ||
      (typeof path === 'string' ? path === request.path : request.path.search(path) >= 0)) &&
    (query === undefined || request.query.has(query)) &&
    (operation === undefined || operation === request.operation)
  )
}

/** The faults still to come, in the order they were injected. */
export class FaultQueue {
  private readonly entries: { fault: Fault; match: Match; left: number }[] = []

  add(fault: Fault, match: Match = {}): void {
    // Said here, to the test's author, and not while a response is being written.
    for (const [name, value] of Object.entries(fault.headers ?? {})) {
      validateHeaderName(name)
      validateHeaderValue(name, value)
    }
    if (fault.requestIdHeader) validateHeaderName(fault.requestIdHeader)
    this.entries.push({ fault, match, left: fault.times ?? 1 })
  }

  /** The first fault that matches, which is used up by it. */
  take({ method, host, path, query }: RequestHead, target: Target): Fault | undefined {
    const request: MatchableRequest = { method, host, path, query, ...target }
    const entry = this.entries.find(({ match, left }) => left > 0 && matches(match, request))
    if (!entry) return undefined
    entry.left -= 1
    if (entry.left <= 0) this.entries.splice(this.entries.indexOf(entry), 1)
    return entry.fault
  }

  clear(): void {
    this.entries.length = 0
  }
}

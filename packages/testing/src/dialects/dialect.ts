import type { IncomingHttpHeaders } from 'node:http'

/** The ids a vendor gives one request. */
export interface IssuedIds {
  requestId: string
  traceId: string
}

/** What a request asks for, in the vendor's words. */
export interface Target {
  operation: string
  bucket?: string
  key?: string
}

/** A request, before its body is read. */
export interface RequestHead {
  method: string
  host: string
  /** Decoded, without the query. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
}

/** What a vendor answers, before ids and faults are put in. */
export interface Answer {
  status: number
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** Makes the body the vendor's error document. */
  errorCode?: string
}

/** What an error document says. */
export interface ErrorDetails extends Partial<IssuedIds> {
  code: string
  resource: string
}

/** What the server needs to know of one vendor's API. An instance holds the objects of one server. */
export interface Dialect {
  mintIds(): IssuedIds
  identify(head: RequestHead): Target
  answer(head: RequestHead, target: Target, body: Buffer, ids: IssuedIds): Answer
  /** The vendor's usual error code for a status. */
  errorCode(status: number, target: Target): string
  errorDocument(details: ErrorDetails): string
  /** The headers that every response of this host has, and the names of those that carry the ids. */
  conventions(host: string): {
    headers: Record<string, string>
    requestIdHeader: string
    traceIdHeader: string
  }
  /** Forgets every stored object. */
  clear(): void
}

/** What a dialect is. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Form } from '../form.js'

/** The ids a vendor gives one request. */
export interface IssuedIds {
  requestId: string
  /** The second half of the pair that S3 gives every request. */
  extendedRequestId?: string
  /** Only COS has one, and sends it with errors. */
  traceId?: string
  /** The id of an error's cause. Only errors of OSS have one. */
  ec?: string
}

/** The ids, besides the request id, that come with errors. */
export type ErrorIdName = 'traceId' | 'ec'

/** What a request asks for, in the vendor's words. */
export interface Target {
  operation: string
  bucket?: string
  key?: string
}

/** A request, before its body is read, unless that is a form. */
export interface RequestHead {
  method: string
  host: string
  /** Decoded, without the query. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** Absent where the body is no form, and until it is read. */
  form?: Form
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
  host: string
  /** As it was sent, without the query. */
  path: string
}

/** How the responses of a host look. */
export interface Conventions {
  /** The headers that every response has. */
  headers: Record<string, string>
  requestIdHeader: string
  extendedRequestIdHeader?: string
  errorIdHeaders: Partial<Record<ErrorIdName, string>>
  /** The type of a body that has none of its own. */
  errorContentType?: string
  /** The header that carries the error document, in Base64, where HEAD leaves no room for a body. */
  errorDocumentHeader?: string
}

/** What the server needs to know of one API. An instance holds the objects of one server. */
export interface Api {
  mintIds(): IssuedIds
  /** The ids that follow from an error code. */
  idsOfError?(code: string): Pick<IssuedIds, ErrorIdName>
  identify(head: RequestHead): Target
  answer(head: RequestHead, target: Target, body: Buffer, ids: IssuedIds): Answer
  /** The vendor's usual error code for a status. */
  errorCode(status: number, target: Target): string
  errorDocument(details: ErrorDetails): string
  conventions(host: string): Conventions
  /** Forgets every stored object. */
  clear(): void
}

/** What a server speaks: the APIs of one vendor. An instance is for one server. */
export interface Dialect<Options = unknown> {
  /** The API that a request is for. */
  apiOf(head: RequestHead): Api
  /** Options with which the vendor's SDK talks to a server at this `127.0.0.1:port`. */
  clientOptions(host: string): Options
  /** Forgets every stored object. */
  clear(): void
}

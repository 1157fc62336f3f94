/** What the handlers of every dialect are made of. */
import type { Bucket, MultipartUpload, Store, StoredObject } from '../store.js'
import { renderXml, type XmlNode } from '../xml.js'
import type { Answer, IssuedIds, RequestHead } from './dialect.js'

/** An answer that a handler gives up with. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(code)
  }
}

/** One request, with the bucket it is about. */
export interface Call extends RequestHead {
  store: Store
  bucketName: string
  bucket: Bucket
  /** '' when the request is about the bucket. */
  key: string
  region: string
  body: Buffer
  ids: IssuedIds
}

export type Handler = (call: Call) => Answer

/** What a handler answers, or the error it gives up with. */
export function answerOf(handle: () => Answer): Answer {
  try {
    return handle()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { status: error.status, headers: error.headers, errorCode: error.code }
  }
}

export const ok = (headers: Record<string, string> = {}): Answer => ({ status: 200, headers })

export const xmlAnswer = (document: XmlNode, headers: Record<string, string> = {}): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/xml', ...headers },
  body: renderXml(document),
})

export const text = (value: string | string[] | undefined) =>
  Array.isArray(value) ? value.join(', ') : (value ?? '')

export function requireObject({ bucket }: Pick<Call, 'bucket'>, key: string): StoredObject {
  const object = bucket.objects.get(key)
  if (!object) throw new ApiError(404, 'NoSuchKey')
  return object
}

export function requireUpload({ bucket, query }: Call): MultipartUpload {
  const upload = bucket.uploads.get(query.get('uploadId') ?? '')
  if (!upload) throw new ApiError(404, 'NoSuchUpload')
  return upload
}

const KEPT_HEADERS = /^(?:content-(?:type|disposition|encoding|language)|cache-control|expires)$/
const KEPT_VENDOR_HEADERS = /^(?:storage-class|meta-.+)$/

/**
 * The headers of an upload that belong to the object; `prefix` is that of the vendor's own. The SDKs send
 * some of them empty, which sets nothing.
 */
export function objectHeaders({ headers }: RequestHead, prefix: string): Record<string, string> {
  const isKept = (name: string) =>
    name.startsWith(prefix) ? KEPT_VENDOR_HEADERS.test(name.slice(prefix.length)) : KEPT_HEADERS.test(name)
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => isKept(name) && text(value) !== '')
      .map(([name, value]) => [name, text(value)]),
  )
}

/** Appends to an object what begins where it ends. */
export function appendObject(
  { bucket, key, query, body }: Call,
  headers: Record<string, string>,
  positionHeader: string,
): Answer {
  const object = bucket.objects.get(key)
  const size = object?.body.length ?? 0
  if (Number(query.get('position')) !== size) {
    throw new ApiError(409, 'PositionNotEqualToLength', { [positionHeader]: String(size) })
  }
  const whole = Buffer.concat([object?.body ?? Buffer.alloc(0), body])
  const { etag } = bucket.put(key, whole, object?.headers ?? headers)
  return ok({ etag, [positionHeader]: String(whole.length) })
}

/** The code of a status for which a vendor has no code of its own. */
export const generalErrorCode = (status: number, ofRequest: string) =>
  status >= 400 && status < 500 ? ofRequest : 'InternalError'

export const MESSAGES: Readonly<Record<string, string>> = {
  AccessDenied: 'Access Denied.',
  InternalError: 'We encountered an internal error. Please try again.',
  InvalidRange: 'The requested range cannot be satisfied.',
  MalformedPOSTRequest: 'The body of your POST request is not well-formed multipart/form-data.',
  MethodNotAllowed: 'The specified method is not allowed against this resource.',
  NoSuchBucket: 'The specified bucket does not exist.',
  NoSuchKey: 'The specified key does not exist.',
  NoSuchUpload: 'The specified multipart upload does not exist.',
  SlowDown: 'Reduce your request rate.',
}

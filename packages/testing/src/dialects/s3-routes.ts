/** Which operation of S3 a request is. */
import type { RequestHead } from './dialect.js'
import { findOperation, type Route, splitOnce } from './routes.js'

/** Where a request goes. */
export interface Place {
  /** Absent when the request is about the account. */
  bucket?: string
  key?: string
}

/** Reads which bucket and object a path names. A client has to be told `forcePathStyle`. */
export function locate(path: string): Place {
  const [bucket, key] = splitOnce(path.slice(1), '/')
  return { ...(bucket && { bucket }), ...(key && { key }) }
}

const OBJECT_ROUTES: readonly Route[] = [
  ['HEAD', '', 'HeadObject'],
  ['GET', 'uploadId', 'ListParts'],
  ['GET', '', 'GetObject'],
  ['PUT', 'partNumber', 'UploadPart'],
  ['PUT', '', 'PutObject'],
  ['POST', 'uploads', 'CreateMultipartUpload'],
  ['POST', 'uploadId', 'CompleteMultipartUpload'],
  ['DELETE', 'uploadId', 'AbortMultipartUpload'],
  ['DELETE', '', 'DeleteObject'],
]

const BUCKET_ROUTES: readonly Route[] = [
  ['HEAD', '', 'HeadBucket'],
  ['POST', 'delete', 'DeleteObjects'],
  ['GET', 'uploads', 'ListMultipartUploads'],
  ['GET', 'location', 'GetBucketLocation'],
  ['GET', 'list-type=2', 'ListObjectsV2'],
  ['GET', '', 'ListObjects'],
  ['PUT', '', 'CreateBucket'],
  ['DELETE', '', 'DeleteBucket'],
]

/** The vendor's name of what a request asks for. */
export function nameOperation({ method, query, headers }: RequestHead, place: Place): string {
  if (method === 'OPTIONS') return 'OptionsObject'
  if (place.bucket === undefined) return method === 'GET' ? 'ListBuckets' : 'Unknown'
  const operation = findOperation(place.key === undefined ? BUCKET_ROUTES : OBJECT_ROUTES, method, query)
  if (!headers['x-amz-copy-source']) return operation
  if (operation === 'PutObject') return 'CopyObject'
  return operation === 'UploadPart' ? 'UploadPartCopy' : operation
}

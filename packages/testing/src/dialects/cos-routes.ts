/** Which operation of COS a request is. */
import { CONFIGURATIONS } from './cos-configurations.js'
import type { RequestHead } from './dialect.js'
import { isFormUpload } from './post-object.js'
import { configurationRoutes, findOperation, type Route, splitOnce } from './routes.js'

export const DEFAULT_BUCKET = 'default'
const DEFAULT_REGION = 'ap-beijing'

const SERVICE_HOST = /^service\.cos\.(?:myqcloud\.com|tencentcos\.cn)$/
const REGION_HOST =
  /^(?:(?<bucket>.+)\.)?(?<service>cos|cos-internal|ci|pic)\.(?<region>[^.]+)\.(?:myqcloud\.com|tencentcos\.cn|tencentci\.cn)$/

/** Where a request goes. */
export interface Place {
  service: 'account' | 'cos' | 'ci'
  bucket?: string
  key?: string
  region: string
}

/** Reads which bucket and object a host and path name. */
export function locate(host: string, path: string): Place {
  const hostname = host.replace(/:\d+$/, '')
  if (SERVICE_HOST.test(hostname)) return { service: 'account', region: DEFAULT_REGION }
  const { bucket, service, region = DEFAULT_REGION } = REGION_HOST.exec(hostname)?.groups ?? {}
  const key = path.slice(1)
  if (service === 'ci' || service === 'pic') return { service: 'ci', region, ...(bucket && { bucket }) }
  if (bucket || !service) {
    return { service: 'cos', bucket: bucket ?? DEFAULT_BUCKET, region, ...(key && { key }) }
  }
  // A region's host without a bucket: the list of buckets, or a bucket named by the path.
  const [first, rest] = splitOnce(key, '/')
  if (!first) return { service: 'account', region }
  return { service: 'cos', bucket: first, region, ...(rest && { key: rest }) }
}

const OBJECT_ROUTES: readonly Route[] = [
  ['OPTIONS', '', 'OptionsObject'],
  ['HEAD', '', 'HeadObject'],
  ['GET', 'uploadId', 'ListParts'],
  ['GET', 'acl', 'GetObjectACL'],
  ['GET', 'tagging', 'GetObjectTagging'],
  ['GET', '', 'GetObject'],
  ['PUT', 'partNumber', 'UploadPart'],
  ['PUT', 'acl', 'PutObjectACL'],
  ['PUT', 'tagging', 'PutObjectTagging'],
  ['PUT', '', 'PutObject'],
  ['POST', 'uploads', 'InitiateMultipartUpload'],
  ['POST', 'uploadId', 'CompleteMultipartUpload'],
  ['POST', 'append', 'AppendObject'],
  ['POST', 'restore', 'RestoreObject'],
  ['POST', 'select', 'SelectObjectContent'],
  ['DELETE', 'uploadId', 'AbortMultipartUpload'],
  ['DELETE', 'tagging', 'DeleteObjectTagging'],
  ['DELETE', '', 'DeleteObject'],
]

const BUCKET_ROUTES: readonly Route[] = [
  ['OPTIONS', '', 'OptionsObject'],
  ['HEAD', '', 'HeadBucket'],
  ['POST', 'delete', 'DeleteMultipleObjects'],
  ['POST', 'inventory', 'PostBucketInventory'],
  ['GET', 'uploads', 'ListMultipartUploads'],
  ['GET', 'versions', 'GetBucketObjectVersions'],
  ...configurationRoutes(CONFIGURATIONS),
  ['GET', '', 'GetBucket'],
  ['PUT', '', 'PutBucket'],
  ['DELETE', '', 'DeleteBucket'],
]

/** The vendor's name of what a request asks for. */
export function nameOperation({ method, query, headers }: RequestHead, place: Place): string {
  if (place.service === 'account') return method === 'OPTIONS' ? 'OptionsObject' : 'GetService'
  if (place.service === 'ci') return 'DataProcessing'
  if (isFormUpload(place, method, headers)) return 'PostObject'
  const routes = place.key === undefined ? BUCKET_ROUTES : OBJECT_ROUTES
  const operation = findOperation(routes, method, query)
  if (operation === 'GetBucketInventory' && !query.has('id')) return 'ListBucketInventory'
  if (!headers['x-cos-copy-source']) return operation
  if (operation === 'PutObject') return 'PutObjectCopy'
  return operation === 'UploadPart' ? 'UploadPartCopy' : operation
}

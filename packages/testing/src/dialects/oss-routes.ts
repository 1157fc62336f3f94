/** Which operation of OSS a request is. */
import type { RequestHead } from './dialect.js'
import { CONFIGURATIONS } from './oss-configurations.js'
import { isFormUpload } from './post-object.js'
import { configurationRoutes, findOperation, type Route, splitOnce } from './routes.js'

/** The bucket of host names that name none, as a custom domain does. */
export const DEFAULT_BUCKET = 'examplebucket'
const DEFAULT_REGION = 'oss-cn-hangzhou'

const REGION_HOST = /^(?:(?<bucket>[^.]*)\.)?(?<region>(?:vpc100-)?oss-[^.]+)\.aliyuncs\.com$/
const LOCAL_HOST = /^(?:(?<bucket>[^.]+)\.)?localhost$/
const ADDRESS = /^(?:[\d.]+|\[[\da-f:.]+\])$/i

/** Where a request goes. */
export interface Place {
  /** Absent when the request is about the account. */
  bucket?: string
  key?: string
  region: string
}

/**
 * Reads which bucket and object a host and path name. The bucket is the first label of the host; where there
 * is none, as with an address, it is the first segment of the path.
 */
export function locate(host: string, path: string): Place {
  const hostname = host.replace(/:\d+$/, '')
  const groups = (REGION_HOST.exec(hostname) ?? LOCAL_HOST.exec(hostname))?.groups
  const region = groups?.region ?? DEFAULT_REGION
  const key = path.slice(1)
  if (!groups && !ADDRESS.test(hostname)) return { bucket: DEFAULT_BUCKET, region, ...(key && { key }) }
  // With an address as its endpoint, the SDK writes the host of an empty or undefined bucket too.
  const bucket = groups?.bucket === 'undefined' ? '' : groups?.bucket
  if (bucket) return { bucket, region, ...(key && { key }) }
  const [first, rest] = splitOnce(key, '/')
  return { region, ...(first && { bucket: first }), ...(rest && { key: rest }) }
}

/** A request as it is meant: OSS.ImageClient escapes the query of a style, so that it ends up in the path. */
export function readStyle(head: RequestHead): RequestHead {
  const { key = '' } = locate(head.host, head.path)
  if (!/^\?style(?:&|$)/.test(key)) return head
  return { ...head, path: head.path.slice(0, -key.length), query: new URLSearchParams(key.slice(1)) }
}

const OBJECT_ROUTES: readonly Route[] = [
  ['HEAD', 'objectMeta', 'GetObjectMeta'],
  ['HEAD', '', 'HeadObject'],
  ['GET', 'uploadId', 'ListParts'],
  ['GET', 'acl', 'GetObjectAcl'],
  ['GET', 'tagging', 'GetObjectTagging'],
  ['GET', 'symlink', 'GetSymlink'],
  ['GET', 'comp=stat', 'GetLiveChannelStat'],
  ['GET', 'comp=history', 'GetLiveChannelHistory'],
  ['GET', 'live', 'GetLiveChannelInfo'],
  ['GET', '', 'GetObject'],
  ['PUT', 'partNumber', 'UploadPart'],
  ['PUT', 'acl', 'PutObjectAcl'],
  ['PUT', 'tagging', 'PutObjectTagging'],
  ['PUT', 'symlink', 'PutSymlink'],
  ['PUT', 'status', 'PutLiveChannelStatus'],
  ['PUT', 'live', 'PutLiveChannel'],
  ['PUT', '', 'PutObject'],
  ['POST', 'uploads', 'InitiateMultipartUpload'],
  ['POST', 'uploadId', 'CompleteMultipartUpload'],
  ['POST', 'append', 'AppendObject'],
  ['POST', 'restore', 'RestoreObject'],
  ['POST', 'vod', 'PostVodPlaylist'],
  ['POST', 'x-oss-process', 'ProcessObject'],
  ['DELETE', 'uploadId', 'AbortMultipartUpload'],
  ['DELETE', 'tagging', 'DeleteObjectTagging'],
  ['DELETE', 'live', 'DeleteLiveChannel'],
  ['DELETE', '', 'DeleteObject'],
]

const BUCKET_ROUTES: readonly Route[] = [
  ['POST', 'delete', 'DeleteMultipleObjects'],
  ['POST', 'asyncFetch', 'PostAsyncFetchTask'],
  ['POST', 'worm', 'InitiateBucketWorm'],
  ['POST', 'wormExtend', 'ExtendBucketWorm'],
  ['POST', 'wormId', 'CompleteBucketWorm'],
  ['GET', 'uploads', 'ListMultipartUploads'],
  ['GET', 'versions', 'ListObjectVersions'],
  ['GET', 'list-type=2', 'ListObjectsV2'],
  ['GET', 'bucketInfo', 'GetBucketInfo'],
  ['GET', 'stat', 'GetBucketStat'],
  ['GET', 'location', 'GetBucketLocation'],
  ['GET', 'asyncFetch', 'GetAsyncFetchTask'],
  ['GET', 'live', 'ListLiveChannel'],
  ['GET', 'worm', 'GetBucketWorm'],
  ['DELETE', 'worm', 'AbortBucketWorm'],
  ['GET', 'styleName', 'GetStyle'],
  ['GET', 'style', 'ListStyle'],
  ['PUT', 'style', 'PutStyle'],
  ['DELETE', 'style', 'DeleteStyle'],
  ...configurationRoutes(CONFIGURATIONS),
  ['GET', '', 'ListObjects'],
  ['PUT', '', 'PutBucket'],
  ['DELETE', '', 'DeleteBucket'],
]

/** The vendor's name of what a request asks for. */
export function nameOperation({ method, query, headers }: RequestHead, place: Place): string {
  if (method === 'OPTIONS') return 'OptionsObject'
  if (place.bucket === undefined) return method === 'GET' ? 'ListBuckets' : 'Unknown'
  if (isFormUpload(place, method, headers)) return 'PostObject'
  const routes = place.key === undefined ? BUCKET_ROUTES : OBJECT_ROUTES
  const operation = findOperation(routes, method, query)
  if (operation === 'GetBucketInventory' && !query.has('inventoryId')) return 'ListBucketInventory'
  if (!headers['x-oss-copy-source']) return operation
  if (operation === 'PutObject') return 'CopyObject'
  return operation === 'UploadPart' ? 'UploadPartCopy' : operation
}

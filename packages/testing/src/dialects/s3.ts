/** The API of S3. */
import { percentDecode } from '../percent.js'
import { Bucket, Store, type StoredObject } from '../store.js'
import { renderXml } from '../xml.js'
import {
  ApiError,
  answerOf,
  type Call,
  generalErrorCode,
  type Handler,
  MESSAGES,
  objectHeaders,
  ok,
  requireObject,
  text,
  xmlAnswer,
} from './api.js'
import type { Api, RequestHead, Target } from './dialect.js'
import { deleteObjects, listByMarker, listPage } from './listing.js'
import {
  abortUpload,
  completeUpload,
  copyResult,
  initiateUpload,
  listParts,
  listUploads,
  uploadPart,
  uploadPartCopy,
} from './multipart.js'
import { answerPreflight } from './preflight.js'
import { failsPrecondition, isNotModified, parseRange, represent, validators } from './reading.js'
import { splitOnce } from './routes.js'
import { mintIds } from './s3-ids.js'
import { locate, nameOperation } from './s3-routes.js'

const PREFIX = 'x-amz-'
const OWNER = { ID: '75aa57f09aa0c8caeab4f8c24e99d10f8e7faeebf76c078efc7c6caea54ba06a', DisplayName: 'owner' }

const USUAL_CODES: Readonly<Record<number, string>> = {
  301: 'PermanentRedirect',
  307: 'TemporaryRedirect',
  403: 'AccessDenied',
  405: 'MethodNotAllowed',
  412: 'PreconditionFailed',
  416: 'InvalidRange',
  500: 'InternalError',
  503: 'SlowDown',
}

/**
 * The content of a body that the SDK sent in chunks, each with its length in hexadecimal, and with a checksum
 * after the last one. Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html.
 */
function unchunk({ headers }: RequestHead, body: Buffer): Buffer {
  if (!text(headers['content-encoding']).includes('aws-chunked')) return body
  const chunks: Buffer[] = []
  for (let start = 0; start < body.length; ) {
    const end = body.indexOf('\r\n', start)
    const size = Number.parseInt(body.toString('latin1', start, end), 16)
    if (!(size > 0)) break
    chunks.push(body.subarray(end + 2, end + 2 + size))
    start = end + 2 + size + 2
  }
  return Buffer.concat(chunks)
}

/** GetObject and HeadObject. */
const readObject: Handler = ({ bucket, key, headers, query }) => {
  const object = requireObject({ bucket }, key)
  if (failsPrecondition(headers, object)) throw new ApiError(412, 'PreconditionFailed')
  if (isNotModified(headers, object)) return { status: 304, headers: validators(object) }
  return represent(object, query, parseRange(headers.range ?? '', object.body.length))
}

/** The object that `x-amz-copy-source` names: `bucket/key`. */
function copySource(call: Call): StoredObject {
  const [address] = splitOnce(text(call.headers['x-amz-copy-source']), '?')
  const [bucket, key] = splitOnce(percentDecode(address).replace(/^\//, ''), '/')
  return requireObject({ bucket: call.store.bucket(bucket) }, key)
}

/** A page of objects, described. */
function listObjects(call: Call, marker: string) {
  const { name, objects, ...page } = listPage(call, marker)
  const contents = objects.map(([key, object]) => ({
    Key: name(key),
    LastModified: object.lastModified.toISOString(),
    ETag: object.etag,
    Size: object.body.length,
    StorageClass: 'STANDARD',
  }))
  return { ...page, contents }
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  OptionsObject: answerPreflight,
  ListBuckets: ({ store }) =>
    xmlAnswer({
      ListAllMyBucketsResult: {
        Owner: OWNER,
        Buckets: {
          Bucket: store.names().map((name) => ({ Name: name, CreationDate: '2024-01-01T00:00:00.000Z' })),
        },
      },
    }),

  HeadBucket: () => ok({ 'x-amz-bucket-region': 'us-east-1' }),
  CreateBucket: ({ bucketName }) => ok({ location: `/${bucketName}` }),
  DeleteBucket: () => ({ status: 204 }),
  GetBucketLocation: () => xmlAnswer({ LocationConstraint: '' }),
  ListObjects: listByMarker(listObjects),
  ListObjectsV2: (call) => {
    const token = call.query.get('continuation-token') ?? undefined
    const marker = token === undefined ? (call.query.get('start-after') ?? '') : atob(token)
    const { head, contents, commonPrefixes, nextMarker } = listObjects(call, marker)
    return xmlAnswer({
      ListBucketResult: {
        ...head,
        KeyCount: contents.length + commonPrefixes.length,
        ContinuationToken: token,
        NextContinuationToken: nextMarker && btoa(nextMarker),
        Contents: contents,
        CommonPrefixes: commonPrefixes,
      },
    })
  },
  DeleteObjects: (call) => xmlAnswer(deleteObjects(call)),
  ListMultipartUploads: (call) => xmlAnswer(listUploads(call, () => ({ Initiator: OWNER, Owner: OWNER }))),

  GetObject: readObject,
  HeadObject: readObject,
  PutObject: (call) => ok({ etag: call.bucket.put(call.key, call.body, objectHeaders(call, PREFIX)).etag }),
  CopyObject: (call) => {
    const { body, headers, etag } = copySource(call)
    const isReplaced = text(call.headers['x-amz-metadata-directive']).toUpperCase() === 'REPLACE'
    const kept = isReplaced ? objectHeaders(call, PREFIX) : headers
    return xmlAnswer({ CopyObjectResult: copyResult(call.bucket.put(call.key, body, kept, etag)) })
  },
  DeleteObject: ({ bucket, key }) => {
    bucket.objects.delete(key)
    return { status: 204 }
  },

  CreateMultipartUpload: (call) => xmlAnswer(initiateUpload(call, objectHeaders(call, PREFIX))),
  UploadPart: (call) => ok({ etag: uploadPart(call, call.body).etag }),
  UploadPartCopy: (call) => {
    const range = text(call.headers['x-amz-copy-source-range'])
    return xmlAnswer({ CopyPartResult: copyResult(uploadPartCopy(call, copySource(call), range)) })
  },
  CompleteMultipartUpload: (call) => xmlAnswer(completeUpload(call).document),
  AbortMultipartUpload: abortUpload,
  ListParts: (call) => xmlAnswer(listParts(call, () => ({ Initiator: OWNER, Owner: OWNER }))),
}

function findHandler({ operation }: Target): Handler {
  const handler = Object.hasOwn(HANDLERS, operation) ? HANDLERS[operation] : undefined
  if (!handler) throw new ApiError(405, 'MethodNotAllowed')
  return handler
}

/** Amazon S3, with the bucket in the path. */
export function createS3Api(): Api {
  const store = new Store()
  return {
    mintIds,
    identify(head) {
      const place = locate(head.path)
      return { operation: nameOperation(head, place), ...place }
    },
    answer: (head, target, body, ids) =>
      answerOf(() => {
        const { bucket: bucketName = '', key = '' } = target
        // Only a request that names a bucket brings it into being.
        const bucket = bucketName ? store.bucket(bucketName) : new Bucket()
        const handle = findHandler(target)
        const region = 'us-east-1'
        return handle({ ...head, store, bucketName, bucket, key, region, body: unchunk(head, body), ids })
      }),
    errorCode(status, { key }) {
      if (status === 404) return key === undefined ? 'NoSuchBucket' : 'NoSuchKey'
      return USUAL_CODES[status] ?? generalErrorCode(status, 'InvalidRequest')
    },
    errorDocument: ({ code, path, requestId, extendedRequestId }) =>
      renderXml({
        Error: {
          Code: code,
          Message: MESSAGES[code] ?? code,
          Resource: path,
          RequestId: requestId,
          HostId: extendedRequestId,
        },
      }),
    conventions: () => ({
      headers: { server: 'AmazonS3' },
      requestIdHeader: 'x-amz-request-id',
      extendedRequestIdHeader: 'x-amz-id-2',
      errorIdHeaders: {},
      errorContentType: 'application/xml',
    }),
    clear: () => store.clear(),
  }
}

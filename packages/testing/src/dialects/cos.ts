/** The API of COS. */
import { encodeMessage } from '../event-stream.js'
import { percentDecode } from '../percent.js'
import { Bucket, Store, type StoredObject } from '../store.js'
import { renderXml } from '../xml.js'
import {
  ApiError,
  answerOf,
  appendObject,
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
import { configurationHandlers } from './configurations.js'
import { CONFIGURATIONS, defaultConfiguration, OWNER } from './cos-configurations.js'
import { mintIds } from './cos-ids.js'
import { DEFAULT_BUCKET, locate, nameOperation } from './cos-routes.js'
import type { Api, RequestHead, Target } from './dialect.js'
import { deleteObjects, listByMarker, listDocuments, listPage, listVersions } from './listing.js'
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
import { formKey, postObject } from './post-object.js'
import { answerPreflight } from './preflight.js'
import { isNotModified, parseRange, represent, validators } from './reading.js'
import { splitOnce } from './routes.js'

const PREFIX = 'x-cos-'

const USUAL_CODES: Readonly<Record<number, string>> = {
  400: 'InvalidRequest',
  403: 'AccessDenied',
  405: 'MethodNotAllowed',
  409: 'OperationAborted',
  411: 'MissingContentLength',
  412: 'PreconditionFailed',
  416: 'InvalidRange',
  429: 'TooManyRequests',
  501: 'NotImplemented',
  503: 'SlowDown',
}

/** GetObject and HeadObject. */
const readObject: Handler = (call) => {
  const object = requireObject(call, call.key)
  if (isNotModified(call.headers, object)) return { status: 304, headers: validators(object) }
  return represent(object, call.query, parseRange(call.headers.range ?? '', object.body.length))
}

const putObject = (call: Call) => call.bucket.put(call.key, call.body, objectHeaders(call, PREFIX))

/** The object that `x-cos-copy-source` names: a bucket's host, then the key. */
function copySource(call: Call): StoredObject {
  const [address] = splitOnce(text(call.headers['x-cos-copy-source']), '?')
  const [host, path] = splitOnce(address, '/')
  const { bucket = DEFAULT_BUCKET, key = '' } = locate(host, `/${percentDecode(path)}`)
  return requireObject({ ...call, bucket: call.store.bucket(bucket) }, key)
}

const storageClass = ({ headers }: Pick<StoredObject, 'headers'>) =>
  headers['x-cos-storage-class'] ?? 'STANDARD'

const ownership = (upload: Pick<StoredObject, 'headers'>) => ({
  Initiator: OWNER,
  Owner: OWNER,
  StorageClass: storageClass(upload),
})

/** A page of objects, described. */
function listObjects(call: Call, marker: string) {
  const { name, objects, ...page } = listPage(call, marker)
  const contents = objects.map(([key, object]) => ({
    Key: name(key),
    LastModified: object.lastModified.toISOString(),
    ETag: object.etag,
    Size: object.body.length,
    Owner: OWNER,
    StorageClass: storageClass(object),
  }))
  return { ...page, contents }
}

const CONFIGURATION_HANDLERS = configurationHandlers({
  names: CONFIGURATIONS,
  idParameter: 'id',
  keep({ body, headers }) {
    const acl = text(headers['x-cos-acl'])
    return { body, headers: acl ? { 'x-cos-acl': acl } : {} }
  },
  defaultDocument: ({ region }, name, id) => defaultConfiguration(name, region, id),
})

const HANDLERS: Readonly<Record<string, Handler>> = {
  GetService: ({ store, region }) =>
    xmlAnswer({
      ListAllMyBucketsResult: {
        Owner: OWNER,
        Buckets: {
          Bucket: store.names().map((name) => ({
            Name: name,
            Location: region,
            CreationDate: '2024-01-01T00:00:00Z',
            BucketType: 'cos',
          })),
        },
      },
    }),
  DataProcessing: ({ ids }) => xmlAnswer({ Response: { RequestId: ids.requestId } }),

  HeadBucket: ({ region }) => ok({ 'x-cos-bucket-region': region }),
  PutBucket: () => ok(),
  DeleteBucket: () => ({ status: 204 }),
  GetBucket: listByMarker(listObjects),
  GetBucketObjectVersions: listVersions(listObjects, ''),
  ListBucketInventory: (call) =>
    listDocuments(call, 'inventory=', 'InventoryConfiguration', 'ListInventoryConfigurationResult'),
  // A job that runs once, and is in no list.
  PostBucketInventory: () => ok(),
  DeleteMultipleObjects: (call) => xmlAnswer(deleteObjects(call)),

  GetObject: readObject,
  HeadObject: readObject,
  PutObject: (call) => ok({ etag: putObject(call).etag }),
  PostObject: (call) => postObject(call, putObject),
  PutObjectCopy: (call) => {
    const source = copySource(call)
    const replaced = text(call.headers['x-cos-metadata-directive']).toLowerCase() === 'replaced'
    const headers = replaced ? objectHeaders(call, PREFIX) : source.headers
    return xmlAnswer({
      CopyObjectResult: copyResult(call.bucket.put(call.key, source.body, headers, source.etag)),
    })
  },
  DeleteObject: ({ bucket, key }) => {
    bucket.objects.delete(key)
    return { status: 204 }
  },
  AppendObject: (call) => appendObject(call, objectHeaders(call, PREFIX), 'x-cos-next-append-position'),
  OptionsObject: answerPreflight,
  RestoreObject: (call) => {
    const object = requireObject(call, call.key)
    // COS takes minutes to hours; here the copy is ready at once.
    const expiry = new Date(Date.now() + 86_400_000).toUTCString()
    object.headers = {
      ...object.headers,
      'x-cos-restore': `ongoing-request="false", expiry-date="${expiry}"`,
    }
    return { status: 202 }
  },
  SelectObjectContent: (call) => {
    const { body } = requireObject(call, call.key)
    const size = body.length
    const stats = renderXml({ Stats: { BytesScanned: size, BytesProcessed: size, BytesReturned: size } })
    const event = (type: string) => ({ ':message-type': 'event', ':event-type': type })
    return {
      status: 200,
      headers: { 'content-type': 'application/octet-stream' },
      // The expression is not evaluated: every record of the object comes back.
      body: Buffer.concat([
        encodeMessage({ ...event('Records'), ':content-type': 'application/octet-stream' }, body),
        encodeMessage({ ...event('Stats'), ':content-type': 'text/xml' }, Buffer.from(stats)),
        encodeMessage(event('End')),
      ]),
    }
  },

  InitiateMultipartUpload: (call) => xmlAnswer(initiateUpload(call, objectHeaders(call, PREFIX))),
  UploadPart: (call) => ok({ etag: uploadPart(call, call.body).etag }),
  UploadPartCopy: (call) => {
    const range = text(call.headers['x-cos-copy-source-range'])
    return xmlAnswer({ CopyPartResult: copyResult(uploadPartCopy(call, copySource(call), range)) })
  },
  CompleteMultipartUpload: (call) => xmlAnswer(completeUpload(call).document),
  AbortMultipartUpload: abortUpload,
  ListMultipartUploads: (call) => xmlAnswer(listUploads(call, ownership)),
  ListParts: (call) => xmlAnswer(listParts(call, ownership)),
}

function findHandler({ method }: RequestHead, { operation }: Target): Handler {
  const known = HANDLERS[operation]
  if (known) return known
  const general = operation === 'Unknown' ? undefined : CONFIGURATION_HANDLERS[method]
  if (!general) throw new ApiError(405, 'MethodNotAllowed')
  return general
}

/** Tencent Cloud Object Storage, and the hosts of its data processing (CI). */
export function createCosApi(): Api {
  const store = new Store()
  return {
    mintIds,
    identify(head) {
      const place = locate(head.host, head.path)
      const key = place.key ?? formKey(head)
      return {
        operation: nameOperation(head, place),
        ...(place.bucket !== undefined && { bucket: place.bucket }),
        ...(key !== undefined && { key }),
      }
    },
    answer(head, target, body, ids) {
      const { bucket: bucketName = DEFAULT_BUCKET, key = '' } = target
      const { region, service } = locate(head.host, head.path)
      return answerOf(() => {
        const handle = findHandler(head, target)
        // Only a request that names a bucket brings it into being.
        const bucket = service === 'cos' ? store.bucket(bucketName) : new Bucket()
        return handle({ ...head, store, bucketName, bucket, key, region, body, ids })
      })
    },
    errorCode(status, { key }) {
      if (status === 404) return key === undefined ? 'NoSuchBucket' : 'NoSuchKey'
      return USUAL_CODES[status] ?? generalErrorCode(status, 'InvalidRequest')
    },
    errorDocument: ({ code, host, path, requestId, traceId }) =>
      renderXml({
        Error: {
          Code: code,
          Message: MESSAGES[code] ?? code,
          Resource: host + path,
          RequestId: requestId,
          TraceId: traceId,
        },
      }),
    conventions(host) {
      const ci = locate(host, '/').service === 'ci'
      return {
        headers: { server: ci ? 'tencent-ci' : 'tencent-cos' },
        requestIdHeader: ci ? 'x-ci-request-id' : 'x-cos-request-id',
        errorIdHeaders: { traceId: 'x-cos-trace-id' },
        errorContentType: 'application/xml',
      }
    },
    clear: () => store.clear(),
  }
}

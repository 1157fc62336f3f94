/** The API of OSS. */
import { randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { percentDecode } from '../percent.js'
import { Bucket, Store, type StoredObject } from '../store.js'
import { elementText, renderXml } from '../xml.js'
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
import type { Answer, Api, RequestHead, Target } from './dialect.js'
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
import { aclDocument, CONFIGURATIONS, defaultConfiguration, OWNER } from './oss-configurations.js'
import { causeOf, mintIds } from './oss-ids.js'
import { IMAGE_HANDLERS, imageInfo } from './oss-images.js'
import { LIVE_CHANNEL_HANDLERS } from './oss-live-channels.js'
import { locate, nameOperation, readStyle } from './oss-routes.js'
import { WORM_HANDLERS } from './oss-worm.js'
import { formKey, postObject } from './post-object.js'
import { answerPreflight } from './preflight.js'
import { failsPrecondition, isNotModified, parseRange, type Range, represent, validators } from './reading.js'
import { splitOnce } from './routes.js'

const PREFIX = 'x-oss-'
const NEXT_POSITION = 'x-oss-next-append-position'
const TYPE = 'x-oss-object-type'
const TARGET = 'x-oss-symlink-target'

const USUAL_CODES: Readonly<Record<number, string>> = {
  403: 'AccessDenied',
  405: 'MethodNotAllowed',
  409: 'OperationAborted',
  411: 'MissingContentLength',
  412: 'PreconditionFailed',
  416: 'InvalidRange',
  501: 'NotImplemented',
  503: 'ServiceUnavailable',
}

const OSS_MESSAGES: Readonly<Record<string, string>> = {
  ...MESSAGES,
  FileAlreadyExists: 'The object you specified already exists and can not be overwritten.',
  NoSuchLiveChannel: 'The specified live channel does not exist.',
  ObjectNotAppendable: 'The object is not appendable',
  PositionNotEqualToLength: 'Position is not equal to file length',
  PreconditionFailed: 'At least one of the pre-conditions you specified did not hold.',
}

type ObjectType = 'Normal' | 'Multipart' | 'Appendable' | 'Symlink'

/** The headers of a new object. */
const headersOf = (call: RequestHead, type: ObjectType): Record<string, string> => ({
  [`${PREFIX}storage-class`]: 'Standard',
  ...objectHeaders(call, PREFIX),
  [TYPE]: type,
})

/** Gives up when the object exists and the request forbids to overwrite it. */
function refuseOverwrite({ bucket, key, headers }: Call): void {
  const isForbidden = text(headers['x-oss-forbid-overwrite']) === 'true'
  if (isForbidden && bucket.objects.has(key)) throw new ApiError(409, 'FileAlreadyExists')
}

function putObject(call: Call): StoredObject {
  refuseOverwrite(call)
  return call.bucket.put(call.key, call.body, headersOf(call, 'Normal'))
}

/** With a callback, OSS gives back what the application's server answered; none is asked here. */
const withCallback = ({ headers }: Call, answer: Answer): Answer =>
  headers['x-oss-callback'] === undefined
    ? answer
    : {
        ...answer,
        headers: { ...answer.headers, 'content-type': 'application/json' },
        body: JSON.stringify({ Status: 'OK' }),
      }

/** The object itself, or the one that a symbolic link points to. */
function resolveObject(call: Call): StoredObject {
  const object = requireObject(call, call.key)
  const target = object.headers[TARGET]
  if (target === undefined) return object
  const pointedAt = call.bucket.objects.get(percentDecode(target))
  if (!pointedAt) throw new ApiError(404, 'SymlinkTargetNotExist')
  return pointedAt
}

/** The answer to a condition that does not hold, which is not to be read. */
function checkConditions(headers: IncomingHttpHeaders, object: StoredObject): Answer | undefined {
  if (failsPrecondition(headers, object)) throw new ApiError(412, 'PreconditionFailed')
  return isNotModified(headers, object) ? { status: 304, headers: validators(object) } : undefined
}

/** Unless told to keep to the standard, OSS gives the whole object for a range that reaches beyond it. */
function readRange({ headers }: Call, size: number): Range | undefined {
  const asked = headers.range ?? ''
  if (text(headers['x-oss-range-behavior']) === 'standard') return parseRange(asked, size)
  const [first = 0, last = first] = Array.from(asked.matchAll(/\d+/g), ([digits]) => Number(digits))
  const isWithin = asked.startsWith('bytes=-') ? first > 0 : first <= last && last < size
  return isWithin ? parseRange(asked, size) : undefined
}

/** GetObject and HeadObject. */
const readObject: Handler = (call) => {
  const object = resolveObject(call)
  return (
    checkConditions(call.headers, object) ??
    represent(object, call.query, readRange(call, object.body.length))
  )
}

/** The object that `x-oss-copy-source` names: `/bucket/key`. */
function copySource(call: Call): StoredObject {
  const [address] = splitOnce(text(call.headers['x-oss-copy-source']), '?')
  const [bucket, key] = splitOnce(percentDecode(address).replace(/^\//, ''), '/')
  return requireObject({ bucket: call.store.bucket(bucket) }, key)
}

const SOURCE_PREFIX = 'x-oss-copy-source-'

/** The headers with conditions on the source of a copy, under their usual names. */
const sourceConditions = (headers: IncomingHttpHeaders): IncomingHttpHeaders =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith(SOURCE_PREFIX))
      .map(([name, value]) => [name.slice(SOURCE_PREFIX.length), value]),
  )

function copyObject(call: Call): Answer {
  const source = copySource(call)
  const refusal = checkConditions(sourceConditions(call.headers), source)
  if (refusal) return refusal
  refuseOverwrite(call)
  const isReplaced = text(call.headers['x-oss-metadata-directive']).toUpperCase() === 'REPLACE'
  const headers = isReplaced ? headersOf(call, 'Normal') : source.headers
  const copy = call.bucket.put(call.key, source.body, headers, source.etag)
  return xmlAnswer({ CopyObjectResult: copyResult(copy) }, { etag: copy.etag })
}

/** A page of objects, described. */
function listObjects(call: Call, marker: string, isOwnerShown = true) {
  const { name, objects, ...page } = listPage(call, marker, 100)
  const contents = objects.map(([key, { headers, ...object }]) => ({
    Key: name(key),
    LastModified: object.lastModified.toISOString(),
    ETag: object.etag,
    Type: headers[TYPE],
    Size: object.body.length,
    StorageClass: headers['x-oss-storage-class'],
    RestoreInfo: headers['x-oss-restore'],
    Owner: isOwnerShown ? OWNER : undefined,
  }))
  return { ...page, contents }
}

const bucketNode = (name: string, region: string) => ({
  Name: name,
  Location: region,
  Region: region.replace(/^(?:vpc100-)?oss-/, ''),
  CreationDate: '2024-01-01T00:00:00.000Z',
  StorageClass: 'Standard',
  ExtranetEndpoint: `${region}.aliyuncs.com`,
  IntranetEndpoint: `${region}-internal.aliyuncs.com`,
})

/** The latest grant of a bucket or an object, as `?acl` says it. */
const grantOf = ({ documents }: Pick<Bucket, 'documents'>, otherwise: string) =>
  elementText(documents.get('acl=')?.body.toString() ?? '', 'Grant') ?? otherwise

function bucketInfo({ bucket, bucketName, region }: Call): Answer {
  return xmlAnswer({
    BucketInfo: {
      Bucket: {
        ...bucketNode(bucketName, region),
        Owner: OWNER,
        AccessControlList: { Grant: grantOf(bucket, 'private') },
        DataRedundancyType: 'LRS',
      },
    },
  })
}

function bucketStat({ bucket }: Call): Answer {
  const sizes = Array.from(bucket.objects.values(), ({ body }) => body.length)
  const storage = sizes.reduce((sum, size) => sum + size, 0)
  return xmlAnswer({
    BucketStat: {
      Storage: storage,
      ObjectCount: sizes.length,
      MultipartUploadCount: bucket.uploads.size,
      LiveChannelCount: Array.from(bucket.documents.keys()).filter((slot) => slot.startsWith('live=')).length,
    },
  })
}

const CONFIGURATION_HANDLERS = configurationHandlers({
  names: CONFIGURATIONS,
  idParameter: 'inventoryId',
  // An ACL comes in a header.
  keep: ({ body, headers, key }, name) => ({
    body:
      name === 'acl' ? Buffer.from(aclDocument(text(headers[key ? 'x-oss-object-acl' : 'x-oss-acl']))) : body,
    headers: {},
  }),
  defaultDocument: ({ bucketName, key }, name, id) => defaultConfiguration(name, id, bucketName, key),
})

/** The operations on the account and on buckets. */
const BUCKET_HANDLERS: Readonly<Record<string, Handler>> = {
  ListBuckets: ({ store, region }) =>
    xmlAnswer({
      ListAllMyBucketsResult: {
        Owner: OWNER,
        Buckets: { Bucket: store.names().map((name) => bucketNode(name, region)) },
      },
    }),
  PutBucket: ({ bucketName }) => ok({ location: `/${bucketName}` }),
  DeleteBucket: () => ({ status: 204 }),
  GetBucketInfo: bucketInfo,
  GetBucketStat: bucketStat,
  GetBucketLocation: ({ region }) => xmlAnswer({ LocationConstraint: region }),
  ListObjects: listByMarker(listObjects),
  ListObjectsV2: (call) => {
    const token = call.query.get('continuation-token') ?? undefined
    const startAfter = call.query.get('start-after') ?? ''
    const marker = token === undefined ? startAfter : Buffer.from(token, 'base64').toString()
    const isOwnerShown = call.query.get('fetch-owner') === 'true'
    const { head, contents, commonPrefixes, nextMarker } = listObjects(call, marker, isOwnerShown)
    return xmlAnswer({
      ListBucketResult: {
        ...head,
        StartAfter: startAfter || undefined,
        KeyCount: contents.length + commonPrefixes.length,
        ContinuationToken: token,
        NextContinuationToken: nextMarker && Buffer.from(nextMarker).toString('base64'),
        Contents: contents,
        CommonPrefixes: commonPrefixes,
      },
    })
  },
  ListObjectVersions: listVersions(listObjects, 'null'),
  ListBucketInventory: (call) =>
    listDocuments(call, 'inventory=', 'InventoryConfiguration', 'ListInventoryConfigurationsResult'),
  DeleteMultipleObjects: (call) => xmlAnswer(deleteObjects(call)),
  ListMultipartUploads: (call) => xmlAnswer(listUploads(call, () => ({}))),
  PostAsyncFetchTask: ({ bucket, body }) => {
    const id = randomBytes(12).toString('hex')
    bucket.documents.set(`asyncFetch=${id}`, { body, headers: {} })
    return xmlAnswer({ AsyncFetchTaskResult: { TaskId: id } })
  },
  // Nothing is fetched; the task is done at once.
  GetAsyncFetchTask: ({ bucket, headers }) => {
    const id = text(headers['x-oss-task-id'])
    const task = bucket.documents.get(`asyncFetch=${id}`)?.body.toString()
    if (task === undefined) throw new ApiError(404, 'NoSuchAsyncFetchTask')
    const read = (name: string) => elementText(task, name)
    return xmlAnswer({
      AsyncFetchTaskInfo: {
        TaskId: id,
        State: 'Success',
        ErrorMsg: '',
        TaskInfo: { Url: read('Url'), Object: read('Object'), IgnoreSameKey: read('IgnoreSameKey') },
      },
    })
  },
}

/** The operations on objects and on their parts. */
const OBJECT_HANDLERS: Readonly<Record<string, Handler>> = {
  OptionsObject: answerPreflight,
  GetObject: (call) => imageInfo(call) ?? readObject(call),
  HeadObject: readObject,
  GetObjectMeta: (call) => {
    const object = resolveObject(call)
    return { status: 200, headers: validators(object), body: object.body }
  },
  PutObject: (call) => withCallback(call, ok({ etag: putObject(call).etag })),
  PostObject: (call) => postObject(call, putObject),
  CopyObject: copyObject,
  AppendObject: (call) => {
    const type = call.bucket.objects.get(call.key)?.headers[TYPE] ?? 'Appendable'
    if (type !== 'Appendable') throw new ApiError(409, 'ObjectNotAppendable')
    return appendObject(call, headersOf(call, 'Appendable'), NEXT_POSITION)
  },
  DeleteObject: ({ bucket, key }) => {
    bucket.objects.delete(key)
    return { status: 204 }
  },
  PutSymlink: (call) => {
    refuseOverwrite(call)
    const target = text(call.headers[TARGET])
    if (!target) throw new ApiError(400, 'InvalidArgument')
    const headers = { ...headersOf(call, 'Symlink'), [TARGET]: target }
    return ok({ etag: call.bucket.put(call.key, Buffer.alloc(0), headers).etag })
  },
  GetSymlink: (call) => {
    const link = requireObject(call, call.key)
    const target = link.headers[TARGET]
    if (target === undefined) throw new ApiError(400, 'NotSymlink')
    return ok({ ...validators(link), [TARGET]: target })
  },
  RestoreObject: (call) => {
    const object = requireObject(call, call.key)
    // OSS takes minutes to hours; here the copy is ready at once.
    const expiry = new Date(Date.now() + 86_400_000).toUTCString()
    object.headers = {
      ...object.headers,
      'x-oss-restore': `ongoing-request="false", expiry-date="${expiry}"`,
    }
    return { status: 202 }
  },

  InitiateMultipartUpload: (call) => xmlAnswer(initiateUpload(call, headersOf(call, 'Multipart'))),
  UploadPart: (call) => ok({ etag: uploadPart(call, call.body).etag }),
  UploadPartCopy: (call) => {
    const source = copySource(call)
    const refusal = checkConditions(sourceConditions(call.headers), source)
    if (refusal) return refusal
    const part = uploadPartCopy(call, source, text(call.headers['x-oss-copy-source-range']))
    return xmlAnswer({ CopyPartResult: copyResult(part) }, { etag: part.etag })
  },
  CompleteMultipartUpload: (call) => {
    refuseOverwrite(call)
    const { object, document } = completeUpload(call)
    return withCallback(call, xmlAnswer(document, { etag: object.etag }))
  },
  AbortMultipartUpload: abortUpload,
  ListParts: (call) => xmlAnswer(listParts(call, () => ({}))),
}

const HANDLERS: Readonly<Record<string, Handler>> = {
  ...BUCKET_HANDLERS,
  ...OBJECT_HANDLERS,
  ...LIVE_CHANNEL_HANDLERS,
  ...IMAGE_HANDLERS,
  ...WORM_HANDLERS,
}

function findHandler({ method }: RequestHead, { operation }: Target): Handler {
  const handler =
    HANDLERS[operation] ?? (operation === 'Unknown' ? undefined : CONFIGURATION_HANDLERS[method])
  if (!handler) throw new ApiError(405, 'MethodNotAllowed')
  return handler
}

const upperCase = (digest: Buffer) => digest.toString('hex').toUpperCase()

/** Alibaba Cloud Object Storage Service. */
export function createOssApi(): Api {
  const store = new Store(upperCase)
  return {
    mintIds,
    idsOfError: (code) => ({ ec: causeOf(code) }),
    identify(asked) {
      const head = readStyle(asked)
      const place = locate(head.host, head.path)
      const key = place.key ?? formKey(head)
      return {
        operation: nameOperation(head, place),
        ...(place.bucket !== undefined && { bucket: place.bucket }),
        ...(key !== undefined && { key }),
      }
    },
    answer(asked, target, body, ids) {
      const head = readStyle(asked)
      const { bucket: bucketName = '', key = '' } = target
      const { region } = locate(head.host, head.path)
      return answerOf(() => {
        const handle = findHandler(head, target)
        // Only a request that names a bucket brings it into being.
        const bucket = bucketName ? store.bucket(bucketName) : new Bucket()
        return handle({ ...head, store, bucketName, bucket, key, region, body, ids })
      })
    },
    errorCode(status, { key }) {
      if (status === 404) return key === undefined ? 'NoSuchBucket' : 'NoSuchKey'
      return USUAL_CODES[status] ?? generalErrorCode(status, 'InvalidArgument')
    },
    errorDocument: ({ code, host, requestId, ec }) =>
      renderXml({
        Error: {
          Code: code,
          Message: OSS_MESSAGES[code] ?? code,
          RequestId: requestId,
          HostId: host,
          EC: ec,
          RecommendDoc: `https://api.aliyun.com/troubleshoot?q=${ec}`,
        },
      }),
    conventions: () => ({
      headers: { server: 'AliyunOSS', 'x-oss-server-time': '1' },
      requestIdHeader: 'x-oss-request-id',
      errorIdHeaders: { ec: 'x-oss-ec' },
      errorContentType: 'application/xml',
      errorDocumentHeader: 'x-oss-err',
    }),
    clear: () => store.clear(),
  }
}

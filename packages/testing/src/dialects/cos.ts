import { encodeMessage } from '../event-stream.js'
import { percentDecode } from '../percent.js'
import { Bucket, type MultipartUpload, Store, type StoredObject, type StoredPart } from '../store.js'
import { elements, elementText, renderXml, type XmlNode } from '../xml.js'
import { CONFIGURATIONS, defaultConfiguration, OWNER } from './cos-configurations.js'
import { mintIds } from './cos-ids.js'
import { DEFAULT_BUCKET, locate, nameOperation, splitOnce } from './cos-routes.js'
import type { Answer, Dialect, IssuedIds, RequestHead, Target } from './dialect.js'

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

const MESSAGES: Readonly<Record<string, string>> = {
  AccessDenied: 'Access Denied.',
  InternalError: 'We encountered an internal error. Please try again.',
  InvalidRange: 'The requested range cannot be satisfied.',
  MethodNotAllowed: 'The specified method is not allowed against this resource.',
  NoSuchBucket: 'The specified bucket does not exist.',
  NoSuchKey: 'The specified key does not exist.',
  NoSuchUpload: 'The specified multipart upload does not exist.',
  SlowDown: 'Reduce your request rate.',
}

/** An answer that a handler gives up with. */
class CosError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(code)
  }
}

/** One request, with the bucket it is about. */
interface Call extends RequestHead {
  store: Store
  bucketName: string
  bucket: Bucket
  /** '' when the request is about the bucket. */
  key: string
  region: string
  body: Buffer
  ids: IssuedIds
}

type Handler = (call: Call) => Answer

const ok = (headers: Record<string, string> = {}): Answer => ({ status: 200, headers })

const xmlAnswer = (document: XmlNode, headers: Record<string, string> = {}): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/xml', ...headers },
  body: renderXml(document),
})

const text = (value: string | string[] | undefined) =>
  Array.isArray(value) ? value.join(', ') : (value ?? '')

function requireObject({ bucket }: Call, key: string): StoredObject {
  const object = bucket.objects.get(key)
  if (!object) throw new CosError(404, 'NoSuchKey')
  return object
}

function requireUpload({ bucket, query }: Call): MultipartUpload {
  const upload = bucket.uploads.get(query.get('uploadId') ?? '')
  if (!upload) throw new CosError(404, 'NoSuchUpload')
  return upload
}

const KEPT_HEADERS =
  /^(?:content-(?:type|disposition|encoding|language)|cache-control|expires|x-cos-storage-class|x-cos-meta-.+)$/

/** The headers of an upload that belong to the object. The SDKs send some of them empty, which sets nothing. */
const objectHeaders = ({ headers }: RequestHead): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name, value]) => KEPT_HEADERS.test(name) && text(value) !== '')
      .map(([name, value]) => [name, text(value)]),
  )

/** The first and last byte that a range header asks for. */
function parseRange(range: string, size: number): [start: number, end: number] | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(range.trim()) ?? []
  if (!from && !to) return undefined
  const start = from ? Number(from) : Math.max(size - Number(to), 0)
  const end = from && to ? Math.min(Number(to), size - 1) : size - 1
  if (start > end) throw new CosError(416, 'InvalidRange')
  return [start, end]
}

function isNotModified({ headers }: Call, object: StoredObject): boolean {
  const etags = headers['if-none-match']
  if (etags !== undefined) return etags === '*' || etags.includes(object.etag.replace(/"/g, ''))
  const since = Date.parse(headers['if-modified-since'] ?? '')
  return Math.floor(object.lastModified.getTime() / 1000) * 1000 <= since
}

/** GetObject and HeadObject. */
const readObject: Handler = (call) => {
  const object = requireObject(call, call.key)
  const validators = { etag: object.etag, 'last-modified': object.lastModified.toUTCString() }
  if (isNotModified(call, object)) return { status: 304, headers: validators }
  const headers: Record<string, string> = {
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    ...object.headers,
    ...validators,
  }
  for (const [name, value] of call.query) {
    if (name.startsWith('response-')) headers[name.slice('response-'.length)] = value
  }
  const range = parseRange(call.headers.range ?? '', object.body.length)
  if (!range) return { status: 200, headers, body: object.body }
  const [start, end] = range
  headers['content-range'] = `bytes ${start}-${end}/${object.body.length}`
  return { status: 206, headers, body: object.body.subarray(start, end + 1) }
}

/** The object that `x-cos-copy-source` names: a bucket's host, then the key. */
function copySource(call: Call): StoredObject {
  const [address] = splitOnce(text(call.headers['x-cos-copy-source']), '?')
  const [host, path] = splitOnce(address, '/')
  const { bucket = DEFAULT_BUCKET, key = '' } = locate(host, `/${percentDecode(path)}`)
  return requireObject({ ...call, bucket: call.store.bucket(bucket) }, key)
}

function partNumber({ query }: Call): number {
  const number = Number(query.get('partNumber'))
  if (!Number.isInteger(number) || number < 1 || number > 10000) throw new CosError(400, 'InvalidArgument')
  return number
}

const copyResult = ({ etag, lastModified }: StoredObject | StoredPart) => ({
  ETag: etag,
  LastModified: lastModified.toISOString(),
})

function selectParts(body: Buffer, upload: MultipartUpload): StoredPart[] {
  const parts = elements(body.toString(), 'Part').map((part) => {
    const stored = upload.parts.get(Number(elementText(part, 'PartNumber')))
    const etag = elementText(part, 'ETag')?.replace(/"/g, '')
    if (!stored || stored.etag !== `"${etag}"`) throw new CosError(400, 'InvalidPart')
    return stored
  })
  if (parts.length === 0) throw new CosError(400, 'MalformedXML')
  return parts
}

/** What the two listings of objects have in common. */
function listPage({ bucket, bucketName, query }: Call, markerName: string) {
  const parameter = (name: string) => query.get(name) ?? ''
  const encoded = parameter('encoding-type') === 'url'
  const name = (key: string) => (encoded ? encodeURIComponent(key) : key)
  const prefix = parameter('prefix')
  const delimiter = parameter('delimiter')
  const maxKeys = Math.min(Number(query.get('max-keys')) || 1000, 1000)
  const page = bucket.list({ prefix, delimiter, marker: parameter(markerName), maxKeys })
  return {
    next: page.nextMarker && name(page.nextMarker),
    head: {
      Name: bucketName,
      EncodingType: encoded ? 'url' : undefined,
      Prefix: name(prefix),
      Delimiter: delimiter ? name(delimiter) : undefined,
      MaxKeys: maxKeys,
      IsTruncated: page.nextMarker !== undefined,
    },
    contents: page.objects.map(([key, object]) => ({
      Key: name(key),
      LastModified: object.lastModified.toISOString(),
      ETag: object.etag,
      Size: object.body.length,
      Owner: OWNER,
      StorageClass: object.headers['x-cos-storage-class'] ?? 'STANDARD',
    })),
    commonPrefixes: page.commonPrefixes.map((prefix) => ({ Prefix: name(prefix) })),
  }
}

/** The sub-resource a request names, and where its document is kept: with the bucket, or with one object. */
function configuration(call: Call) {
  const name = Object.keys(CONFIGURATIONS).find((parameter) => call.query.has(parameter)) ?? ''
  const id = call.query.get('id') ?? ''
  const { documents } = call.key ? requireObject(call, call.key) : call.bucket
  return { name, id, documents, slot: `${name}=${id}` }
}

const readConfiguration: Handler = (call) => {
  const { name, id, documents, slot } = configuration(call)
  const stored = documents.get(slot)
  return {
    status: 200,
    headers: {
      'content-type': name === 'policy' ? 'application/json' : 'application/xml',
      ...stored?.headers,
    },
    // An ACL may have been put by a header alone.
    body: stored?.body.length ? stored.body : defaultConfiguration(name, call.region, id),
  }
}

const writeConfiguration: Handler = (call) => {
  const { documents, slot } = configuration(call)
  const acl = text(call.headers['x-cos-acl'])
  documents.set(slot, { body: call.body, headers: acl ? { 'x-cos-acl': acl } : {} })
  return ok()
}

const deleteConfiguration: Handler = (call) => {
  const { documents, slot } = configuration(call)
  documents.delete(slot)
  return { status: 204 }
}

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
  GetBucket: (call) => {
    const { head, contents, commonPrefixes, next } = listPage(call, 'marker')
    const Marker = call.query.get('marker') ?? ''
    return xmlAnswer({
      ListBucketResult: {
        ...head,
        Marker,
        NextMarker: next,
        Contents: contents,
        CommonPrefixes: commonPrefixes,
      },
    })
  },
  GetBucketObjectVersions: (call) => {
    const { head, contents, commonPrefixes, next } = listPage(call, 'key-marker')
    const Version = contents.map((object) => ({ ...object, VersionId: '', IsLatest: true }))
    const KeyMarker = call.query.get('key-marker') ?? ''
    return xmlAnswer({
      ListVersionsResult: {
        ...head,
        KeyMarker,
        NextKeyMarker: next,
        Version,
        CommonPrefixes: commonPrefixes,
      },
    })
  },
  ListBucketInventory: ({ bucket }) => {
    const stored = Array.from(bucket.documents).filter(([slot]) => slot.startsWith('inventory='))
    const document = renderXml({ ListInventoryConfigurationResult: { IsTruncated: false } })
    // Given back as they were put, hence not through the escaping of renderXml.
    const items = stored.map(([, { body }]) => /<InventoryConfiguration>.*/s.exec(body.toString())?.[0] ?? '')
    return {
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: document.replace('</ListInventoryConfigurationResult>', (end) => items.join('') + end),
    }
  },
  DeleteMultipleObjects: ({ bucket, body }) => {
    const document = body.toString()
    const keys = elements(document, 'Object').map((object) => elementText(object, 'Key') ?? '')
    for (const key of keys) bucket.objects.delete(key)
    const quiet = elementText(document, 'Quiet') === 'true'
    return xmlAnswer({ DeleteResult: { Deleted: quiet ? [] : keys.map((Key) => ({ Key })) } })
  },

  GetObject: readObject,
  HeadObject: readObject,
  PutObject: (call) => ok({ etag: call.bucket.put(call.key, call.body, objectHeaders(call)).etag }),
  PutObjectCopy: (call) => {
    const source = copySource(call)
    const replaced = text(call.headers['x-cos-metadata-directive']).toLowerCase() === 'replaced'
    const headers = replaced ? objectHeaders(call) : source.headers
    return xmlAnswer({
      CopyObjectResult: copyResult(call.bucket.put(call.key, source.body, headers, source.etag)),
    })
  },
  DeleteObject: ({ bucket, key }) => {
    bucket.objects.delete(key)
    return { status: 204 }
  },
  AppendObject: ({ bucket, key, query, body, ...head }) => {
    const object = bucket.objects.get(key)
    const size = object?.body.length ?? 0
    if (Number(query.get('position')) !== size) {
      throw new CosError(409, 'PositionNotEqualToLength', { 'x-cos-next-append-position': String(size) })
    }
    const whole = Buffer.concat([object?.body ?? Buffer.alloc(0), body])
    const headers = object?.headers ?? objectHeaders({ ...head, query })
    const { etag } = bucket.put(key, whole, headers)
    return ok({ etag, 'x-cos-next-append-position': String(whole.length) })
  },
  OptionsObject: ({ headers }) =>
    ok({
      'access-control-allow-origin': text(headers.origin) || '*',
      'access-control-allow-methods': 'GET,PUT,POST,DELETE,HEAD',
      'access-control-allow-headers': text(headers['access-control-request-headers']) || '*',
      'access-control-expose-headers': 'ETag,Content-Length,x-cos-request-id',
      'access-control-max-age': '600',
    }),
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

  InitiateMultipartUpload: (call) => {
    const { uploadId } = call.bucket.begin(call.key, objectHeaders(call))
    return xmlAnswer({
      InitiateMultipartUploadResult: { Bucket: call.bucketName, Key: call.key, UploadId: uploadId },
    })
  },
  UploadPart: (call) =>
    ok({ etag: call.bucket.putPart(requireUpload(call), partNumber(call), call.body).etag }),
  UploadPartCopy: (call) => {
    const { body } = copySource(call)
    const range = parseRange(text(call.headers['x-cos-copy-source-range']), body.length)
    const bytes = range ? body.subarray(range[0], range[1] + 1) : body
    return xmlAnswer({
      CopyPartResult: copyResult(call.bucket.putPart(requireUpload(call), partNumber(call), bytes)),
    })
  },
  CompleteMultipartUpload: (call) => {
    const upload = requireUpload(call)
    const { etag } = call.bucket.complete(upload, selectParts(call.body, upload))
    return xmlAnswer({
      CompleteMultipartUploadResult: {
        Location: `http://${call.host}${encodeURI(call.path)}`,
        Bucket: call.bucketName,
        Key: call.key,
        ETag: etag,
      },
    })
  },
  AbortMultipartUpload: (call) => {
    call.bucket.uploads.delete(requireUpload(call).uploadId)
    return { status: 204 }
  },
  ListMultipartUploads: ({ bucket, bucketName, query }) => {
    const prefix = query.get('prefix') ?? ''
    const uploads = Array.from(bucket.uploads.values()).filter(({ key }) => key.startsWith(prefix))
    return xmlAnswer({
      ListMultipartUploadsResult: {
        Bucket: bucketName,
        Prefix: prefix,
        MaxUploads: 1000,
        IsTruncated: false,
        Upload: uploads.map(({ key, uploadId, initiated, headers }) => ({
          Key: key,
          UploadId: uploadId,
          Initiator: OWNER,
          Owner: OWNER,
          StorageClass: headers['x-cos-storage-class'] ?? 'STANDARD',
          Initiated: initiated.toISOString(),
        })),
      },
    })
  },
  ListParts: (call) => {
    const upload = requireUpload(call)
    const marker = Number(call.query.get('part-number-marker') ?? 0)
    const maxParts = Number(call.query.get('max-parts') ?? 1000)
    const rest = Array.from(upload.parts)
      .filter(([number]) => number > marker)
      .sort(([a], [b]) => a - b)
    const page = rest.slice(0, maxParts)
    return xmlAnswer({
      ListPartsResult: {
        Bucket: call.bucketName,
        Key: call.key,
        UploadId: upload.uploadId,
        Initiator: OWNER,
        Owner: OWNER,
        StorageClass: upload.headers['x-cos-storage-class'] ?? 'STANDARD',
        PartNumberMarker: marker,
        NextPartNumberMarker: page.at(-1)?.[0],
        MaxParts: maxParts,
        IsTruncated: page.length < rest.length,
        Part: page.map(([number, { body, ...part }]) => ({
          PartNumber: number,
          Size: body.length,
          ...copyResult({ body, ...part }),
        })),
      },
    })
  },
}

const CONFIGURATION_HANDLERS: Readonly<Record<string, Handler>> = {
  GET: readConfiguration,
  PUT: writeConfiguration,
  DELETE: deleteConfiguration,
}

function findHandler({ method }: RequestHead, { operation }: Target): Handler {
  const known = HANDLERS[operation]
  if (known) return known
  const general = operation === 'Unknown' ? undefined : CONFIGURATION_HANDLERS[method]
  if (!general) throw new CosError(405, 'MethodNotAllowed')
  return general
}

/** Tencent Cloud Object Storage, and the hosts of its data processing (CI). */
export function createCosDialect(): Dialect {
  const store = new Store()
  return {
    mintIds,
    identify(head) {
      const place = locate(head.host, head.path)
      return {
        operation: nameOperation(head, place),
        ...(place.bucket !== undefined && { bucket: place.bucket }),
        ...(place.key !== undefined && { key: place.key }),
      }
    },
    answer(head, target, body, ids) {
      const { bucket: bucketName = DEFAULT_BUCKET, key = '' } = target
      const { region, service } = locate(head.host, head.path)
      try {
        const handle = findHandler(head, target)
        // Only a request that names a bucket brings it into being.
        const bucket = service === 'cos' ? store.bucket(bucketName) : new Bucket()
        return handle({ ...head, store, bucketName, bucket, key, region, body, ids })
      } catch (error) {
        if (!(error instanceof CosError)) throw error
        return { status: error.status, headers: error.headers, errorCode: error.code }
      }
    },
    errorCode(status, { key }) {
      if (status === 404) return key === undefined ? 'NoSuchBucket' : 'NoSuchKey'
      return USUAL_CODES[status] ?? (status >= 400 && status < 500 ? 'InvalidRequest' : 'InternalError')
    },
    errorDocument: ({ code, resource, requestId, traceId }) =>
      renderXml({
        Error: {
          Code: code,
          Message: MESSAGES[code] ?? code,
          Resource: resource,
          RequestId: requestId,
          TraceId: traceId,
        },
      }),
    conventions(host) {
      const ci = locate(host, '/').service === 'ci'
      return {
        headers: { server: ci ? 'tencent-ci' : 'tencent-cos' },
        requestIdHeader: ci ? 'x-ci-request-id' : 'x-cos-request-id',
        traceIdHeader: 'x-cos-trace-id',
      }
    },
    clear: () => store.clear(),
  }
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll } from 'vitest'

export const bucket = 'examplebucket'

const folder = mkdtempSync(join(tmpdir(), 'requestid-'))
afterAll(() => rmSync(folder, { recursive: true }))
/** Paths of a file that is uploaded at once, of one that is uploaded in three parts, and of one to write to. */
export const files = {
  small: join(folder, 'small'),
  big: join(folder, 'big'),
  target: join(folder, 'target'),
}
writeFileSync(files.small, 'content')
writeFileSync(files.big, Buffer.alloc(250 * 1024, 'x'))
export const partSize = 100 * 1024

/** A client by the names of its methods: most of them are not declared in `@types/ali-oss`. */
export type Methods = Record<string, (...args: unknown[]) => unknown>

/** A multipart upload of the object `a` that was begun, with one part. */
export interface Upload {
  readonly uploadId: string
  readonly etag: string
}

/**
 * The arguments of a call that succeeds where the object `a` of 250 KiB exists, made anew each time as the SDK
 * may change them; `undefined` for a method that makes no request.
 */
export type Arguments = ((upload: Upload) => unknown[]) | undefined

const content = () => Buffer.from('content')
const tags = { k: 'v' }
const source = () => ({ sourceKey: 'a', sourceBucketName: bucket })
const rule = () => ({ id: '1', prefix: 'p', status: 'Enabled', days: 1 })
const inventory = {
  id: 'weekly',
  isEnabled: true,
  OSSBucketDestination: { format: 'CSV', accountId: '1', rolename: 'r', bucket },
  frequency: 'Daily',
  includedObjectVersions: 'All',
}
const policy = { Version: '1', Statement: [{ Effect: 'Allow' }] }
const ofBucket = () => [bucket]
const ofObject = () => ['a']

/** Every public method of `OSS.prototype`. */
export const oss: Readonly<Record<string, Arguments>> = {
  getSymlink: ofObject,
  putSymlink: () => ['link', 'a'],
  getObjectMeta: ofObject,
  copy: () => ['copy', 'a'],
  calculatePostSignature: undefined,
  getObjectTagging: ofObject,
  putObjectTagging: () => ['a', tags],
  deleteObjectTagging: ofObject,
  getBucketVersions: () => [{}],
  listObjectVersions: () => [{}],
  deleteMulti: () => [['b', 'c']],
  getACL: ofObject,
  putACL: () => ['a', 'private'],
  head: ofObject,
  delete: () => ['b'],
  get: ofObject,
  postAsyncFetch: () => ['fetched', 'http://example.com/'],
  getAsyncFetch: () => ['task'],
  generateObjectUrl: undefined,
  getObjectUrl: undefined,
  signatureUrl: undefined,
  asyncSignatureUrl: undefined,
  signatureUrlV4: undefined,
  signPostObjectPolicyV4: undefined,
  append: () => ['appended', content()],
  put: () => ['b', content()],
  putStream: () => ['b', Readable.from([content()])],
  getStream: ofObject,
  putMeta: () => ['a', { m: 1 }],
  list: () => [{}],
  listV2: () => [{}],
  restore: ofObject,
  processObjectSave: () => ['a', 'b', 'image/resize,w_1'],
  getBucketRequestPayment: ofBucket,
  putBucketRequestPayment: () => [bucket, 'Requester'],
  putBucketEncryption: () => [bucket, { SSEAlgorithm: 'AES256' }],
  getBucketEncryption: ofBucket,
  deleteBucketEncryption: ofBucket,
  getBucketTags: ofBucket,
  putBucketTags: () => [bucket, tags],
  deleteBucketTags: ofBucket,
  putBucket: ofBucket,
  getBucketWebsite: ofBucket,
  putBucketWebsite: () => [bucket, { index: 'index.html' }],
  deleteBucketWebsite: ofBucket,
  getBucketLifecycle: ofBucket,
  putBucketLifecycle: () => [bucket, [rule()]],
  deleteBucketLifecycle: ofBucket,
  getBucketPolicy: ofBucket,
  putBucketPolicy: () => [bucket, policy],
  deleteBucketPolicy: ofBucket,
  getBucketVersioning: ofBucket,
  putBucketVersioning: () => [bucket, 'Enabled'],
  getBucketInventory: () => [bucket, 'weekly'],
  deleteBucketInventory: () => [bucket, 'weekly'],
  listBucketInventory: ofBucket,
  putBucketInventory: () => [bucket, inventory],
  abortBucketWorm: ofBucket,
  completeBucketWorm: () => [bucket, 'worm'],
  extendBucketWorm: () => [bucket, 'worm', 2],
  getBucketWorm: ofBucket,
  initiateBucketWorm: () => [bucket, 1],
  getBucketStat: ofBucket,
  listBuckets: () => [],
  useBucket: undefined,
  setBucket: undefined,
  getBucket: undefined,
  getBucketLocation: ofBucket,
  getBucketInfo: ofBucket,
  deleteBucket: ofBucket,
  putBucketACL: () => [bucket, 'private'],
  getBucketACL: ofBucket,
  putBucketLogging: () => [bucket, 'logs/'],
  getBucketLogging: ofBucket,
  deleteBucketLogging: ofBucket,
  putBucketCORS: () => [bucket, [{ allowedOrigin: '*', allowedMethod: 'GET' }]],
  getBucketCORS: ofBucket,
  deleteBucketCORS: ofBucket,
  putBucketReferer: () => [bucket, true, ['http://example.com']],
  getBucketReferer: ofBucket,
  deleteBucketReferer: ofBucket,
  multipartUpload: () => ['big', files.big, { partSize }],
  putChannel: () => ['live', { Description: 'd', Status: 'enabled', Target: { Type: 'HLS' } }],
  getChannel: () => ['live'],
  deleteChannel: () => ['live'],
  putChannelStatus: () => ['live', 'disabled'],
  getChannelStatus: () => ['live'],
  listChannels: () => [{}],
  getChannelHistory: () => ['live'],
  createVod: () => ['live', 'vod', { startTime: 1, endTime: 2 }],
  getRtmpUrl: undefined,
  uploadPartCopy: ({ uploadId }) => ['a', uploadId, 1, '0-102399', source(), {}],
  multipartUploadCopy: () => ['big', source(), { partSize }],
  cancel: undefined,
  isCancel: undefined,
  resetCancelFlag: undefined,
  listUploads: () => [{}],
  listParts: ({ uploadId }) => ['a', uploadId],
  abortMultipartUpload: ({ uploadId }) => ['a', uploadId],
  initMultipartUpload: ofObject,
  uploadPart: ({ uploadId }) => ['a', uploadId, 1, files.big, 0, partSize],
  completeMultipartUpload: ({ uploadId, etag }) => ['a', uploadId, [{ number: 1, etag }]],
  signature: undefined,
  authorization: undefined,
  authorizationV4: undefined,
  request: () => [{ method: 'GET', bucket, object: 'a', successStatuses: [200] }],
  checkBrowserAndVersion: undefined,
  parseXML: undefined,
  requestError: undefined,
  setSLDEnabled: undefined,
}

/** Every public method of `OSS.STS.prototype`. */
export const sts: Readonly<Record<string, Arguments>> = {
  assumeRole: () => ['acs:ram::1:role/r'],
}

/** Every public method of `OSS.ImageClient.prototype`. */
export const image: Readonly<Record<string, Arguments>> = {
  get: ofObject,
  getStream: ofObject,
  getExif: ofObject,
  getInfo: ofObject,
  putStyle: () => ['style', 'image/resize,w_1'],
  getStyle: () => ['style'],
  listStyle: () => [],
  deleteStyle: () => ['style'],
  signatureUrl: undefined,
}

/** Every public method of `OSS.ClusterClient.prototype`. */
export const cluster: Readonly<Record<string, Arguments>> = {
  ...Object.fromEntries(
    ['ready', 'signatureUrl', 'getObjectUrl', 'chooseAvailable', 'close'].map((name) => [name, undefined]),
  ),
  head: ofObject,
  get: ofObject,
  getStream: ofObject,
  list: () => [{}],
  getACL: ofObject,
  put: () => ['b', content()],
  putStream: () => ['b', Readable.from([content()])],
  delete: () => ['b'],
  deleteMulti: () => [['b', 'c']],
  copy: () => ['copy', 'a'],
  putMeta: () => ['a', { m: 1 }],
  putACL: () => ['a', 'private'],
}

import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { text as readText } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { load } from '../../../test/releases/releases.js'
import { releases } from '../../oss/test/releases.js'
import { type IssuedExchange, type OssOptions, startServer, type TestServer } from '../src/index.js'

type Result = { res: { headers: Record<string, string>; status: number } } & Record<string, unknown>
// `@types/ali-oss` lacks many of the methods.
type Client = Record<string, (...args: unknown[]) => Promise<Result>>
type Constructor = new (options: OssOptions & { imageHost?: string; cluster?: OssOptions[] }) => Client
type Sdk = Constructor & Record<'STS' | 'ImageClient' | 'ClusterClient', Constructor> & { prototype: object }

const versions = load<Sdk>(createRequire(import.meta.url), releases['ali-oss'].full)
const newest = versions[0]?.[0]

const bucket = 'examplebucket'
const host = `${bucket}.oss-cn-hangzhou.aliyuncs.com`
const key = 'dir/ключ 文件 &<>"+%.txt'
const partSize = 100 * 1024
// A matcher would compare megabytes element by element.
const sameBytes = (actual: unknown, expected: Buffer) => Buffer.isBuffer(actual) && actual.equals(expected)

let server: TestServer
let folder: string

beforeAll(async () => {
  server = await startServer({ vendor: 'alibaba-oss' })
  folder = await mkdtemp(join(tmpdir(), 'requestid-'))
  await writeFile(join(folder, 'upload.txt'), 'a file')
})

beforeEach(() => server.clear())

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const last = (): IssuedExchange => {
  const exchange = server.exchanges.at(-1)
  if (!exchange) throw new Error('nothing was received')
  return exchange
}

const INVENTORY = () => ({
  id: 'weekly',
  isEnabled: true,
  prefix: 'logs/',
  OSSBucketDestination: { format: 'CSV', accountId: '1', rolename: 'reader', bucket: 'reports' },
  frequency: 'Daily',
  includedObjectVersions: 'All',
  optionalFields: { field: ['Size', 'ETag'] },
})

const LIVE_CHANNEL = () => ({
  Description: 'a channel',
  Status: 'enabled',
  Target: { Type: 'HLS', FragDuration: 5, FragCount: 3, PlaylistName: 'first.m3u8' },
})

const POLICY = () => ({ Version: '1', Statement: [{ Effect: 'Allow', Action: ['oss:GetObject'] }] })

const source = () => ({ sourceKey: 'big', sourceBucketName: bucket })

/** The results of earlier calls, by method. */
type Results = Record<string, Result | undefined>
type Args = (results: Results) => unknown[]

/**
 * Every method that makes a request, with the operation it ends in, in an order in which each finds what it
 * needs. The SDK changes its arguments: each call needs its own.
 */
const REQUESTS: readonly (readonly [method: string, operation: string, args: Args])[] = [
  ['putBucket', 'PutBucket', () => [bucket, { storageClass: 'Standard', acl: 'private' }]],
  ['listBuckets', 'ListBuckets', () => [{ 'max-keys': 5 }]],
  ['getBucketInfo', 'GetBucketInfo', () => [bucket]],
  ['getBucketStat', 'GetBucketStat', () => [bucket]],
  ['getBucketLocation', 'GetBucketLocation', () => [bucket]],
  ['put', 'PutObject', () => [key, Buffer.from('content')]],
  ['put', 'PutObject', () => [key, join(folder, 'upload.txt')]],
  ['putStream', 'PutObject', () => [key, Readable.from(['content'])]],
  ['request', 'GetObject', () => [{ method: 'GET', bucket, object: key, successStatuses: [200] }]],
  ['head', 'HeadObject', () => [key]],
  ['getObjectMeta', 'GetObjectMeta', () => [key]],
  ['get', 'GetObject', () => [key]],
  ['getStream', 'GetObject', () => [key]],
  ['copy', 'CopyObject', () => ['copy', key]],
  ['putMeta', 'CopyObject', () => [key, { owner: 'someone' }]],
  ['append', 'AppendObject', () => ['log', Buffer.from('first')]],
  ['putACL', 'PutObjectAcl', () => [key, 'public-read']],
  ['getACL', 'GetObjectAcl', () => [key]],
  ['getObjectTagging', 'GetObjectTagging', () => [key]],
  ['putObjectTagging', 'PutObjectTagging', () => [key, { team: 'a' }]],
  ['getObjectTagging', 'GetObjectTagging', () => [key]],
  ['deleteObjectTagging', 'DeleteObjectTagging', () => [key]],
  ['putSymlink', 'PutSymlink', () => ['link', key]],
  ['getSymlink', 'GetSymlink', () => ['link']],
  ['restore', 'RestoreObject', () => [key]],
  ['processObjectSave', 'ProcessObject', () => [key, 'thumbnail', 'image/resize,w_10', bucket]],
  ['list', 'ListObjects', () => [{ 'max-keys': 10 }]],
  ['listV2', 'ListObjectsV2', () => [{ 'max-keys': 10 }]],
  ['getBucketVersions', 'ListObjectVersions', () => []],
  ['listObjectVersions', 'ListObjectVersions', () => []],
  ['postAsyncFetch', 'PostAsyncFetchTask', () => ['fetched', 'http://example.com/a']],
  ['getAsyncFetch', 'GetAsyncFetchTask', ({ postAsyncFetch }) => [postAsyncFetch?.taskId]],
  ['deleteMulti', 'DeleteMultipleObjects', () => [['copy', 'a&b']]],

  ['multipartUpload', 'CompleteMultipartUpload', () => ['big', Buffer.alloc(2.5 * partSize), { partSize }]],
  ['multipartUploadCopy', 'CompleteMultipartUpload', () => ['big copy', source(), { partSize }]],
  ['initMultipartUpload', 'InitiateMultipartUpload', () => ['parts']],
  [
    'uploadPart',
    'UploadPart',
    ({ initMultipartUpload: upload }) => [
      'parts',
      upload?.uploadId,
      1,
      Buffer.alloc(partSize, 'a'),
      0,
      partSize,
    ],
  ],
  [
    'uploadPartCopy',
    'UploadPartCopy',
    ({ initMultipartUpload: upload }) => ['parts', upload?.uploadId, 2, '0-99', source()],
  ],
  ['listUploads', 'ListMultipartUploads', () => [{ 'max-uploads': 10 }]],
  ['listParts', 'ListParts', ({ initMultipartUpload: upload }) => ['parts', upload?.uploadId]],
  [
    'completeMultipartUpload',
    'CompleteMultipartUpload',
    ({ initMultipartUpload: upload, uploadPart, uploadPartCopy }) => [
      'parts',
      upload?.uploadId,
      [
        { number: 1, etag: uploadPart?.etag },
        { number: 2, etag: uploadPartCopy?.etag },
      ],
    ],
  ],
  ['initMultipartUpload', 'InitiateMultipartUpload', () => ['parts']],
  [
    'abortMultipartUpload',
    'AbortMultipartUpload',
    ({ initMultipartUpload: upload }) => ['parts', upload?.uploadId],
  ],

  ['getBucketACL', 'GetBucketAcl', () => [bucket]],
  ['putBucketACL', 'PutBucketAcl', () => [bucket, 'public-read']],
  ['getBucketRequestPayment', 'GetBucketRequestPayment', () => [bucket]],
  ['putBucketRequestPayment', 'PutBucketRequestPayment', () => [bucket, 'Requester']],
  ['getBucketEncryption', 'GetBucketEncryption', () => [bucket]],
  ['putBucketEncryption', 'PutBucketEncryption', () => [bucket, { SSEAlgorithm: 'AES256' }]],
  ['deleteBucketEncryption', 'DeleteBucketEncryption', () => [bucket]],
  ['getBucketTags', 'GetBucketTags', () => [bucket]],
  ['putBucketTags', 'PutBucketTags', () => [bucket, { team: 'a' }]],
  ['deleteBucketTags', 'DeleteBucketTags', () => [bucket]],
  ['getBucketWebsite', 'GetBucketWebsite', () => [bucket]],
  ['putBucketWebsite', 'PutBucketWebsite', () => [bucket, { index: 'start.html', error: 'error.html' }]],
  ['deleteBucketWebsite', 'DeleteBucketWebsite', () => [bucket]],
  ['getBucketLifecycle', 'GetBucketLifecycle', () => [bucket]],
  [
    'putBucketLifecycle',
    'PutBucketLifecycle',
    () => [bucket, [{ id: '1', prefix: 'logs/', status: 'Enabled', expiration: { days: 1 } }]],
  ],
  ['deleteBucketLifecycle', 'DeleteBucketLifecycle', () => [bucket]],
  ['getBucketPolicy', 'GetBucketPolicy', () => [bucket]],
  ['putBucketPolicy', 'PutBucketPolicy', () => [bucket, POLICY()]],
  ['deleteBucketPolicy', 'DeleteBucketPolicy', () => [bucket]],
  ['getBucketVersioning', 'GetBucketVersioning', () => [bucket]],
  ['putBucketVersioning', 'PutBucketVersioning', () => [bucket, 'Enabled']],
  ['getBucketInventory', 'GetBucketInventory', () => [bucket, 'daily']],
  ['putBucketInventory', 'PutBucketInventory', () => [bucket, INVENTORY()]],
  ['listBucketInventory', 'ListBucketInventory', () => [bucket]],
  ['deleteBucketInventory', 'DeleteBucketInventory', () => [bucket, 'weekly']],
  ['listBucketInventory', 'ListBucketInventory', () => [bucket]],
  ['putBucketLogging', 'PutBucketLogging', () => [bucket, 'logs/']],
  ['getBucketLogging', 'GetBucketLogging', () => [bucket]],
  ['deleteBucketLogging', 'DeleteBucketLogging', () => [bucket]],
  ['getBucketLogging', 'GetBucketLogging', () => [bucket]],
  ['putBucketCORS', 'PutBucketCors', () => [bucket, [{ allowedOrigin: '*', allowedMethod: ['GET'] }]]],
  ['getBucketCORS', 'GetBucketCors', () => [bucket]],
  ['deleteBucketCORS', 'DeleteBucketCors', () => [bucket]],
  ['getBucketCORS', 'GetBucketCors', () => [bucket]],
  ['getBucketReferer', 'GetBucketReferer', () => [bucket]],
  ['putBucketReferer', 'PutBucketReferer', () => [bucket, true, ['http://example.com']]],
  ['deleteBucketReferer', 'PutBucketReferer', () => [bucket]],

  ['initiateBucketWorm', 'InitiateBucketWorm', () => [bucket, 7]],
  ['getBucketWorm', 'GetBucketWorm', () => [bucket]],
  [
    'completeBucketWorm',
    'CompleteBucketWorm',
    ({ initiateBucketWorm }) => [bucket, initiateBucketWorm?.wormId],
  ],
  [
    'extendBucketWorm',
    'ExtendBucketWorm',
    ({ initiateBucketWorm }) => [bucket, initiateBucketWorm?.wormId, 9],
  ],
  ['abortBucketWorm', 'AbortBucketWorm', () => [bucket]],

  ['putChannel', 'PutLiveChannel', () => ['channel', LIVE_CHANNEL()]],
  ['getChannel', 'GetLiveChannelInfo', () => ['channel']],
  ['putChannelStatus', 'PutLiveChannelStatus', () => ['channel', 'disabled']],
  ['getChannelStatus', 'GetLiveChannelStat', () => ['channel']],
  ['getChannelHistory', 'GetLiveChannelHistory', () => ['channel']],
  ['listChannels', 'ListLiveChannel', () => [{ prefix: 'chan' }]],
  ['createVod', 'PostVodPlaylist', () => ['channel', 'vod.m3u8', { startTime: 1, endTime: 2 }]],
  ['deleteChannel', 'DeleteLiveChannel', () => ['channel']],

  ['delete', 'DeleteObject', () => [key]],
  ['deleteBucket', 'DeleteBucket', () => [bucket]],
]

/** Methods that make no request. */
const OTHER_METHODS = [
  ...['useBucket', 'setBucket', 'getBucket', 'setSLDEnabled'],
  ...['cancel', 'isCancel', 'resetCancelFlag', 'checkBrowserAndVersion', 'parseXML', 'requestError'],
  ...['generateObjectUrl', 'getObjectUrl', 'getRtmpUrl', 'signature', 'authorization', 'authorizationV4'],
  ...['signatureUrl', 'asyncSignatureUrl', 'signatureUrlV4'],
  ...['calculatePostSignature', 'signPostObjectPolicyV4'],
]

describe.each(versions)('ali-oss %s', (version, OSS) => {
  const client = (options: object = {}) => new OSS({ ...server.ossOptions(), ...options })
  const call = (oss: Client, method: string, ...args: unknown[]): Promise<Result> =>
    oss[method]?.(...args) ?? Promise.reject(new Error(`no method ${method}`))
  const put = (oss: Client, name: string, content: string | Buffer, options?: object) =>
    call(oss, 'put', name, Buffer.from(content), options)

  test('every method is tested', () => {
    const tested = [...REQUESTS.map(([method]) => method), ...OTHER_METHODS]
    const methods = Object.keys(OSS.prototype).filter((name) => !name.startsWith('_'))
    expect(methods.filter((method) => !tested.includes(method))).toEqual([])
    // In the newest version, nothing is listed that does not exist.
    if (version === newest) {
      expect(tested.filter((method) => !methods.includes(method))).toEqual([])
      expect(new Set(REQUESTS.map(([method]) => method)).size).toBe(89)
    }
  })

  test('every method that makes a request succeeds', async () => {
    const oss = client()
    const results: Results = {}
    for (const [method, operation, args] of REQUESTS.filter(([name]) => name in oss)) {
      const result = await call(oss, method, ...args(results))
      results[method] = result
      if (result.stream instanceof Readable) result.stream.resume()
      expect(last(), method).toMatchObject({ operation, headerRequestId: last().requestId })
      expect(last().statusCode, method).toBeGreaterThanOrEqual(200)
      expect(last().statusCode, method).toBeLessThan(300)
      expect(result.res.headers, method).toMatchObject({
        server: 'AliyunOSS',
        'x-oss-request-id': last().requestId,
        'x-oss-server-time': expect.any(String),
      })
      expect(last(), method).not.toHaveProperty('bodyRequestId')
      expect(last(), method).not.toHaveProperty('ec')
    }
  })

  test('an object comes back as it was put', async () => {
    const oss = client()
    const body = randomBytes(200_000)
    const headers = { 'Cache-Control': 'no-cache' }
    const { res } = await put(oss, key, body, { mime: 'image/png', meta: { owner: 'someone' }, headers })
    expect(res.headers.etag).toMatch(/^"[0-9A-F]{32}"$/)
    expect(server.exchanges).toMatchObject([{ host, bucket, key, operation: 'PutObject', statusCode: 200 }])
    const whole = await call(oss, 'get', key)
    expect(sameBytes(whole.content, body)).toBe(true)
    expect(whole.res.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'no-cache',
      'x-oss-meta-owner': 'someone',
      'x-oss-object-type': 'Normal',
      'x-oss-storage-class': 'Standard',
      etag: res.headers.etag,
    })
    expect(await call(oss, 'head', key)).toMatchObject({ meta: { owner: 'someone' } })
    const meta = await call(oss, 'getObjectMeta', key)
    expect(meta.res.headers).toMatchObject({ 'content-length': '200000', etag: res.headers.etag })
    expect(meta.res.headers).not.toHaveProperty('x-oss-meta-owner')
  })

  test('a range comes back, or the whole object when it reaches beyond', async () => {
    const oss = client()
    await put(oss, key, '0123456789')
    const read = async (Range: string, headers: object = {}) => {
      const { content, res } = await call(oss, 'get', key, { headers: { Range, ...headers } })
      return [res.status, String(content), res.headers['content-range']]
    }
    expect(await read('bytes=2-4')).toEqual([206, '234', 'bytes 2-4/10'])
    expect(await read('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10'])
    expect(await read('bytes=8-')).toEqual([206, '89', 'bytes 8-9/10'])
    for (const beyond of ['bytes=8-10', 'bytes=10-', 'bytes=4-2', 'bytes=-0', 'lines=1-2']) {
      expect(await read(beyond)).toEqual([200, '0123456789', undefined])
    }
    const standard = { 'x-oss-range-behavior': 'standard' }
    expect(await read('bytes=8-10', standard)).toEqual([206, '89', 'bytes 8-9/10'])
    await expect(read('bytes=10-', standard)).rejects.toMatchObject({ status: 416, code: 'InvalidRange' })
  })

  test('conditions are held to', async () => {
    const oss = client()
    const { res } = await put(oss, key, 'x')
    const { etag } = res.headers
    const yesterday = new Date(Date.now() - 86_400_000).toUTCString()
    const tomorrow = new Date(Date.now() + 86_400_000).toUTCString()
    const read = (headers: object) => call(oss, 'head', key, { headers }).then(({ status }) => status)
    expect(await read({ 'If-None-Match': etag })).toBe(304)
    expect(await read({ 'If-Modified-Since': tomorrow })).toBe(304)
    expect(await read({ 'If-Modified-Since': yesterday })).toBe(200)
    expect(await read({ 'If-Match': etag, 'If-Unmodified-Since': tomorrow })).toBe(200)
    const failed = { status: 412, code: 'PreconditionFailed' }
    await expect(read({ 'If-Match': '"0"' })).rejects.toMatchObject(failed)
    await expect(read({ 'If-Unmodified-Since': yesterday })).rejects.toMatchObject(failed)
    const copy = (headers: object) => call(oss, 'copy', 'copy', key, { headers })
    expect(await copy({ 'If-Match': etag })).toMatchObject({ data: { etag } })
    await expect(copy({ 'If-Match': '"0"' })).rejects.toMatchObject(failed)
    expect((await copy({ 'If-None-Match': etag })).res.status).toBe(304)
    await expect(put(oss, key, 'y', { headers: { 'x-oss-forbid-overwrite': 'true' } })).rejects.toMatchObject(
      { status: 409, code: 'FileAlreadyExists' },
    )
  })

  test('a missing object, upload or part is an error with ids', async () => {
    const oss = client()
    const missing = await call(oss, 'get', key).catch((error) => error)
    expect(missing).toMatchObject({
      status: 404,
      code: 'NoSuchKey',
      name: 'NoSuchKeyError',
      requestId: last().requestId,
      hostId: host,
    })
    // Older ones do not read it.
    if (version === newest) expect(missing.ecCode).toBe('0026-00000001')
    expect(last()).toMatchObject({
      headerRequestId: last().requestId,
      bodyRequestId: last().requestId,
      ec: '0026-00000001',
    })
    await expect(call(oss, 'copy', 'copy', key)).rejects.toMatchObject({ code: 'NoSuchKey' })
    await expect(call(oss, 'getStream', key)).rejects.toMatchObject({ status: 404 })
    await expect(call(oss, 'getACL', key)).rejects.toMatchObject({ code: 'NoSuchKey' })
    await expect(call(oss, 'getChannel', 'channel')).rejects.toMatchObject({ code: 'NoSuchLiveChannel' })
    await expect(call(oss, 'getSymlink', key)).rejects.toMatchObject({ code: 'NoSuchKey' })
    await expect(call(oss, 'getBucketWorm', bucket)).rejects.toMatchObject({
      code: 'NoSuchWORMConfiguration',
    })
    await expect(call(oss, 'abortMultipartUpload', key, 'unknown')).rejects.toMatchObject({
      code: 'NoSuchUpload',
    })
    const { uploadId } = await call(oss, 'initMultipartUpload', key)
    await expect(
      call(oss, 'completeMultipartUpload', key, uploadId, [{ number: 1, etag: '"0"' }]),
    ).rejects.toMatchObject({ code: 'InvalidPart' })
  })

  test('an error in answer to HEAD has its body in a header', async () => {
    const oss = client()
    const missing = await call(oss, 'head', key).catch((error) => error)
    expect(missing).toMatchObject({ status: 404, code: 'NoSuchKey', requestId: last().requestId })
    server.inject({ status: 403 })
    const denied = await call(oss, 'head', key).catch((error) => error)
    expect(denied).toMatchObject({ status: 403, requestId: last().requestId })
    // Older ones do not read the header.
    if (version === newest) expect(denied).toMatchObject({ code: 'AccessDenied', hostId: host })
  })

  test('appends to an object that was made for it', async () => {
    const oss = client()
    const append = (content: string, position: string) =>
      call(oss, 'append', 'log', Buffer.from(content), { position })
    expect(await append('first ', '0')).toMatchObject({ nextAppendPosition: '6' })
    expect(await append('second', '6')).toMatchObject({ nextAppendPosition: '12' })
    expect(String((await call(oss, 'get', 'log')).content)).toBe('first second')
    await expect(append('third', '6')).rejects.toMatchObject({ code: 'PositionNotEqualToLength' })
    await put(oss, 'log', 'new')
    await expect(append('more', '3')).rejects.toMatchObject({ code: 'ObjectNotAppendable' })
  })

  test('copies from another bucket, with headers kept or replaced', async () => {
    const oss = client()
    oss.setBucket?.('elsewhere')
    await put(oss, key, 'content', { mime: 'image/png', meta: { owner: 'someone' } })
    oss.setBucket?.(bucket)
    await call(oss, 'copy', 'kept', key, 'elsewhere')
    expect((await call(oss, 'get', 'kept')).res.headers).toMatchObject({
      'content-type': 'image/png',
      'x-oss-meta-owner': 'someone',
    })
    await call(oss, 'copy', 'replaced', `/elsewhere/${key}`, { meta: { owner: 'nobody' } })
    const replaced = await call(oss, 'get', 'replaced')
    expect(String(replaced.content)).toBe('content')
    expect(replaced.res.headers['x-oss-meta-owner']).toBe('nobody')
    const { buckets } = (await call(oss, 'listBuckets')) as { buckets?: { name: string }[] }
    expect(buckets?.map(({ name }) => name)).toEqual(['elsewhere', bucket])
  })

  test('a symbolic link is followed', async () => {
    const oss = client()
    await call(oss, 'putSymlink', 'link', key)
    expect(await call(oss, 'getSymlink', 'link')).toMatchObject({ targetName: key })
    await expect(call(oss, 'get', 'link')).rejects.toMatchObject({ code: 'SymlinkTargetNotExist' })
    await put(oss, key, 'content')
    expect(String((await call(oss, 'get', 'link')).content)).toBe('content')
    await expect(call(oss, 'getSymlink', key)).rejects.toMatchObject({ code: 'NotSymlink' })
    const { objects } = await call(oss, 'list', {})
    expect(objects).toMatchObject([
      { name: key, type: 'Normal' },
      { name: 'link', type: 'Symlink' },
    ])
  })

  test('a callback is answered for the application', async () => {
    const oss = client()
    const callback = () => ({ url: 'http://example.com', body: 'size=1' })
    expect(await put(oss, key, 'content', { callback: callback() })).toMatchObject({
      data: { Status: 'OK' },
    })
    const big = Buffer.alloc(2 * partSize)
    const options = { partSize, callback: callback() }
    expect(await call(oss, 'multipartUpload', key, big, options)).toMatchObject({ data: { Status: 'OK' } })
  })

  test('a multipart upload, step by step', async () => {
    const oss = client()
    const { uploadId } = await call(oss, 'initMultipartUpload', key, { mime: 'text/plain' })
    const bytes = Buffer.from('first ')
    const first = await call(oss, 'uploadPart', key, uploadId, 1, bytes, 0, bytes.length)
    await put(oss, key, 'first second')
    const from = { sourceKey: key, sourceBucketName: bucket }
    const second = await call(oss, 'uploadPartCopy', key, uploadId, 2, '6-11', from)
    expect(await call(oss, 'listUploads', { prefix: 'dir/' })).toMatchObject({
      bucket,
      uploads: [{ uploadId, name: key }],
    })
    expect(await call(oss, 'listParts', key, uploadId, { 'max-parts': 1 })).toMatchObject({
      isTruncated: 'true',
      nextPartNumberMarker: '1',
      parts: { PartNumber: '1', ETag: first.etag, Size: '6' },
    })
    const parts = [
      { number: 1, etag: first.etag },
      { number: 2, etag: second.etag },
    ]
    const completed = await call(oss, 'completeMultipartUpload', key, uploadId, parts)
    expect(completed.etag).toMatch(/^"[0-9A-F]{32}-2"$/)
    const { content, res } = await call(oss, 'get', key)
    expect(String(content)).toBe('first second')
    expect(res.headers).toMatchObject({ 'content-type': 'text/plain', 'x-oss-object-type': 'Multipart' })
    const aborted = await call(oss, 'initMultipartUpload', key)
    await call(oss, 'abortMultipartUpload', key, aborted.uploadId)
    expect(await call(oss, 'listUploads', {})).toMatchObject({ uploads: [] })
  })

  test('uploads and copies in parts give the same bytes', async () => {
    const oss = client()
    const body = randomBytes(3.5 * partSize)
    const file = join(folder, 'upload.bin')
    await writeFile(file, body)
    await call(oss, 'multipartUpload', 'big', file, { partSize })
    await call(oss, 'multipartUploadCopy', 'copy', source(), { partSize })
    const target = join(folder, 'download.bin')
    await call(oss, 'get', 'copy', target)
    expect(sameBytes(await readFile(target), body)).toBe(true)
    const { stream } = (await call(oss, 'getStream', 'big')) as unknown as { stream: Readable }
    expect(await readText(stream.setEncoding('latin1'))).toBe(body.toString('latin1'))
  })

  test('lists page by page, and by folder', async () => {
    const oss = client()
    for (const name of ['a/1', 'a/2', 'b/1', 'c', 'd']) await put(oss, name, name)
    const first = await call(oss, 'list', { delimiter: '/', 'max-keys': 2 })
    expect(first).toMatchObject({ isTruncated: true, nextMarker: 'b/', prefixes: ['a/', 'b/'], objects: [] })
    const second = await call(oss, 'list', { delimiter: '/', marker: first.nextMarker })
    expect(second).toMatchObject({ isTruncated: false, objects: [{ name: 'c', size: 1 }, { name: 'd' }] })
    const page = await call(oss, 'listV2', { 'max-keys': 2, 'start-after': 'a/1' })
    expect(page).toMatchObject({
      isTruncated: true,
      keyCount: 2,
      objects: [{ name: 'a/2', owner: null }, { name: 'b/1' }],
    })
    const rest = await call(oss, 'listV2', {
      'continuation-token': page.nextContinuationToken,
      'fetch-owner': 'true',
    })
    expect(rest).toMatchObject({
      keyCount: 2,
      continuationToken: page.nextContinuationToken,
      objects: [{ name: 'c', owner: { id: expect.any(String) } }, { name: 'd' }],
    })
    const versions = await call(oss, 'getBucketVersions', { prefix: 'a/', maxKeys: 1 })
    expect(versions).toMatchObject({
      isTruncated: true,
      nextKeyMarker: 'a/1',
      objects: [{ name: 'a/1', versionId: 'null', isLatest: true }],
    })
    expect(await call(oss, 'deleteMulti', ['a/1', 'a&b'])).toMatchObject({
      deleted: [{ Key: 'a/1' }, { Key: 'a&b' }],
    })
    expect(await call(oss, 'list', {})).toMatchObject({ objects: { length: 4 } })
  })

  test('a configuration comes back as it was put, until it is deleted', async () => {
    const oss = client()
    const tag = { team: 'a b' }
    await call(oss, 'putBucketTags', bucket, tag)
    await put(oss, key, 'x')
    expect(await call(oss, 'getObjectTagging', key)).toMatchObject({ tag: {} })
    await call(oss, 'putObjectTagging', key, { a: 'b' })
    expect(await call(oss, 'getObjectTagging', key)).toMatchObject({ tag: { a: 'b' } })
    expect(await call(oss, 'getBucketTags', bucket)).toMatchObject({ tag })
    await call(oss, 'deleteBucketTags', bucket)
    expect((await call(oss, 'getBucketTags', bucket)).tag).toEqual({})
    expect(await call(oss, 'getACL', key)).toMatchObject({ acl: 'default' })
    await call(oss, 'putACL', key, 'public-read')
    expect(await call(oss, 'getACL', key)).toMatchObject({ acl: 'public-read' })
    expect(await call(oss, 'getBucketACL', bucket)).toMatchObject({ acl: 'private' })
    await call(oss, 'putBucketACL', bucket, 'public-read-write')
    expect(await call(oss, 'getBucketACL', bucket)).toMatchObject({ acl: 'public-read-write' })
    expect(await call(oss, 'getBucketInfo', bucket)).toMatchObject({
      bucket: { Name: bucket, AccessControlList: { Grant: 'public-read-write' } },
    })
    await call(oss, 'putBucketPolicy', bucket, POLICY())
    expect(await call(oss, 'getBucketPolicy', bucket)).toMatchObject({ policy: POLICY() })
    await call(oss, 'putBucketInventory', bucket, INVENTORY())
    const { OSSBucketDestination, ...inventory } = INVENTORY()
    const { rolename, bucket: target } = OSSBucketDestination
    const expected = { ...inventory, OSSBucketDestination: { rolename, bucket: target } }
    expect(await call(oss, 'getBucketInventory', bucket, 'weekly')).toMatchObject({ inventory: expected })
    expect(await call(oss, 'listBucketInventory', bucket)).toMatchObject({ inventoryList: [expected] })
  })

  test('what a bucket holds is counted', async () => {
    const oss = client()
    expect(await call(oss, 'putBucket', bucket)).toMatchObject({ bucket })
    if (!oss.getBucketStat) return
    await put(oss, 'a', '12345')
    await call(oss, 'initMultipartUpload', 'b')
    await call(oss, 'putChannel', 'channel', LIVE_CHANNEL())
    expect(await call(oss, 'getBucketStat', bucket)).toMatchObject({
      stat: { Storage: '5', ObjectCount: '1', MultipartUploadCount: '1', LiveChannelCount: '1' },
    })
  })

  test('a live channel has what was configured', async () => {
    const oss = client()
    expect(await call(oss, 'putChannel', 'channel', LIVE_CHANNEL())).toMatchObject({
      publishUrls: [`rtmp://${host}/live/channel`],
      playUrls: [`http://${host}/channel/first.m3u8`],
    })
    expect(await call(oss, 'getChannelStatus', 'channel')).toMatchObject({ data: { Status: 'Idle' } })
    await call(oss, 'putChannelStatus', 'channel', 'disabled')
    expect(await call(oss, 'getChannel', 'channel')).toMatchObject({
      data: { Description: 'a channel', Status: 'disabled', Target: { Type: 'HLS', FragCount: '3' } },
    })
    expect(await call(oss, 'getChannelStatus', 'channel')).toMatchObject({ data: { Status: 'Disabled' } })
    expect(await call(oss, 'getChannelHistory', 'channel')).toMatchObject({ records: [] })
    expect(await call(oss, 'listChannels', {})).toMatchObject({
      channels: [{ Name: 'channel', Status: 'disabled', Description: 'a channel' }],
    })
    expect(await call(oss, 'listChannels', { prefix: 'other' })).toMatchObject({ channels: [] })
    await call(oss, 'createVod', 'channel', 'vod.m3u8', { startTime: 1, endTime: 2 })
    expect(String((await call(oss, 'get', 'channel/vod.m3u8')).content)).toMatch(/^#EXTM3U/)
    await call(oss, 'deleteChannel', 'channel')
    expect(await call(oss, 'listChannels', {})).toMatchObject({ channels: [] })
  })

  test('a retention policy goes through its states', async () => {
    const oss = client()
    const { wormId } = await call(oss, 'initiateBucketWorm', bucket, 7)
    expect(await call(oss, 'getBucketWorm', bucket)).toMatchObject({
      wormId,
      state: 'InProgress',
      days: '7',
    })
    await call(oss, 'completeBucketWorm', bucket, wormId)
    expect(await call(oss, 'getBucketWorm', bucket)).toMatchObject({ state: 'Locked', days: '7' })
    await call(oss, 'extendBucketWorm', bucket, wormId, 9)
    expect(await call(oss, 'getBucketWorm', bucket)).toMatchObject({ wormId, days: '9' })
    await expect(call(oss, 'extendBucketWorm', bucket, 'another', 9)).rejects.toMatchObject({ status: 404 })
    await call(oss, 'abortBucketWorm', bucket)
    await expect(call(oss, 'getBucketWorm', bucket)).rejects.toMatchObject({ status: 404 })
  })

  test('tasks and processing end at once', async () => {
    const oss = client()
    const { taskId } = await call(oss, 'postAsyncFetch', 'fetched', 'http://example.com/a')
    expect(await call(oss, 'getAsyncFetch', taskId)).toMatchObject({
      state: 'Success',
      taskInfo: { url: 'http://example.com/a', object: 'fetched' },
    })
    await put(oss, key, 'an image', { mime: 'image/png' })
    await call(oss, 'processObjectSave', key, 'ключ', 'image/resize,w_10', 'elsewhere')
    oss.setBucket?.('elsewhere')
    expect(String((await call(oss, 'get', 'ключ')).content)).toBe('an image')
    oss.setBucket?.(bucket)
    const info = await call(oss, 'get', key, { process: 'image/info' })
    expect(JSON.parse(String(info.content))).toMatchObject({ ImageWidth: { value: '400' } })
    await call(oss, 'restore', key)
    const { res } = await call(oss, 'head', key)
    expect(res.headers['x-oss-restore']).toMatch(/^ongoing-request="false", expiry-date="/)
  })

  test('version 4 signatures are taken', async () => {
    const oss = client({ authorizationV4: true })
    await put(oss, key, 'content')
    expect(String((await call(oss, 'get', key)).content)).toBe('content')
  })

  test('OSS.ImageClient', async () => {
    await put(client(), 'a.jpg', 'an image')
    const images = new OSS.ImageClient({ ...server.ossOptions(), imageHost: server.url })
    const exif = await call(images, 'getExif', 'a.jpg')
    expect(exif).toMatchObject({ data: { ImageWidth: 400, Format: 'jpg' } })
    expect(exif.res.headers['x-oss-request-id']).toBe(last().requestId)
    expect(await call(images, 'getInfo', 'a.jpg')).toMatchObject({ data: { ImageWidth: 400 } })
    expect(String((await call(images, 'get', 'a.jpg')).content)).toBe('an image')
    await expect(call(images, 'getInfo', 'b.jpg')).rejects.toMatchObject({ code: 'NoSuchKey' })
    await put(client(), 'b.jpg@exif', 'an object of that name')
    expect(String((await call(images, 'get', 'b.jpg@exif')).content)).toBe('an object of that name')
    await call(images, 'putStyle', 'small', 'image/resize,w_10')
    expect(last()).toMatchObject({ operation: 'PutStyle', bucket, path: '/%3Fstyle%26styleName%3Dsmall' })
    expect(await call(images, 'getStyle', 'small')).toMatchObject({
      data: { Name: 'small', Content: 'image/resize,w_10' },
    })
    expect(await call(images, 'listStyle')).toMatchObject({ data: { Name: 'small' } })
    await call(images, 'deleteStyle', 'small')
    await expect(call(images, 'getStyle', 'small')).rejects.toMatchObject({ code: 'NoSuchStyle' })
  })

  test('OSS.STS', async () => {
    const sts = new OSS.STS(server.ossOptions())
    const { credentials, res } = await call(sts, 'assumeRole', 'acs:ram::1:role/reader', null, 900, 'session')
    expect(credentials).toMatchObject({
      AccessKeyId: expect.stringMatching(/^STS\./),
      AccessKeySecret: expect.any(String),
      SecurityToken: expect.any(String),
    })
    const { Expiration } = credentials as { Expiration: string }
    expect(Date.parse(Expiration) - Date.now()).toBeGreaterThan(800_000)
    expect(Date.parse(Expiration) - Date.now()).toBeLessThan(1_000_000)
    const { requestId } = last()
    expect(requestId).toMatch(/^[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}$/)
    expect(res.headers['x-acs-request-id']).toBe(requestId)
    expect(res.headers).not.toHaveProperty('x-oss-request-id')
    expect(last()).toMatchObject({
      operation: 'AssumeRole',
      headerRequestId: requestId,
      bodyRequestId: requestId,
    })
    server.inject({ status: 403 })
    const denied = await call(sts, 'assumeRole', 'acs:ram::1:role/reader').catch((error) => error)
    expect(denied).toMatchObject({ status: 403, code: 'NoPermission', requestId: last().requestId })
    expect(last()).not.toHaveProperty('ec')
  })

  test('OSS.ClusterClient', async () => {
    const cluster = new OSS.ClusterClient({
      ...server.ossOptions(),
      cluster: [server.ossOptions(), { ...server.ossOptions(), bucket: 'elsewhere' }],
    })
    await cluster.ready?.()
    await call(cluster, 'put', key, Buffer.from('content'))
    expect(String((await call(cluster, 'get', key)).content)).toBe('content')
    const puts = server.exchanges.filter((exchange) => exchange.key === key && exchange.method === 'PUT')
    expect(puts.map((exchange) => exchange.bucket)).toEqual([bucket, 'elsewhere'])
    cluster.close?.()
  })
})

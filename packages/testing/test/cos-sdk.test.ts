import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text as readText } from 'node:stream/consumers'
import COS from 'cos-nodejs-sdk-v5'
import COS29 from 'cos-nodejs-sdk-v5-2.9'
import COS215 from 'cos-nodejs-sdk-v5-2.15'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startServer, type TestServer } from '../src/index.js'

type Result = { statusCode: number; headers: Record<string, string> } & Record<string, unknown>
type Method = (params: object) => Promise<Result>

const bucket = { Bucket: 'bucket-1250000000', Region: 'ap-beijing' }
const object = { ...bucket, Key: 'dir/ключ 文件 &<>"+%.txt' }
const source = `${bucket.Bucket}.cos.${bucket.Region}.myqcloud.com/${encodeURIComponent(object.Key)}`
// A matcher would compare megabytes element by element.
const sameBytes = (actual: unknown, expected: Buffer) => Buffer.isBuffer(actual) && actual.equals(expected)

const host = `${bucket.Bucket}.cos.${bucket.Region}.myqcloud.com`

let server: TestServer
let folder: string

beforeAll(async () => {
  server = await startServer()
  folder = await mkdtemp(join(tmpdir(), 'requestid-'))
})

afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const INVENTORY = {
  Id: 'weekly',
  IsEnabled: 'true',
  Destination: { COSBucketDestination: { Format: 'CSV', Bucket: 'qcs::cos:ap-beijing::bucket-1250000000' } },
  Schedule: { Frequency: 'Daily' },
  IncludedObjectVersions: 'All',
  OptionalFields: ['Size', 'ETag'],
}

/** Every method that makes one request, in an order in which each finds what it needs. */
const REQUESTS: [method: string, params: object][] = [
  ['putBucket', bucket],
  ['headBucket', bucket],
  ['getService', {}],
  ['getService', { Region: 'ap-beijing' }],
  ['putObject', { ...object, Body: 'name,size\nfirst,1\n', ContentType: 'text/csv' }],
  ['headObject', object],
  ['getObject', object],
  ['getBucket', bucket],
  ['listObjectVersions', bucket],
  ['putBucketAcl', { ...bucket, ACL: 'public-read' }],
  ['getBucketAcl', bucket],
  ['getBucketCors', bucket],
  ['putBucketCors', { ...bucket, CORSRules: [{ AllowedOrigin: ['*'], AllowedMethod: ['GET'] }] }],
  ['getBucketCors', bucket],
  ['deleteBucketCors', bucket],
  ['getBucketLocation', bucket],
  ['getBucketPolicy', bucket],
  ['putBucketPolicy', { ...bucket, Policy: { version: '2.0', Statement: [{ effect: 'allow' }] } }],
  ['getBucketPolicy', bucket],
  ['deleteBucketPolicy', bucket],
  ['getBucketTagging', bucket],
  ['putBucketTagging', { ...bucket, Tags: [{ Key: 'a', Value: 'b' }] }],
  ['getBucketTagging', bucket],
  ['deleteBucketTagging', bucket],
  ['getBucketLifecycle', bucket],
  ['putBucketLifecycle', { ...bucket, Rules: [{ ID: '1', Status: 'Enabled', Filter: {} }] }],
  ['getBucketLifecycle', bucket],
  ['deleteBucketLifecycle', bucket],
  ['getBucketVersioning', bucket],
  ['putBucketVersioning', { ...bucket, VersioningConfiguration: { Status: 'Enabled' } }],
  ['getBucketVersioning', bucket],
  ['getBucketReplication', bucket],
  ['putBucketReplication', { ...bucket, ReplicationConfiguration: { Role: 'r', Rules: [{ ID: '1' }] } }],
  ['getBucketReplication', bucket],
  ['deleteBucketReplication', bucket],
  ['getBucketWebsite', bucket],
  ['putBucketWebsite', { ...bucket, WebsiteConfiguration: { IndexDocument: { Suffix: 'i.html' } } }],
  ['getBucketWebsite', bucket],
  ['deleteBucketWebsite', bucket],
  ['getBucketReferer', bucket],
  ['putBucketReferer', { ...bucket, RefererConfiguration: { Status: 'Enabled', RefererType: 'White-List' } }],
  ['getBucketReferer', bucket],
  ['getBucketDomain', bucket],
  ['putBucketDomain', { ...bucket, DomainRule: [{ Status: 'ENABLED', Name: 'example.com', Type: 'REST' }] }],
  ['getBucketDomain', bucket],
  ['deleteBucketDomain', bucket],
  ['getBucketOrigin', bucket],
  ['putBucketOrigin', { ...bucket, OriginRule: [{ OriginType: 'Mirror' }] }],
  ['getBucketOrigin', bucket],
  ['deleteBucketOrigin', bucket],
  ['getBucketLogging', bucket],
  ['putBucketLogging', { ...bucket, BucketLoggingStatus: { LoggingEnabled: { TargetBucket: 'logs' } } }],
  ['getBucketLogging', bucket],
  ['listBucketInventory', bucket],
  ['putBucketInventory', { ...bucket, Id: 'weekly', InventoryConfiguration: INVENTORY }],
  ['getBucketInventory', { ...bucket, Id: 'weekly' }],
  ['listBucketInventory', bucket],
  ['deleteBucketInventory', { ...bucket, Id: 'weekly' }],
  ['getBucketAccelerate', bucket],
  ['putBucketAccelerate', { ...bucket, AccelerateConfiguration: { Status: 'Enabled' } }],
  ['getBucketAccelerate', bucket],
  ['getBucketEncryption', bucket],
  ['putBucketEncryption', { ...bucket, ServerSideEncryptionConfiguration: { Rule: [{ A: 'b' }] } }],
  ['getBucketEncryption', bucket],
  ['deleteBucketEncryption', bucket],
  ['putObjectAcl', { ...object, ACL: 'public-read' }],
  ['getObjectAcl', object],
  ['putObjectTagging', { ...object, Tags: [{ Key: 'a', Value: 'b' }] }],
  ['getObjectTagging', object],
  ['deleteObjectTagging', object],
  ['optionsObject', { ...object, Origin: 'https://example.com', AccessControlRequestMethod: 'GET' }],
  ['putObjectCopy', { ...bucket, Key: 'copy', CopySource: source }],
  ['restoreObject', { ...object, RestoreRequest: { Days: 1, CASJobParameters: { Tier: 'Standard' } } }],
  [
    'selectObjectContent',
    { ...object, SelectType: 2, SelectRequest: { Expression: 'SELECT *', ExpressionType: 'SQL' } },
  ],
  ['appendObject', { ...bucket, Key: 'log', Position: 0, Body: 'first ' }],
  ['appendObject', { ...bucket, Key: 'log', Position: 6, Body: 'second' }],
  ['multipartList', bucket],
  ['deleteMultipleObject', { ...bucket, Objects: [{ Key: 'copy' }, { Key: 'a&b' }] }],
  ['request', { ...object, Method: 'GET', RawBody: true }],
  ['request', { Method: 'GET', Key: 'mediabucket', Url: 'http://ci.ap-beijing.myqcloud.com/mediabucket' }],
  ['deleteObject', object],
  ['deleteBucket', bucket],
]

/** Methods with a test of their own below, and those that make no request. */
const OTHER_METHODS = [
  ...['getObjectStream', 'selectObjectContentStream'],
  ...[
    'multipartInit',
    'multipartUpload',
    'multipartComplete',
    'multipartListPart',
    'multipartAbort',
    'uploadPartCopy',
  ],
  ...['sliceUploadFile', 'sliceCopyFile', 'uploadFile', 'uploadFiles', 'downloadFile', 'abortUploadTask'],
  ...['getBucketACL', 'putBucketACL', 'getObjectACL', 'putObjectACL'],
  ...['getBucketCORS', 'putBucketCORS', 'deleteBucketCORS'],
  ...['getObjectUrl', 'getAuth', 'getV4Auth'],
]

describe.each([
  ['3.0.0', COS],
  ['2.15.4', COS215],
  ['2.9.0', COS29],
])('cos-nodejs-sdk-v5 %s', (_version, Client) => {
  const client = () => {
    server.clear()
    return new Client({ ...server.cosOptions() }) as unknown as Record<string, Method>
  }
  const call = (cos: Record<string, Method>, method: string, params: object) => {
    const bound = cos[method]?.bind(cos)
    return bound ? bound({ ...params }) : Promise.reject(new Error(`no method ${method}`))
  }

  test('every method is tested', () => {
    const tested = [...REQUESTS.map(([method]) => method), ...OTHER_METHODS]
    expect(Object.keys(Client.prototype).filter((method) => !tested.includes(method))).toEqual([])
  })

  test('every method that makes one request succeeds', async () => {
    const cos = client()
    for (const [method, params] of REQUESTS.filter(([name]) => name in cos)) {
      const result = await call(cos, method, params)
      const exchange = server.exchanges.at(-1)
      expect(result.statusCode, method).toBeGreaterThanOrEqual(200)
      expect(result.statusCode, method).toBeLessThan(300)
      expect(
        result.headers[exchange?.operation === 'DataProcessing' ? 'x-ci-request-id' : 'x-cos-request-id'],
      ).toBe(exchange?.requestId)
    }
    expect(server.exchanges.filter(({ operation }) => operation === 'Unknown')).toEqual([])
    const covered = new Set(server.exchanges.map(({ operation }) => operation))
    expect(covered).toContain('PutBucketCORS')
    expect(covered).toContain('GetBucketObjectVersions')
  })

  test('an object comes back as it was put', async () => {
    const cos = client()
    const body = randomBytes(200_000)
    await call(cos, 'putObject', {
      ...object,
      Body: body,
      ContentType: 'image/png',
      CacheControl: 'no-cache',
      Headers: { 'x-cos-meta-owner': 'someone' },
    })
    const whole = await call(cos, 'getObject', object)
    expect(sameBytes(whole.Body, body)).toBe(true)
    expect(whole.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'no-cache',
      'x-cos-meta-owner': 'someone',
    })
    const range = await call(cos, 'getObject', { ...object, Range: 'bytes=10-19' })
    expect(range).toMatchObject({ statusCode: 206, Body: body.subarray(10, 20) })
    expect(range.headers['content-range']).toBe('bytes 10-19/200000')
    const suffix = await call(cos, 'getObject', { ...object, Range: 'bytes=-5' })
    expect(suffix.Body).toEqual(body.subarray(-5))
    await expect(call(cos, 'getObject', { ...object, Range: 'bytes=200000-' })).rejects.toMatchObject({
      statusCode: 416,
      code: 'InvalidRange',
    })
    await expect(call(cos, 'headObject', { ...object, IfNoneMatch: whole.ETag })).rejects.toMatchObject({
      statusCode: 304,
    })
    const notModified = await call(cos, 'headObject', {
      ...object,
      IfModifiedSince: whole.headers['last-modified'],
    })
    expect(notModified).toMatchObject({ NotModified: true })
    expect(server.exchanges.at(0)).toMatchObject({
      host,
      bucket: bucket.Bucket,
      key: object.Key,
      statusCode: 200,
    })
  })

  test('a missing object, upload or part is an error with ids', async () => {
    const cos = client()
    const missing = await call(cos, 'getObject', object).catch((error) => error)
    const exchange = server.exchanges.at(-1)
    expect(missing).toMatchObject({
      statusCode: 404,
      code: 'NoSuchKey',
      error: { Code: 'NoSuchKey', RequestId: exchange?.requestId, TraceId: exchange?.traceId },
      headers: { 'x-cos-request-id': exchange?.requestId, 'x-cos-trace-id': exchange?.traceId },
    })
    await expect(call(cos, 'putObjectCopy', { ...object, CopySource: source })).rejects.toMatchObject({
      code: 'NoSuchKey',
    })
    const upload = { ...object, UploadId: 'unknown', PartNumber: 1, Body: 'x' }
    await expect(call(cos, 'multipartUpload', upload)).rejects.toMatchObject({ code: 'NoSuchUpload' })
    const { UploadId } = await call(cos, 'multipartInit', object)
    const Parts = [{ PartNumber: 1, ETag: '"0"' }]
    await expect(call(cos, 'multipartComplete', { ...object, UploadId, Parts })).rejects.toMatchObject({
      code: 'InvalidPart',
    })
    // 2.9.0 has no appendObject.
    if (!cos.appendObject) return
    await expect(call(cos, 'appendObject', { ...object, Position: 7, Body: 'x' })).rejects.toMatchObject({
      statusCode: 409,
    })
  })

  test('a multipart upload, step by step', async () => {
    const cos = client()
    const { UploadId } = await call(cos, 'multipartInit', { ...object, ContentType: 'text/plain' })
    const first = await call(cos, 'multipartUpload', { ...object, UploadId, PartNumber: 1, Body: 'first ' })
    await call(cos, 'putObject', { ...object, Body: 'first second' })
    const second = await call(cos, 'uploadPartCopy', {
      ...object,
      UploadId,
      PartNumber: 2,
      CopySource: source,
      CopySourceRange: 'bytes=6-11',
    })
    expect(await call(cos, 'multipartList', { ...bucket, Prefix: 'dir/' })).toMatchObject({
      Upload: [{ UploadId, Key: object.Key }],
    })
    expect(await call(cos, 'multipartListPart', { ...object, UploadId, MaxParts: 1 })).toMatchObject({
      IsTruncated: 'true',
      NextPartNumberMarker: '1',
      Part: [{ PartNumber: '1', ETag: first.ETag, Size: '6' }],
    })
    const Parts = [
      { PartNumber: 1, ETag: first.ETag },
      { PartNumber: 2, ETag: second.ETag },
    ]
    const completed = await call(cos, 'multipartComplete', { ...object, UploadId, Parts })
    expect(completed.ETag).toMatch(/^"[0-9a-f]{32}-2"$/)
    expect(String((await call(cos, 'getObject', object)).Body)).toBe('first second')
    const aborted = await call(cos, 'multipartInit', object)
    await call(cos, 'multipartAbort', { ...object, UploadId: aborted.UploadId })
    expect(await call(cos, 'multipartList', bucket)).toMatchObject({ Upload: [] })
  })

  test('lists page by page, and by folder', async () => {
    const cos = client()
    for (const Key of ['a/1', 'a/2', 'b/1', 'c', 'd'])
      await call(cos, 'putObject', { ...bucket, Key, Body: Key })
    const first = await call(cos, 'getBucket', { ...bucket, Delimiter: '/', MaxKeys: 2 })
    expect(first).toMatchObject({
      IsTruncated: 'true',
      NextMarker: 'b/',
      CommonPrefixes: [{ Prefix: 'a/' }, { Prefix: 'b/' }],
      Contents: [],
    })
    const second = await call(cos, 'getBucket', { ...bucket, Delimiter: '/', Marker: first.NextMarker })
    expect(second).toMatchObject({ IsTruncated: 'false', Contents: [{ Key: 'c' }, { Key: 'd' }] })
    const folderOnly = await call(cos, 'getBucket', { ...bucket, Prefix: 'a/', EncodingType: 'url' })
    expect(folderOnly).toMatchObject({ Contents: [{ Key: 'a%2F1' }, { Key: 'a%2F2' }] })
    expect(await call(cos, 'listObjectVersions', bucket)).toMatchObject({ Versions: { length: 5 } })
    const objects = [{ Key: 'a/1' }, { Key: 'c' }]
    expect(await call(cos, 'deleteMultipleObject', { ...bucket, Objects: objects })).toMatchObject({
      Deleted: objects,
    })
    expect(await call(cos, 'getBucket', bucket)).toMatchObject({ Contents: { length: 3 } })
  })

  test('a configuration comes back as it was put, until it is deleted', async () => {
    const cos = client()
    const Tags = [{ Key: 'team', Value: 'a & b' }]
    await call(cos, 'putBucketTagging', { ...bucket, Tags })
    expect(await call(cos, 'getBucketTagging', bucket)).toMatchObject({ Tags })
    await call(cos, 'putObject', { ...object, Body: 'x' })
    expect(await call(cos, 'getObjectTagging', object)).toMatchObject({ Tags: [] })
    await call(cos, 'putObjectTagging', { ...object, Tags: [{ Key: 'a', Value: 'b' }] })
    expect(await call(cos, 'getObjectTagging', object)).toMatchObject({ Tags: [{ Key: 'a', Value: 'b' }] })
    expect(await call(cos, 'getBucketTagging', bucket)).toMatchObject({ Tags })
    await call(cos, 'deleteBucketTagging', bucket)
    expect(await call(cos, 'getBucketTagging', bucket)).toMatchObject({ Tags: [] })
    await call(cos, 'putBucketAcl', { ...bucket, ACL: 'public-read' })
    expect(await call(cos, 'getBucketAcl', bucket)).toMatchObject({ ACL: 'public-read', GrantRead: '' })
    const inventory = { ...bucket, Id: 'weekly', InventoryConfiguration: INVENTORY }
    await call(cos, 'putBucketInventory', inventory)
    expect(await call(cos, 'getBucketInventory', inventory)).toMatchObject({
      InventoryConfiguration: INVENTORY,
    })
    expect(await call(cos, 'listBucketInventory', bucket)).toMatchObject({
      InventoryConfigurations: [INVENTORY],
    })
  })

  test('a select streams the records and their statistics', async () => {
    const cos = client()
    await call(cos, 'putObject', { ...object, Body: 'name,size\nfirst,1\n' })
    const request = { Expression: 'SELECT *', ExpressionType: 'SQL' }
    const result = await call(cos, 'selectObjectContent', {
      ...object,
      SelectType: 2,
      SelectRequest: request,
    })
    expect(String(result.Payload)).toBe('name,size\nfirst,1\n')
    expect(result.Stats).toMatchObject({ BytesScanned: '18' })
  })

  test('streams give the object', async () => {
    const cos = client()
    await call(cos, 'putObject', { ...object, Body: 'name,size\nfirst,1\n' })
    const stream = cos.getObjectStream?.({ ...object }) as unknown as Readable
    expect(await readText(stream)).toBe('name,size\nfirst,1\n')
    if (!cos.selectObjectContentStream) return
    const select = {
      ...object,
      SelectType: 2,
      SelectRequest: { Expression: 'SELECT *', ExpressionType: 'SQL' },
    }
    const records = cos.selectObjectContentStream({ ...select }) as unknown as Readable
    expect(await readText(records)).toBe('name,size\nfirst,1\n')
  })

  test('deprecated names work too, with a callback', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {})
    const cos = client()
    await call(cos, 'putObject', { ...object, Body: 'x' })
    const { ACL, CORSRules } = {
      ACL: 'private',
      CORSRules: [{ AllowedOrigin: ['*'], AllowedMethod: ['GET'] }],
    }
    for (const [method, params] of [
      ['putBucketACL', { ...bucket, ACL }],
      ['getBucketACL', bucket],
      ['putObjectACL', { ...object, ACL }],
      ['getObjectACL', object],
      ['putBucketCORS', { ...bucket, CORSRules }],
      ['getBucketCORS', bucket],
      ['deleteBucketCORS', bucket],
    ] as const) {
      const legacy = cos[method] as unknown as (params: object, callback: (error: unknown) => void) => void
      expect(await new Promise((resolve) => legacy.call(cos, { ...params }, resolve)), method).toBeNull()
    }
  })

  test('methods that make several requests succeed', async () => {
    const cos = client()
    const body = randomBytes(2_500_000)
    const FilePath = join(folder, 'upload.bin')
    await writeFile(FilePath, body)
    const slices = { ...object, FilePath, SliceSize: 1_048_576, ChunkSize: 1_048_576 }
    expect(await call(cos, 'sliceUploadFile', slices)).toMatchObject({ statusCode: 200 })
    expect(sameBytes((await call(cos, 'getObject', object)).Body, body)).toBe(true)
    await call(cos, 'sliceCopyFile', {
      ...bucket,
      Key: 'copy',
      CopySource: source,
      CopySliceSize: 1_048_576,
      CopyChunkSize: 1_048_576,
    })
    expect(sameBytes((await call(cos, 'getObject', { ...bucket, Key: 'copy' })).Body, body)).toBe(true)
    if (cos.uploadFile) {
      await call(cos, 'uploadFile', { ...bucket, Key: 'single', FilePath, SliceSize: 1_048_576 })
      expect(sameBytes((await call(cos, 'getObject', { ...bucket, Key: 'single' })).Body, body)).toBe(true)
    }
    if (cos.uploadFiles) {
      const files = [
        { ...bucket, Key: 'small', FilePath },
        { ...bucket, Key: 'large', FilePath },
      ]
      await call(cos, 'uploadFiles', { files, SliceSize: 1_048_576 })
      expect(sameBytes((await call(cos, 'getObject', { ...bucket, Key: 'large' })).Body, body)).toBe(true)
    }
    if (cos.downloadFile) {
      const target = join(folder, 'download.bin')
      await call(cos, 'downloadFile', { ...object, FilePath: target, ChunkSize: 1_048_576 })
      expect(sameBytes(await readFile(target), body)).toBe(true)
    }
    await call(cos, 'multipartInit', object)
    await call(cos, 'abortUploadTask', { ...object, Level: 'file' })
    expect(await call(cos, 'multipartList', bucket)).toMatchObject({ Upload: [] })
  })
})

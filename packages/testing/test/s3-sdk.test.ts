import { Readable } from 'node:stream'
import * as S3 from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type IssuedExchange, startServer, type TestServer } from '../src/index.js'

const key = 'dir/ключ 文件 &<>"+%.txt'
const object = { Bucket: 'bucket', Key: key }

let server: TestServer
let client: S3.S3Client
beforeAll(async () => {
  server = await startServer({ vendor: 'aws' })
  client = new S3.S3Client({ ...server.s3Options(), maxAttempts: 1 })
})
afterAll(() => server.close())
beforeEach(() => server.clear())

const last = (): IssuedExchange => {
  const exchange = server.exchanges.at(-1)
  if (!exchange) throw new Error('nothing was received')
  return exchange
}
const put = (Body: string | Readable = 'content', Key = key) =>
  client.send(
    new S3.PutObjectCommand({ ...object, Key, Body, ContentType: 'text/plain', Metadata: { a: 'b' } }),
  )
const get = async (more = {}) => {
  const { Body, ...rest } = await client.send(new S3.GetObjectCommand({ ...object, ...more }))
  return { ...rest, text: await Body?.transformToString() }
}
const failure = (
  promise: Promise<unknown>,
): Promise<S3.S3ServiceException & { RequestId?: string; HostId?: string }> =>
  promise.then(
    () => {
      throw new Error('it did not fail')
    },
    (error) => error,
  )

describe('what client-s3 sends, and reads of the answer', () => {
  it('every answer has both ids, and each its own', async () => {
    const results = [await put(), await get(), await client.send(new S3.ListBucketsCommand())]
    for (const [i, { $metadata }] of results.entries()) {
      const { requestId, extendedRequestId, operation } = server.exchanges[i] as IssuedExchange
      expect($metadata, operation).toMatchObject({ requestId, extendedRequestId })
      expect(requestId).toMatch(/^[0-9A-V]{16}$/)
    }
    expect(new Set(server.exchanges.map(({ requestId }) => requestId)).size).toBe(3)
  })

  it('an error has them in its header and in its body', async () => {
    const error = await failure(get())
    const { requestId, extendedRequestId, statusCode, bodyRequestId } = last()
    expect(error).toMatchObject({ name: 'NoSuchKey', RequestId: requestId, HostId: extendedRequestId })
    expect(error.$metadata).toMatchObject({ requestId, extendedRequestId, httpStatusCode: statusCode })
    expect(bodyRequestId).toBe(requestId)
    const missing = await failure(client.send(new S3.HeadObjectCommand(object)))
    expect(missing).toMatchObject({ name: 'NotFound', $metadata: { requestId: last().requestId } })
  })

  it('objects: put, get, range, conditions, copy, delete', async () => {
    const { ETag = '' } = await put()
    expect(await get()).toMatchObject({
      text: 'content',
      ETag,
      ContentType: 'text/plain',
      Metadata: { a: 'b' },
    })
    expect(last()).toMatchObject({ operation: 'GetObject', bucket: 'bucket', key })
    expect(await get({ Range: 'bytes=1-3' })).toMatchObject({ text: 'ont', ContentRange: 'bytes 1-3/7' })
    expect((await failure(get({ IfNoneMatch: ETag }))).$metadata.httpStatusCode).toBe(304)
    expect((await failure(get({ IfMatch: '"other"' }))).name).toBe('PreconditionFailed')
    const CopySource = `bucket/${encodeURIComponent(key)}`
    const copy = await client.send(new S3.CopyObjectCommand({ ...object, Key: 'copy', CopySource }))
    expect(copy.CopyObjectResult?.ETag).toBe(ETag)
    expect((await get({ Key: 'copy' })).text).toBe('content')
    await client.send(new S3.DeleteObjectCommand(object))
    expect((await failure(get())).name).toBe('NoSuchKey')
  })

  it('a stream, which it sends in chunks', async () => {
    await client.send(
      new S3.PutObjectCommand({
        ...object,
        Body: Readable.from([Buffer.from('one'), Buffer.from('two')]),
        ContentLength: 6,
      }),
    )
    expect((await get()).text).toBe('onetwo')
  })

  it('listings, page by page', async () => {
    for (const Key of ['a/1', 'a/2', 'b']) await put('x', Key)
    const keys: unknown[] = []
    for await (const page of S3.paginateListObjectsV2({ client, pageSize: 2 }, { Bucket: 'bucket' })) {
      keys.push(page.Contents?.map(({ Key }) => Key))
    }
    expect(keys).toEqual([['a/1', 'a/2'], ['b']])
    const { CommonPrefixes } = await client.send(
      new S3.ListObjectsCommand({ Bucket: 'bucket', Delimiter: '/' }),
    )
    expect(CommonPrefixes).toEqual([{ Prefix: 'a/' }])
    const Objects = [{ Key: 'a/1' }, { Key: 'b' }]
    const { Deleted } = await client.send(
      new S3.DeleteObjectsCommand({ Bucket: 'bucket', Delete: { Objects } }),
    )
    expect(Deleted).toEqual(Objects)
  })

  it('uploads in parts', async () => {
    const body = Buffer.alloc(11 * 1024 * 1024, 'x')
    const result = await new Upload({ client, params: { ...object, Body: body } }).done()
    expect(result.ETag).toBeDefined()
    const { ContentLength } = await client.send(new S3.HeadObjectCommand(object))
    expect(ContentLength).toBe(body.length)
    const { UploadId } = await client.send(new S3.CreateMultipartUploadCommand(object))
    await client.send(new S3.UploadPartCommand({ ...object, UploadId, PartNumber: 1, Body: 'x' }))
    const { Parts } = await client.send(new S3.ListPartsCommand({ ...object, UploadId }))
    expect(Parts).toMatchObject([{ PartNumber: 1, Size: 1 }])
    const { Uploads } = await client.send(new S3.ListMultipartUploadsCommand({ Bucket: 'bucket' }))
    expect(Uploads).toMatchObject([{ Key: key, UploadId }])
    await client.send(new S3.AbortMultipartUploadCommand({ ...object, UploadId }))
    expect((await failure(client.send(new S3.ListPartsCommand({ ...object, UploadId })))).name).toBe(
      'NoSuchUpload',
    )
  })

  it('faults', async () => {
    server.inject({ status: 403, bodyRequestId: 'different' })
    const error = await failure(get())
    expect(error.$metadata.requestId).toBe(last().headerRequestId)
    expect(error.RequestId).toBe(last().bodyRequestId)
    expect(error.RequestId).not.toBe(last().headerRequestId)
    server.inject({ status: 503, requestIdHeader: false, bodyRequestId: false })
    const none = await failure(get())
    expect(none).toMatchObject({ name: 'SlowDown' })
    expect(none.$metadata.requestId).toBeUndefined()
    expect(last()).not.toHaveProperty('headerRequestId')
  })
})

import { Readable } from 'node:stream'
import * as S3 from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { captureExchanges, type Exchange, getRequestId, getRequestInfo } from '@requestid/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { type Ceph, installed, startCeph } from './ceph.js'
import { versions } from './versions.js'

type Outcome = Record<string, unknown>

/** The ids that were handed out, and those of every exchange. */
const handed: string[] = []
const recorded: string[] = []

describe.skipIf(!installed)('Ceph, a server that is used in earnest and checks signatures', () => {
  let ceph: Ceph
  beforeAll(async () => {
    ceph = await startCeph()
  }, 60_000)
  afterAll(() => ceph?.stop())

  const onExchange = ({ requestId, vendor }: Exchange) => {
    expect(vendor).toBe('ceph')
    recorded.push(String(requestId))
  }
  const client = (more = {}) => {
    const s3 = new S3.S3Client({ ...ceph.config, requestChecksumCalculation: 'WHEN_REQUIRED', ...more })
    return withRequestId(s3, { onExchange })
  }
  const object = { Bucket: 'bucket', Key: 'key' }
  const id = (outcome: object): string => {
    const { requestId } = outcome as Outcome
    expect(requestId).toMatch(/^tx[\da-f]{21}-/)
    expect(getRequestInfo(outcome)).toMatchObject({ vendor: 'ceph', requestId })
    handed.push(String(requestId))
    return String(requestId)
  }
  const failure = (promise: Promise<object>) =>
    promise.then(
      () => Promise.reject('no error'),
      (error) => error,
    )

  it('objects, in one request and in parts, and pages of them', async () => {
    const s3 = client()
    id(await s3.send(new S3.CreateBucketCommand({ Bucket: 'bucket' })))
    id(await s3.send(new S3.PutObjectCommand({ ...object, Body: 'content' })))
    const Body = Readable.from([Buffer.from('one'), Buffer.from('two')])
    id(await s3.send(new S3.PutObjectCommand({ ...object, Key: 'stream', Body, ContentLength: 6 })))
    const got = await s3.send(new S3.GetObjectCommand(object))
    expect(await got.Body?.transformToString()).toBe('content')
    id(got)
    id(await s3.send(new S3.CopyObjectCommand({ ...object, Key: 'copy', CopySource: 'bucket/key' })))
    const params = { ...object, Key: 'big', Body: Buffer.alloc(11 * 1024 * 1024) }
    const { value, exchanges } = await captureExchanges(() => new Upload({ client: s3, params }).done())
    expect(exchanges.at(-1)?.requestId).toBe(getRequestId(value))
    handed.push(...exchanges.map(({ requestId = '' }) => requestId))
    for await (const page of S3.paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket: 'bucket' }))
      id(page)
  })

  it('errors', async () => {
    const s3 = client()
    id(await failure(s3.send(new S3.GetObjectCommand({ ...object, Key: 'missing' }))))
    id(await failure(s3.send(new S3.HeadObjectCommand({ ...object, Key: 'missing' }))))
    const { ETag = '' } = await s3.send(new S3.HeadObjectCommand(object))
    id(await failure(s3.send(new S3.GetObjectCommand({ ...object, IfNoneMatch: ETag }))))
    const credentials = { ...ceph.config.credentials, secretAccessKey: 'wrong' }
    const refused = await failure(client({ credentials }).send(new S3.GetObjectCommand(object)))
    expect(refused.name).toBe('SignatureDoesNotMatch')
    id(refused)
  })

  it('40 at once', async () => {
    const s3 = client()
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        s3.send(new S3.PutObjectCommand({ ...object, Key: `many/${i}`, Body: 'x' })),
      ),
    )
    expect(new Set(results.map(id)).size).toBe(40)
  })

  it.each(versions)('client-s3 %s', async (_, { S3Client, HeadObjectCommand, GetObjectCommand }) => {
    const s3 = withRequestId(new S3Client(ceph.config), { onExchange })
    id(await s3.send(new HeadObjectCommand(object)))
    id(await failure(s3.send(new GetObjectCommand({ ...object, Key: 'missing' }))))
  })

  it("all of them are in the server's own log, and no two are the same", async () => {
    const logged = await ceph.loggedIds()
    expect(handed.length).toBeGreaterThan(60)
    expect(handed.filter((id) => !logged.has(id))).toEqual([])
    expect(recorded.filter((id) => !logged.has(id))).toEqual([])
    expect(new Set(recorded).size).toBe(recorded.length)
  })
})

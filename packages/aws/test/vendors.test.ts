import { getRequestInfo } from '@requestid/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { versions } from './versions.js'
import { type AwsWire, type Reply, startAwsWire } from './wire.js'

let wire: AwsWire
beforeAll(async () => {
  wire = await startAwsWire()
})
afterAll(() => wire.close())

type Outcome = { requestId?: string; $metadata?: { requestId?: string | undefined } }

interface Row {
  vendor: string
  header: string
  headers?: Record<string, string>
  expected?: object
}

/** Each service's headers, as a client of S3 gets them. */
const rows: Row[] = [
  {
    vendor: 'aws',
    header: 'x-amz-request-id',
    headers: { 'x-amz-id-2': 'host', server: 'AmazonS3' },
    expected: { extendedRequestId: 'host' },
  },
  {
    vendor: 'alibaba-oss',
    header: 'x-oss-request-id',
    headers: { 'x-oss-ec': '0026-1' },
    expected: { ec: '0026-1' },
  },
  {
    vendor: 'tencent-cos',
    header: 'x-cos-request-id',
    headers: { 'x-cos-trace-id': 'trace' },
    expected: { traceId: 'trace' },
  },
  {
    vendor: 'volcengine-tos',
    header: 'x-tos-request-id',
    headers: { 'x-tos-id-2': 'second' },
    expected: { extendedRequestId: 'second' },
  },
  { vendor: 'huawei-obs', header: 'x-obs-request-id' },
  { vendor: 'huawei-obs', header: 'x-amz-request-id', headers: { server: 'OBS', 'x-amz-id-2': 'h' } },
  { vendor: 'baidu-bos', header: 'x-bce-request-id', headers: { 'x-amz-request-id': 'other' } },
  { vendor: 'qiniu-kodo', header: 'x-reqid' },
  { vendor: 'minio', header: 'x-amz-request-id', headers: { server: 'MinIO' } },
  { vendor: 'google-cloud-storage', header: 'x-guploader-uploadid', headers: { server: 'UploadServer' } },
  { vendor: 'cloudflare-r2', header: 'cf-ray', headers: { server: 'cloudflare' } },
  { vendor: 'aws', header: 'x-amz-request-id', headers: { server: 'cloudflare', 'cf-ray': 'of the proxy' } },
]

const error = (id: string) => `<Error><Code>NoSuchKey</Code><Message>m</Message>${id}</Error>`
const object = { Bucket: 'bucket', Key: 'key' }

describe.each(versions)('client-s3 %s', (_, { S3Client, GetObjectCommand, HeadObjectCommand }) => {
  const client = () => new S3Client({ ...wire.clientOptions(), forcePathStyle: true, maxAttempts: 1 })

  it.each(rows)('$vendor, $header', async ({ vendor, header, headers = {}, expected = {} }) => {
    const reply: Reply = { requestIdHeader: header, headers }
    const replies = [
      { ...reply, body: 'content' },
      { ...reply, status: 404 },
      { ...reply, status: 404, body: error('') },
      { ...reply, status: 404, body: error('<RequestId>of-the-body</RequestId>') },
    ]
    const calls = [GetObjectCommand, HeadObjectCommand, GetObjectCommand, GetObjectCommand]
    const lost = []
    for (const registered of [false, true]) {
      for (const [i, Command] of calls.entries()) {
        const s3 = client()
        if (registered) withRequestId(s3)
        wire.reply(replies[i] as Reply)
        const outcome: Outcome = await s3
          .send(new Command(object))
          .catch((error: unknown) => error as Outcome)
        const id = wire.exchanges[0]?.requestId
        if (!registered) {
          lost.push(outcome.$metadata?.requestId !== id)
          continue
        }
        expect(outcome.requestId).toBe(id)
        expect(getRequestInfo(outcome)).toMatchObject({ vendor, requestId: id, ...expected })
        const { exchanges } = getRequestInfo(outcome) ?? {}
        expect(exchanges).toMatchObject([{ vendor, requestId: id, ...expected }])
      }
    }
    // The plain SDK knows S3's header alone.
    if (header !== 'x-amz-request-id') expect(lost).toEqual([true, true, true, true])
  })
})

import type { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { startServer, type TestServer } from '@requestid/testing'
import { describeFuzz } from '../../../test/kit/fuzz.js'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'

const a = { Bucket: 'bucket', Key: 'a' }

/** Two attempts, at once. */
const retryStrategy = {
  acquireInitialRetryToken: async () => ({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
  async refreshRetryTokenForRetry(token: { getRetryCount(): number }, { errorType }: { errorType: string }) {
    if (errorType === 'CLIENT_ERROR' || token.getRetryCount()) throw new Error('enough')
    return { getRetryCount: () => 1, getRetryDelay: () => 0 }
  },
  recordSuccess() {},
}

describeFuzz<SDK, S3Client, TestServer>({
  name: 'client-s3',
  versions: versions.filter(([version], i) => i === 0 || version === '3.272.0'),
  start: () => startServer({ vendor: 'aws' }),
  createClient: (server, { S3Client }) => new S3Client({ ...server.s3Options(), retryStrategy } as never),
  withRequestId,
  fill: (s3, sdk) => s3.send(new sdk.PutObjectCommand({ ...a, Body: 'x'.repeat(200) })),
  destroy: (s3) => s3.destroy(),
  calls: {
    put: (s3, sdk) => s3.send(new sdk.PutObjectCommand({ ...a, Body: 'content' })),
    async get(s3, sdk) {
      const result = await s3.send(new sdk.GetObjectCommand(a))
      for await (const _ of result.Body as Readable);
      delete result.Body
      return result
    },
    head: (s3, sdk) => s3.send(new sdk.HeadObjectCommand(a)),
    delete: (s3, sdk) => s3.send(new sdk.DeleteObjectCommand(a)),
    list: (s3, sdk) => s3.send(new sdk.ListObjectsV2Command({ Bucket: 'bucket' })),
    copy: (s3, sdk) => s3.send(new sdk.CopyObjectCommand({ ...a, Key: 'b', CopySource: 'bucket/a' })),
    complete: (s3, sdk) => s3.send(new sdk.CompleteMultipartUploadCommand({ ...a, UploadId: 'u' })),
    callback: (s3, sdk) =>
      new Promise((resolve, reject) => {
        s3.send(new sdk.HeadObjectCommand(a), (error, data) => (error ? reject(error) : resolve(data)))
      }),
  },
  bodiless: ['head', 'delete', 'callback'],
  statuses: [200, 204, 304, 301, 400, 403, 404, 409, 500, 503],
  bodies: [
    '',
    '<Error></Error>',
    '<Error><Code>InternalError</Code></Error>',
    '<Error><Code>A</Code><RequestId>\u0007bad id</RequestId></Error>',
    '<html><body>Bad Gateway</body></html>',
    '{"RequestId":7}',
  ],
  headers: [false, 'x-oss-request-id', 'x-amzn-RequestId'],
  maxFaults: 4,
  runs: 120,
  bodyIds: (_issued, _fault, id) => [id, undefined],
})

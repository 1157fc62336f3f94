import type { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { requestIdPlugin, withRequestId } from '@requestid/aws'
import { releases } from '../../packages/aws/test/releases.js'
import { load, type SDK, versions } from '../../packages/aws/test/versions.js'
import type { Adapter } from './adapter.js'
import { describeBriefly } from './brief.js'
import { describeContract } from './contract.js'

function adapterOf(
  version: string,
  SDK: SDK,
  register: Adapter<S3Client>['withRequestId'],
): Adapter<S3Client> {
  const { S3Client, PutObjectCommand, GetObjectCommand, HeadObjectCommand } = SDK
  const bucket = { Bucket: 'bucket' }
  return {
    name: `client-s3 ${version}`,
    vendor: 'aws',
    requestIdHeader: 'x-amz-request-id',
    attempts: 3,
    settlesCutBodies: true,
    dropsPort: version === '3.0.0' || version === '3.272.0',
    shared: [S3Client.prototype, GetObjectCommand.prototype, SDK],
    createClient(server) {
      const client = new S3Client({
        ...server.s3Options(),
        ...(version !== '3.0.0' && { retryStrategy }),
        // Where `100 Continue` takes longer than this, at least a second, 3.600 never sends the body: its wait resolves
        // with undefined (@smithy/node-http-handler 3.3.3, dist-cjs/index.js:160). A busy machine needs longer.
        ...(version === '3.600.0' && { requestHandler: { requestTimeout: 60_000 } }),
      })
      if (version === '3.0.0') Object.assign(client.config.retryStrategy, { delayDecider: () => 1 })
      return client
    },
    withRequestId: register,
    put: (client, Key, Body) => client.send(new PutObjectCommand({ ...bucket, Key, Body })),
    // The content is read, as users do; a stream is nothing to compare.
    async get(client, Key) {
      const result = await client.send(new GetObjectCommand({ ...bucket, Key }))
      for await (const _ of result.Body as Readable);
      delete result.Body
      return result
    },
    head: (client, Key) => client.send(new HeadObjectCommand({ ...bucket, Key })),
    getMethod: 'send',
    getWithCallback: (client, Key, callback) =>
      client.send(new GetObjectCommand({ ...bucket, Key }), callback),
    // What else is in an error's body the SDK puts on the error.
    async ownRequestId(client, server) {
      const body = '<Error><Code>A</Code><Message>m</Message><requestId>own</requestId></Error>'
      server.inject({ status: 403, body })
      const failed = client.send(new GetObjectCommand({ ...bucket, Key: 'a' }))
      return failed.catch((error: object) => error)
    },
    throwing: (client) => client.send(undefined as never),
  }
}

/** Three attempts, at once; the SDK's own waits longer and longer, up to seconds. */
const retryStrategy = {
  acquireInitialRetryToken: async () => token(0),
  async refreshRetryTokenForRetry({ getRetryCount }: Token, { errorType }: { errorType: string }) {
    if (errorType === 'CLIENT_ERROR' || getRetryCount() === 2) throw new Error('enough')
    return token(getRetryCount() + 1)
  },
  recordSuccess() {},
}

type Token = ReturnType<typeof token>

function token(count: number) {
  return { getRetryCount: () => count, getRetryDelay: () => 1, getRetryCost: () => 0 }
}

const register = (client: S3Client, options = {}) => withRequestId(client, options)
for (const [version, sdk] of versions) describeContract(adapterOf(version, sdk, register))
for (const [version, sdk] of load(releases['@aws-sdk/client-s3'].brief)) {
  describeBriefly(adapterOf(version, sdk, register))
}

const [[newest = '', sdk] = []] = versions
const use = (client: S3Client, options = {}) => {
  client.middlewareStack.use(requestIdPlugin(options))
  return client
}
if (sdk) describeContract({ ...adapterOf(newest, sdk, use), name: `client-s3 ${newest}, by its stack` })

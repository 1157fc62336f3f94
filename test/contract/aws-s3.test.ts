import type { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { requestIdPlugin, withRequestId } from '@requestid/aws'
import { startServer, type TestServer } from '@requestid/testing'
import { releases } from '../../packages/aws/test/releases.js'
import { load, type SDK, versions } from '../../packages/aws/test/versions.js'
import type { Class, StorageAdapter } from './adapter.js'
import { describeBriefly } from './brief.js'
import { describeStorage } from './storage.js'

function adapterOf(
  version: string,
  SDK: SDK,
  register: StorageAdapter<S3Client>['withRequestId'],
): StorageAdapter<S3Client, TestServer> {
  const { S3Client, PutObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } = SDK
  const bucket = { Bucket: 'bucket' }
  const recent = version !== '3.0.0' && version !== '3.272.0'
  function create(server: TestServer, Client: Class<S3Client> = S3Client, requestHandler?: object) {
    const client = new Client({
      ...server.s3Options(),
      ...(version !== '3.0.0' && { retryStrategy }),
      // Where `100 Continue` takes longer than this, at least a second, 3.600 never sends the body: its wait resolves
      // with undefined (@smithy/node-http-handler 3.3.3, dist-cjs/index.js:160). A busy machine needs longer.
      ...(version === '3.600.0' && { requestHandler: { requestTimeout: 60_000 } }),
      ...(requestHandler && { requestHandler }),
    } as never)
    if (version === '3.0.0') Object.assign(client.config.retryStrategy, { delayDecider: () => 1 })
    return client
  }
  // The content is read, as users do; a stream is nothing to compare.
  async function get(client: S3Client, Key: string, options?: object) {
    const result = await client.send(new GetObjectCommand({ ...bucket, Key }), options)
    for await (const _ of result.Body as Readable);
    delete result.Body
    return result
  }
  return {
    name: `client-s3 ${version}`,
    vendor: 'aws',
    requestIdHeader: 'x-amz-request-id',
    attempts: 3,
    settlesCutBodies: true,
    dropsPort: !recent,
    laterWins: true,
    servesFrozen: true,
    shared: () => [S3Client.prototype, GetObjectCommand.prototype, SDK],
    start: () => startServer({ vendor: 'aws' }),
    Client: S3Client,
    createClient: create,
    withRequestId: register,
    example: 'new S3Client({ ... })',
    errorBody: (id) => `<Error><Code>A</Code><Message>m</Message><RequestId>${id}</RequestId></Error>`,
    put: (client, Key, Body) => client.send(new PutObjectCommand({ ...bucket, Key, Body })),
    get: (client, Key) => get(client, Key),
    callWithSignal: (client, Key, abortSignal) => get(client, Key, { abortSignal }),
    head: (client, Key) => client.send(new HeadObjectCommand({ ...bucket, Key })),
    methods: { send: (client, Key) => client.send(new HeadObjectCommand({ ...bucket, Key })) },
    list: (client, Prefix) => client.send(new ListObjectsV2Command({ ...bucket, Prefix })),
    refusing: (client) => client.send(new GetObjectCommand({} as never)),
    callWithCallback: (client, Key, callback) =>
      client.send(new GetObjectCommand({ ...bucket, Key }), callback),
    // What else is in an error's body the SDK puts on the error.
    async ownRequestId(client, server) {
      const body = '<Error><Code>A</Code><Message>m</Message><requestId>own</requestId></Error>'
      server.inject({ status: 403, body })
      const failed = client.send(new GetObjectCommand({ ...bucket, Key: 'a' }))
      return failed.catch((error: object) => error)
    },
    ...(recent && {
      impatient: (server: TestServer) =>
        create(server, S3Client, { requestTimeout: 100, socketTimeout: 100, throwOnRequestTimeout: true }),
    }),
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
for (const [version, sdk] of versions) describeStorage(adapterOf(version, sdk, register))
for (const [version, sdk] of load(releases['@aws-sdk/client-s3'].brief)) {
  describeBriefly(adapterOf(version, sdk, register))
}

const [[newest = '', sdk] = []] = versions
const use = (client: S3Client, options = {}) => {
  client.middlewareStack.use(requestIdPlugin(options))
  return client
}
if (sdk) {
  const { example: _, ...adapter } = adapterOf(newest, sdk, use)
  describeStorage({ ...adapter, name: `client-s3 ${newest}, by its stack` })
}

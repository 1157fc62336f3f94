import type { PassThrough } from 'node:stream'
import { withRequestId } from '@requestid/cos'
import { startServer, type TestServer } from '@requestid/testing'
import type COS from 'cos-nodejs-sdk-v5'
import { bucket, files } from '../../packages/cos/test/methods.js'
import { load, releases } from '../../packages/cos/test/releases.js'
import { type SDK as CosSDK, versions } from '../../packages/cos/test/versions.js'
import type { StorageAdapter } from './adapter.js'
import { describeBriefly } from './brief.js'
import { describeStorage } from './storage.js'

for (const SDK of versions) describeStorage(adapterOf(SDK))
for (const SDK of load(releases['cos-nodejs-sdk-v5'].brief)) describeBriefly(adapterOf(SDK))

function adapterOf(SDK: CosSDK): StorageAdapter<COS, TestServer> {
  const recent = !SDK.version.startsWith('2.9.')
  return {
    name: `cos-nodejs-sdk-v5 ${SDK.version}`,
    vendor: 'tencent-cos',
    requestIdHeader: 'x-cos-request-id',
    attempts: recent ? 4 : 2,
    settlesCutBodies: recent,
    shared: () => [SDK, SDK.prototype],
    start: () => startServer(),
    Client: SDK,
    createClient: (server, Client = SDK) =>
      new Client({ ...server.cosOptions(), UploadCheckContentMd5: false } as never),
    withRequestId,
    example: 'new COS({ ... })',
    errorBody: (id) => `<Error><Code>A</Code><Message>m</Message><RequestId>${id}</RequestId></Error>`,
    put: (client, Key, Body) => client.putObject({ ...bucket, Key, Body }),
    get: (client, Key) => client.getObject({ ...bucket, Key }),
    head: (client, Key) => client.headObject({ ...bucket, Key }),
    methods: {
      getObject: (client, Key) => client.getObject({ ...bucket, Key }),
      putObject: (client, Key) => client.putObject({ ...bucket, Key, Body: 'x' }),
    },
    list: (client, Prefix) => client.getBucket({ ...bucket, Prefix }),
    callWithCallback: (client, Key, callback) => client.getObject({ ...bucket, Key }, callback),
    callForStream: (client, Key) => client.getObjectStream({ ...bucket, Key }) as PassThrough,
    upload: (client, Key) => client.sliceUploadFile({ ...bucket, Key, FilePath: files.big }),
    impatient: (server) => new SDK({ ...server.cosOptions(), Timeout: 100 }),
    refusing: (client) => client.getObject({} as never),
    throwing: () => {
      const client = withRequestId(new SDK({}))
      return client.getObject({ ...bucket, Key: 'a' }, () => {})
    },
    ...(recent && {
      // JSON answers are merged into the result.
      ownRequestId(client: COS, server: TestServer) {
        server.inject({ status: 200, body: '{"requestId":"own"}' })
        return client.request({ ...bucket, Key: 'report', Method: 'GET' } as COS.RequestParams)
      },
      async uploadBatch(client: COS, keys: readonly string[]) {
        const items = keys.map((Key) => ({ ...bucket, Key, FilePath: files.small, Body: 'x' }))
        const result = await client.uploadFiles({ files: items as never })
        return {
          result,
          items: result.files.map(({ data, error, options }) => ({
            key: options.Key,
            outcome: error ?? data,
          })),
        }
      },
    }),
  }
}

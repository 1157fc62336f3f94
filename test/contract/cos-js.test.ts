// @vitest-environment jsdom
import { withRequestId } from '@requestid/cos'
import { startServer, type TestServer } from '@requestid/testing'
import type COS from 'cos-js-sdk-v5'
import { bucket } from '../../packages/cos/test/methods.js'
import { load, releases } from '../../packages/cos/test/releases.js'
import type { StorageAdapter } from './adapter.js'
import { describeBriefly } from './brief.js'
import { describeStorage } from './storage.js'

type SDK = typeof COS & { readonly version: string }

const { full, brief } = releases['cos-js-sdk-v5']
for (const SDK of load(full) as unknown as SDK[]) describeStorage(adapterOf(SDK))
for (const SDK of load(brief) as unknown as SDK[]) describeBriefly(adapterOf(SDK))

/** The browser's SDK over jsdom's XMLHttpRequest, which keeps the rules of CORS; in Chromium: test/browser. */
function adapterOf(SDK: SDK): StorageAdapter<COS, TestServer> {
  const recent = !SDK.version.startsWith('1.4.')
  const optionsOf = ({ host, cosOptions }: TestServer) => {
    const { SecretId, SecretKey, Protocol } = cosOptions()
    return { SecretId, SecretKey, Protocol, Domain: host }
  }
  const big = new Blob(['x'.repeat(2.5 * 1024 * 1024)])
  return {
    name: `cos-js-sdk-v5 ${SDK.version}`,
    vendor: 'tencent-cos',
    requestIdHeader: 'x-cos-request-id',
    errorCodes: { reset: 'ERR_NETWORK', refused: 'ERR_NETWORK', timeout: 'ETIMEDOUT' },
    attempts: recent ? 4 : 2,
    settlesCutBodies: true,
    shared: () => [SDK, SDK.prototype, XMLHttpRequest.prototype],
    start: () => startServer({ exposeHeaders: ['ETag', 'x-cos-request-id', 'x-cos-trace-id'] }),
    Client: SDK,
    createClient: (server, Client = SDK) => new Client(optionsOf(server) as never),
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
    upload: (client, Key) => client.sliceUploadFile({ ...bucket, Key, Body: big }),
    impatient: (server) => new SDK({ ...optionsOf(server), Timeout: 100 }),
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
    }),
    async uploadBatch(client: COS, keys: readonly string[]) {
      const items = keys.map((Key) => ({ ...bucket, Key, Body: new Blob(['content']) }))
      const result = await client.uploadFiles({ files: items as never })
      return {
        result,
        items: result.files.map(({ data, error, options }) => ({ key: options.Key, outcome: error ?? data })),
      }
    },
  }
}

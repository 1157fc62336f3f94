import { withRequestId } from '@requestid/cos'
import { startServer, type TestServer } from '@requestid/testing'
import type COS from 'cos-nodejs-sdk-v5'
import { expect, it } from 'vitest'
import { bucket, files } from '../../packages/cos/test/methods.js'
import { load, releases } from '../../packages/cos/test/releases.js'
import type { SDK as CosSDK } from '../../packages/cos/test/versions.js'
import { connect, miniProgram } from '../../packages/cos/test/wx-versions.js'
import type { StorageAdapter } from './adapter.js'
import { describeBriefly } from './brief.js'
import { failure } from './outcomes.js'
import { describeStorage } from './storage.js'

for (const SDK of miniProgram.versions) {
  const adapter = adapterOf(SDK)
  describePlain(adapter)
  describeStorage(adapter)
}
for (const SDK of load(releases['cos-wx-sdk-v5'].brief)) describeBriefly(adapterOf(SDK))

function adapterOf(SDK: CosSDK): StorageAdapter<COS, TestServer> {
  const recent = !SDK.version.startsWith('1.4.')
  let connected: TestServer | undefined
  return {
    name: `cos-wx-sdk-v5 ${SDK.version}`,
    vendor: 'tencent-cos',
    requestIdHeader: 'x-cos-request-id',
    attempts: recent ? 4 : 2,
    settlesCutBodies: true,
    errorCodes: { reset: 'ERR_CONNECTION_RESET', refused: 'ERR_CONNECTION_REFUSED', timeout: 'ETIMEDOUT' },
    shared: () => [SDK, SDK.prototype, Reflect.get(globalThis, 'wx')],
    start: () => startServer(),
    Client: SDK,
    createClient(server, Client = SDK) {
      if (server !== connected) connect(server)
      connected = server
      return new Client(server.cosOptions() as never)
    },
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
    impatient: (server) => new SDK({ ...server.cosOptions(), Timeout: 100 }),
    refusing: (client) => client.getObject({} as never),
    callWithCallback: (client, Key, callback) => client.getObject({ ...bucket, Key }, callback),
    upload: (client, Key) => client.sliceUploadFile({ ...bucket, Key, FilePath: files.big }),
    // One of them in parts, the others as forms.
    async uploadBatch(client: COS, keys: readonly string[]) {
      const items = keys.map((Key, i) => ({ ...bucket, Key, FilePath: i ? files.small : files.big }))
      const result = await client.uploadFiles({ files: items })
      return {
        result,
        items: result.files.map(({ data, error, options }) => ({ key: options.Key, outcome: error ?? data })),
      }
    },
    ...(recent && {
      // JSON answers are merged into the result; 1.4.6 takes them for XML.
      ownRequestId(client: COS, server: TestServer) {
        server.inject({ status: 200, body: '{"requestId":"own"}' })
        return client.request({ ...bucket, Key: 'report', Method: 'GET' } as COS.RequestParams)
      },
    }),
  }
}

/** The calls of the adapter do what the contract takes them to do. */
function describePlain(adapter: StorageAdapter<COS, TestServer>): void {
  it(`${adapter.name}: the plain SDK through the adapter`, async () => {
    await using server = await startServer()
    const cos = adapter.createClient(server)
    expect(await adapter.put(cos, 'a', 'x')).toMatchObject({ statusCode: 200 })
    expect(await adapter.get(cos, 'a')).toMatchObject({ Body: 'x' })
    expect(await failure(adapter.head(cos, 'missing'))).toMatchObject({ statusCode: 404 })
    if (adapter.ownRequestId) {
      expect(await adapter.ownRequestId(cos, server)).toMatchObject({ requestId: 'own' })
    }

    server.clear()
    server.inject({ status: 503, times: Number.POSITIVE_INFINITY })
    await failure(adapter.get(cos, 'a'))
    expect(server.exchanges).toHaveLength(adapter.attempts)

    server.clear()
    await adapter.put(cos, 'a', 'x'.repeat(1000))
    server.inject({ reset: 'mid-body', times: Number.POSITIVE_INFINITY }, { method: 'GET' })
    expect(await failure(adapter.get(cos, 'a'))).toMatchObject({ error: expect.stringContaining('fail') })

    server.clear()
    await adapter.upload?.(cos, 'big')
    expect(server.exchanges.filter(({ operation }) => operation === 'UploadPart')).toHaveLength(3)

    server.clear()
    server.inject({ status: 403 }, ({ key }) => key === 'refused')
    const batch = await adapter.uploadBatch?.(cos, ['one', 'refused', 'two'])
    expect(batch?.items).toMatchObject([
      { key: 'one', outcome: { statusCode: 200 } },
      { key: 'refused', outcome: { statusCode: 403 } },
      { key: 'two', outcome: { statusCode: 200 } },
    ])
  })
}

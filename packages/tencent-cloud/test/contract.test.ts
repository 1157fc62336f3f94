// The contract of a call. What the API answers besides plugin.test.ts holds.
import type { CallAdapter } from '../../../test/contract/adapter.js'
import { describeCall } from '../../../test/contract/call.js'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'
import { answerOf, clientOf, startTencent, type TencentWire } from './wire.js'

type Client = InstanceType<SDK['AbstractClient']>

const tencent = (version: string, sdk: SDK): CallAdapter<Client, TencentWire> => ({
  name: `tencentcloud-sdk-nodejs-common ${version}`,
  vendor: 'tencent-cloud',
  requestIdHeader: 'x-no-id',
  attempts: 1,
  settlesCutBodies: true,
  buffersBodies: true,
  idsInBodies: true,
  emptyIds: true,
  withRequestId,
  example: 'new CvmClient({ ... })',
  shared: () => [sdk.AbstractClient, sdk.AbstractClient.prototype],
  start: startTencent,
  Client: sdk.AbstractClient as never,
  createClient(server, Client) {
    const Base = (Client ?? sdk.AbstractClient) as SDK['AbstractClient']
    return new Base('', '2018-08-13', clientConfig(server))
  },
  call: (client, key) => client.request(key, {}),
  errorCodes: { reset: 'ECONNRESET', refused: 'ECONNREFUSED', timeout: 'ECONNABORTED' },
  impatient: (server) => new sdk.AbstractClient('', '2018-08-13', clientConfig(server, { reqTimeout: 0.1 })),
  callWithSignal: (client, key, signal) => client.request(key, {}, { signal: signal as never }),
  methods: { request: (client, key) => client.request(key, {}) },
  callWithCallback: (client, key, callback) => client.request(key, {}, callback as never).catch(() => {}),
  calls: [
    (client, key) => client.request(key, {}),
    (client, key) => client.requestOctetStream(key, Buffer.from('x')),
  ],
  errorBody: (RequestId) => answerOf({ Error: { Code: 'c', Message: 'm' }, RequestId }),
})

function clientConfig(server: TencentWire, profile?: object) {
  let config: unknown
  clientOf(
    server,
    class {
      constructor(given: never) {
        config = given
      }
    },
    profile,
  )
  return config as never
}

for (const [version, sdk] of versions) describeCall(tencent(version, sdk))

// The contract of a call, for the client of pop-core that has paths. What the others cannot see plugin.test.ts holds.
import type { CallAdapter, Class } from '../../../test/contract/adapter.js'
import { describeCall } from '../../../test/contract/call.js'
import { withRequestId } from '../src/index.js'
import { type PopCore, popCoreVersions, type ROA } from './versions.js'
import { type AlibabaWire, errorBody, roaOf, startAlibabaWire } from './wire.js'

const adapterOf = (version: string, sdk: PopCore): CallAdapter<ROA, AlibabaWire> => ({
  name: `@alicloud/pop-core ${version}`,
  vendor: 'alibaba-cloud',
  requestIdHeader: 'x-acs-request-id',
  attempts: 1,
  settlesCutBodies: true,
  shared: () => [sdk.ROAClient.prototype, sdk.ROAClient, sdk],
  start: startAlibabaWire,
  Client: sdk.ROAClient as Class<ROA>,
  createClient: (server, Client) => roaOf(sdk, server, Client as never),
  impatient: (server) => roaOf(sdk, server, undefined, { readTimeout: 100, connectTimeout: 5000 }),
  withRequestId,
  example: 'new RPCClient({ ... })',
  call: (client, key) => client.request('GET', `/${key}`),
  calls: [
    (client, key) => client.get(`/${key}`),
    (client, key) => client.put(`/${key}`, {}, 'content'),
    (client, key) => client.delete(`/${key}`),
  ],
  methods: { request: (client, key) => client.request('GET', `/${key}`) },
  ownRequestId(client, server) {
    server.inject({ status: 200, body: JSON.stringify({ requestId: 'own' }) })
    return client.get('/a')
  },
  refusing: (client) => client.request('GET', '/a', null as never),
  errorBody: (id) => errorBody(403, id),
})

for (const [version, sdk] of popCoreVersions) describeCall(adapterOf(version, sdk))

// The contract of a call, for the client of TOS. What it does with storage its own tests hold.
import type { Readable } from 'node:stream'
import type { CallAdapter } from '../../../test/contract/adapter.js'
import { describeCall } from '../../../test/contract/call.js'
import { withRequestId } from '../src/index.js'
import { type Client, type SDK, versions } from './versions.js'
import { createClient, errorBody, startTosWire, type TosWire } from './wire.js'

const get = (client: Client, key: string) => client.getObjectAcl({ key })

const adapterOf = (version: string, sdk: SDK): CallAdapter<Client, TosWire> => ({
  name: `@volcengine/tos-sdk ${version}`,
  vendor: 'volcengine-tos',
  requestIdHeader: 'x-tos-request-id',
  attempts: 2,
  settlesCutBodies: true,
  resultIds: 'own',
  shared: () => [sdk.TosClient.prototype, sdk],
  start: startTosWire,
  Client: sdk.TosClient as never,
  createClient: (server, Client = sdk.TosClient as never) => createClient(Client as never, server),
  withRequestId,
  example: 'new TosClient({ ... })',
  errorBody,
  call: get,
  calls: [
    get,
    (client, key) => client.headObject({ key }),
    (client, key) => client.putObject({ key, body: Buffer.from('content') }),
  ],
  callForStream: async (client, key) =>
    (await client.getObjectV2({ key, dataType: 'stream' })).data.content as unknown as Readable,
  refusing: (client) => client.headObject({ key: '' }),
})

for (const [version, sdk] of versions) describeCall(adapterOf(version, sdk))

// The contract of a call and of a storage, for the client of OBS. Uploads in parts end with strings: plugin.test.ts.
import type { Readable } from 'node:stream'
import type { StorageAdapter } from '../../../test/contract/adapter.js'
import { describeStorage } from '../../../test/contract/storage.js'
import { withRequestId } from '../src/index.js'
import { type Client, type Result, type SDK, versions } from './versions.js'
import { createClient, errorBody, type ObsWire, ready, startObsWire } from './wire.js'

const Bucket = 'bucket'

/** An object's calls, each after the client is ready. */
const called =
  (name: keyof Client, more: object = {}) =>
  async (client: Client, Key: string, Body?: string): Promise<Result> => {
    await ready()
    const method = client[name] as Client['putObject']
    return method.call(client, { Bucket, Key, ...(Body !== undefined && { Body }), ...more })
  }

async function contentOf(client: Client, key: string): Promise<Readable> {
  const result = await called('getObject', { SaveAsStream: true })(client, key)
  if (!result.InterfaceResult) throw result
  return result.InterfaceResult.Content as Readable
}

const adapterOf = (version: string, sdk: SDK): StorageAdapter<Client, ObsWire> => ({
  name: `esdk-obs-nodejs ${version}`,
  vendor: 'huawei-obs',
  requestIdHeader: 'x-obs-request-id',
  attempts: 1,
  settlesCutBodies: true,
  failuresAreResults: true,
  shared: () => [sdk.prototype as object, sdk],
  start: () => startObsWire(),
  Client: sdk as never,
  createClient: (server, Client = sdk as never) => createClient(Client as never, server),
  withRequestId: withRequestId as never,
  example: 'new ObsClient({ ... })',
  errorBody,
  put: called('putObject'),
  get: called('getObject'),
  head: called('getObjectMetadata'),
  list: async (client, Prefix) => {
    await ready()
    return client.listObjects({ Bucket, Prefix })
  },
  methods: { getObject: called('getObject'), GetObject: called('GetObject'), putObject: called('putObject') },
  callWithCallback: (client, Key, callback) =>
    void ready().then(() =>
      client.getObject({ Bucket, Key }, (error, result) =>
        (result?.CommonMsg.Status ?? 0) < 300 ? callback(error, result) : callback(result, undefined),
      ),
    ),
  callForStream: contentOf,
  refusing: async (client) => {
    await ready()
    return client.getObject({ Bucket })
  },
  throwing: (client) => client.putObject(undefined as never, () => {}),
})

for (const [version, sdk] of versions) describeStorage(adapterOf(version, sdk))

// The contract of a call, for a client of each generation. What they do with storage the other tests hold.
import { SubscriptionClient } from '@azure/arm-resources-subscriptions'
import type { ContainerClient } from '@azure/storage-blob'
import type { CallAdapter } from '../../../test/contract/adapter.js'
import { describeCall } from '../../../test/contract/call.js'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'
import { type AzureWire, containerOf, startAzureWire, subscriptionsOf } from './wire.js'

const common = {
  requestIdHeader: 'x-ms-request-id',
  vendor: 'azure',
  attempts: 2,
  settlesCutBodies: true,
  buffersBodies: true,
  start: startAzureWire,
  withRequestId,
  example: 'new BlobServiceClient(...)',
} as const

const tagsOf = (client: ContainerClient, key: string) => client.getBlobClient(key).getTags()

const blobs = (version: string, sdk: SDK): CallAdapter<ContainerClient, AzureWire> => ({
  ...common,
  name: `@azure/storage-blob ${version}`,
  shared: () => [sdk.ContainerClient.prototype, sdk.BlobClient.prototype, sdk],
  Client: sdk.ContainerClient,
  createClient: (server, Client) => containerOf(sdk, server, Client as never),
  call: tagsOf,
  calls: [
    tagsOf,
    (client, key) => client.getBlobClient(key).getProperties(),
    (client, key) => client.getBlockBlobClient(key).upload('content', 7),
    (client, key) => client.getBlockBlobClient(key).uploadData(Buffer.from('content')),
  ],
  methods: { deleteBlob: (client, key) => client.deleteBlob(key) },
  callWithSignal: (client, key, abortSignal) => client.getBlobClient(key).getTags({ abortSignal }),
  errorBody: (id) => `<Error><Code>A</Code><Message>m\nRequestId:${id}\nTime:t</Message></Error>`,
  resultIds: 'own',
})

const subscriptions: CallAdapter<SubscriptionClient, AzureWire> = {
  ...common,
  name: '@azure/arm-resources-subscriptions',
  shared: () => [SubscriptionClient.prototype],
  Client: SubscriptionClient as never,
  createClient: (server, Client) => subscriptionsOf(server, Client as never),
  call: (client, key) => client.subscriptions.get(key),
  callWithSignal: (client, key, abortSignal) => client.subscriptions.get(key, { abortSignal }),
  bareResults: true,
  resultIds: 'hidden',
}

for (const [version, sdk] of versions) describeCall(blobs(version, sdk))
describeCall(subscriptions)

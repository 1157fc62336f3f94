// The wire of test/kit for clients of Azure, and how its clients are made.
import { SubscriptionClient } from '@azure/arm-resources-subscriptions'
import { AzureNamedKeyCredential, TableClient } from '@azure/data-tables'
import { SecretClient } from '@azure/keyvault-secrets'
import type { ContainerClient } from '@azure/storage-blob'
import { startWire, type Wire } from '../../../test/kit/wire.js'
import type { SDK } from './versions.js'

export type AzureWire = Wire<string>

const xml = (body: string) => ({ status: 200, body })
const json = (body: object) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

export const entity = { PartitionKey: 'p', RowKey: 'r', a: 1 }
export const secret = { id: 'https://vault.vault.azure.net/secrets/a/1', value: 'v', attributes: {} }
const tags = '<Tags><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tags>'
const page = (next: string) =>
  `<EnumerationResults><Blobs><Blob><Name>a</Name><Properties/></Blob></Blobs><NextMarker>${next}</NextMarker></EnumerationResults>`

/** Answers as Storage, Tables, Key Vault and the Resource Manager do. */
export const startAzureWire = (): Promise<AzureWire> =>
  startWire({
    requestIdHeader: 'x-ms-request-id',
    headers: { 'content-type': 'application/xml' },
    clientOptions: (host) => `http://${host}`,
    answer({ method, path, query }) {
      if (query.get('comp') === 'tags') return xml(tags)
      if (query.get('comp') === 'list') return xml(page(query.get('marker') ? '' : 'next'))
      if (path.startsWith('/secrets')) return json(secret)
      if (path.startsWith('/subscriptions')) return json({ subscriptionId: path.replace(/.*\//, '') })
      if (path.startsWith('/table')) return json(entity)
      const status = { PUT: 201, DELETE: 202 }[method] ?? 200
      return {
        status,
        headers: { etag: '"e"' },
        ...(method === 'GET' && !query.has('restype') && { body: 'content' }),
      }
    },
    error: (status, id) =>
      `<?xml version="1.0"?><Error><Code>C${status}</Code><Message>m${id ? `\nRequestId:${id}\nTime:2026-11-30T00:00:00Z` : ''}</Message></Error>`,
  })

const KEY = Buffer.from('secret').toString('base64')

/** Two attempts, at once. */
export const serviceOf = (sdk: SDK, server: AzureWire, maxTries = 2) => {
  const credential = new sdk.StorageSharedKeyCredential('account', KEY)
  const retryOptions = { maxTries, retryDelayInMs: 1, maxRetryDelayInMs: 2 }
  return new sdk.BlobServiceClient(`${server.clientOptions()}/account`, credential, { retryOptions })
}

export const containerOf = (
  sdk: SDK,
  server: AzureWire,
  Client: typeof ContainerClient = sdk.ContainerClient,
  maxTries = 2,
) => {
  const pipeline = sdk.newPipeline(new sdk.StorageSharedKeyCredential('account', KEY), {
    retryOptions: { maxTries, retryDelayInMs: 1, maxRetryDelayInMs: 2 },
  })
  return new Client(`${server.clientOptions()}/account/container`, pipeline)
}

const options = {
  allowInsecureConnection: true,
  retryOptions: { maxRetries: 1, retryDelayInMs: 1, maxRetryDelayInMs: 2 },
}

export const tableOf = (server: AzureWire, Client = TableClient) =>
  new Client(server.clientOptions(), 'table', new AzureNamedKeyCredential('account', KEY), options)

const credential = { getToken: async () => ({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) }

export const secretsOf = (server: AzureWire, Client = SecretClient) =>
  new Client(server.clientOptions(), credential, { ...options, disableChallengeResourceVerification: true })

export const subscriptionsOf = (server: AzureWire, Client = SubscriptionClient) => {
  const client = new Client(credential, { ...options, endpoint: server.clientOptions() })
  // Which wants TLS.
  client.pipeline.removePolicy({ name: 'bearerTokenAuthenticationPolicy' })
  return client
}

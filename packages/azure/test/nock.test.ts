import { AzureNamedKeyCredential, TableClient } from '@azure/data-tables'
import { SecretClient } from '@azure/keyvault-secrets'
import { getRequestInfo } from '@requestid/core'
import { describe, expect, it } from 'vitest'
import { describeNock, useNock } from '../../../test/kit/nock.js'
import { withRequestId } from '../src/index.js'
import { type SDK, versions } from './versions.js'

const requestId = '7f8a2b1c-001e-0043-2f3d-5a6b7c000000'
const headers = { 'x-ms-request-id': requestId, server: 'Windows-Azure-Blob/1.0 Microsoft-HTTPAPI/2.0' }
const key = Buffer.from('key').toString('base64')

const blobOf = (sdk: SDK) => {
  const credential = new sdk.StorageSharedKeyCredential('account', key)
  const retryOptions = { maxTries: 1 }
  const service = withRequestId(
    new sdk.BlobServiceClient('https://account.blob.core.windows.net', credential, { retryOptions }),
  )
  return service.getContainerClient('container').getBlobClient('dir/key')
}

describeNock({
  name: '@azure/storage-blob',
  versions,
  host: 'account.blob.core.windows.net',
  path: '/container/dir/key',
  headers,
  exchange: { vendor: 'azure-blob' },
  method: 'PUT',
  send: (sdk) => blobOf(sdk).setHTTPHeaders(),
  get: (sdk) => blobOf(sdk).download(),
  missing: {
    body: `<?xml version="1.0"?><Error><Code>BlobNotFound</Code><Message>m\nRequestId:${requestId}</Message></Error>`,
    error: { statusCode: 404 },
    info: { vendor: 'azure-blob', operation: 'download' },
  },
})

describe('the other services, by their real host names', () => {
  const nock = useNock()

  it('Key Vault, which first asks for a token', async () => {
    const id = 'bf44f61b-0001-4d2e-9f8c-48639c1b2a3c'
    const vault = 'https://vault.vault.azure.net'
    const credential = { getToken: async () => ({ token: 't', expiresOnTimestamp: Date.now() + 3_600_000 }) }
    const client = withRequestId(new SecretClient(vault, credential))
    nock(vault).get('/secrets/a/').query(true).reply(401, '', {
      'x-ms-request-id': 'challenge',
      'www-authenticate':
        'Bearer authorization="https://login.microsoftonline.com/t", resource="https://vault.azure.net"',
    })
    nock(vault)
      .get('/secrets/a/')
      .query(true)
      .reply(200, { id: `${vault}/secrets/a/1`, value: 'v', attributes: {} }, { 'x-ms-request-id': id })
    const secret = await client.getSecret('a')
    expect(secret).toMatchObject({ value: 'v', requestId: id })
    expect(getRequestInfo(secret)).toMatchObject({
      vendor: 'azure',
      exchanges: [
        { statusCode: 401, requestId: 'challenge' },
        { statusCode: 200, requestId: id },
      ],
    })
  })

  it('Tables, whose answers name Storage', async () => {
    const url = 'https://account.table.core.windows.net'
    const client = withRequestId(new TableClient(url, 'table', new AzureNamedKeyCredential('account', key)))
    nock(url)
      .get("/table(PartitionKey='p',RowKey='r')")
      .reply(200, { PartitionKey: 'p', RowKey: 'r' }, { ...headers, server: 'Windows-Azure-Table/1.0' })
    const entity = await client.getEntity('p', 'r')
    expect(getRequestInfo(entity)).toMatchObject({ vendor: 'azure-blob', requestId, operation: 'getEntity' })
  })
})

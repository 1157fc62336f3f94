// What the types of a registered client say.
import { SubscriptionClient } from '@azure/arm-resources-subscriptions'
import { TableClient } from '@azure/data-tables'
import { SecretClient } from '@azure/keyvault-secrets'
import { BlobServiceClient, BlockBlobClient, type ContainerClient } from '@azure/storage-blob'
import { type Client, getClient } from '@azure-rest/core-client'
import { expectTypeOf, it } from 'vitest'
import { withRequestId } from '../src/index.js'

const url = 'https://account.blob.core.windows.net'
const credential = { getToken: async () => null }
type Id = string | undefined

it('results have requestId, and each client is still the SDK’s', () => {
  const use = async () => {
    const service = withRequestId(new BlobServiceClient(url))
    expectTypeOf(service).toExtend<BlobServiceClient>()
    expectTypeOf(service.getContainerClient('a')).toExtend<ContainerClient>()
    expectTypeOf((await service.getProperties()).requestId).toEqualTypeOf<Id>()
    // The SDK’s own types have it, of clients that a client makes too.
    expectTypeOf((await service.getContainerClient('a').create()).requestId).toEqualTypeOf<Id>()
    const blob = withRequestId(new BlockBlobClient(url))
    expectTypeOf((await blob.download()).requestId).toEqualTypeOf<Id>()
    expectTypeOf((await blob.downloadToBuffer()).requestId).toEqualTypeOf<Id>()
    const named = withRequestId(new SecretClient(url, credential), { property: 'cloudRequestId' })
    expectTypeOf((await named.getSecret('a')).cloudRequestId).toEqualTypeOf<Id>()
    // @ts-expect-error: it has the other name
    ;(await named.getSecret('a')).requestId
    expectTypeOf(await blob.exists()).toEqualTypeOf<boolean>()
    const secrets = withRequestId(new SecretClient(url, credential))
    expectTypeOf((await secrets.getSecret('a')).requestId).toEqualTypeOf<Id>()
    expectTypeOf((await secrets.getSecret('a')).value).toEqualTypeOf<Id>()
    const table = withRequestId(new TableClient(url, 'table'))
    expectTypeOf((await table.deleteEntity('p', 'r')).requestId).toEqualTypeOf<Id>()
    expectTypeOf(withRequestId(getClient(url))).toExtend<Client>()
    expectTypeOf(withRequestId(new SubscriptionClient(credential))).toExtend<SubscriptionClient>()
    // @ts-expect-error: a name is a string
    secrets.getSecret(1)
  }
  expectTypeOf(use).returns.resolves.toBeVoid()
})

it('what is no client does not compile', () => {
  const refused = () => {
    // @ts-expect-error: got a class
    withRequestId(BlobServiceClient)
    // @ts-expect-error: got no client
    withRequestId({ accountName: 'account' })
    // @ts-expect-error: got a client of another SDK
    withRequestId({ signatureUrl: () => '' })
    // @ts-expect-error: got a promise
    withRequestId(Promise.resolve(new BlobServiceClient(url)))
  }
  expectTypeOf(refused).toBeFunction()
})

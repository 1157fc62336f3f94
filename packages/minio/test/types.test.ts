// What the types of a registered client say.
import { type BucketItemStat, Client } from 'minio'
import { expectTypeOf, it } from 'vitest'
import { withRequestId } from '../src/index.js'

const create = () => new Client({ endPoint: '127.0.0.1', accessKey: 'id', secretKey: 'key' })

it('results, streams and callbacks have requestId, and the client is still the SDK’s', () => {
  const client = withRequestId(create())
  expectTypeOf(client).toExtend<Client>()
  const use = async () => {
    const stat = await client.statObject('bucket', 'key')
    expectTypeOf(stat).toExtend<BucketItemStat>()
    expectTypeOf(stat.requestId).toEqualTypeOf<string | undefined>()
    expectTypeOf((await client.putObject('bucket', 'key', 'x')).requestId).toEqualTypeOf<string | undefined>()
    expectTypeOf((await client.getObject('bucket', 'key')).requestId).toEqualTypeOf<string | undefined>()
    expectTypeOf((await client.listBuckets()).requestId).toEqualTypeOf<string | undefined>()
    expectTypeOf(client.listObjectsV2('bucket').requestId).toEqualTypeOf<string | undefined>()
    expectTypeOf(await client.bucketExists('bucket')).toEqualTypeOf<boolean>()
    expectTypeOf(await client.presignedUrl('GET', 'bucket', 'key')).toEqualTypeOf<string>()
    client.removeBucket('bucket', (error) => expectTypeOf(error).toExtend<unknown>())
    // @ts-expect-error: a bucket is a string
    client.statObject(1, 'key')
  }
  expectTypeOf(use).returns.resolves.toBeVoid()
})

it('what is no client does not compile', () => {
  const refused = () => {
    // @ts-expect-error: got a class
    withRequestId(Client)
    // @ts-expect-error: got no client
    withRequestId({ endPoint: '127.0.0.1' })
    // @ts-expect-error: got a client of another SDK
    withRequestId({ signatureUrl: () => '' })
    // @ts-expect-error: got a promise
    withRequestId(Promise.resolve(create()))
  }
  expectTypeOf(refused).toBeFunction()
})

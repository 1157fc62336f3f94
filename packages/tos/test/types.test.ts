// What the types of a registered client say.
import { TosClient } from '@volcengine/tos-sdk'
import { expectTypeOf, it } from 'vitest'
import { withRequestId } from '../src/index.js'

const create = () => new TosClient({ accessKeyId: 'id', accessKeySecret: 'key', region: 'cn-beijing' })

it('results have requestId, and the client is still the SDK’s', () => {
  const use = async () => {
    const client = withRequestId(create())
    expectTypeOf(client).toExtend<TosClient>()
    expectTypeOf((await client.headObject('key')).requestId).toExtend<string | undefined>()
    expectTypeOf((await client.getObjectV2('key')).data.content).toExtend<NodeJS.ReadableStream>()
    expectTypeOf(client.getPreSignedUrl('key')).toEqualTypeOf<string>()
    const named = withRequestId(create(), { property: 'cloudRequestId' })
    expectTypeOf((await named.headObject('key')).cloudRequestId).toEqualTypeOf<string | undefined>()
    // @ts-expect-error: a key is a string
    client.headObject(1)
  }
  expectTypeOf(use).returns.resolves.toBeVoid()
})

it('what is no client does not compile', () => {
  const refused = () => {
    // @ts-expect-error: got a class
    withRequestId(TosClient)
    // @ts-expect-error: got no client
    withRequestId({ region: 'cn-beijing' })
    // @ts-expect-error: got a client of another SDK
    withRequestId({ signatureUrl: () => '' })
  }
  expectTypeOf(refused).toBeFunction()
})

// What the types of a registered client say. The SDK has none: a client is `any`, or has types of the user's.
import { expectTypeOf, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import type { Client, Result } from './versions.js'

it('the results of a client with types have requestId', () => {
  const use = async (client: Client) => {
    const obs = withRequestId(client)
    expectTypeOf(obs).toExtend<Client>()
    const result = await obs.getObject({ Bucket: 'bucket', Key: 'key' })
    expectTypeOf(result).toExtend<Result>()
    expectTypeOf(result.requestId).toEqualTypeOf<string | undefined>()
    expectTypeOf(obs.createSignedUrlSync({}).SignedUrl).toEqualTypeOf<string>()
    const named = await withRequestId(client, { property: 'cloudRequestId' }).getObject({})
    expectTypeOf(named.cloudRequestId).toEqualTypeOf<string | undefined>()
  }
  expectTypeOf(use).returns.resolves.toBeVoid()
})

it('one without types is taken, and what is certainly no client does not compile', () => {
  // biome-ignore lint/suspicious/noExplicitAny: that is what the SDK gives.
  const refused = (client: any) => {
    expectTypeOf(withRequestId(client).getObject).toBeAny()
    // @ts-expect-error: got no client
    withRequestId({ server: 'obs.cn-north-4.myhuaweicloud.com' })
    // @ts-expect-error: got a client of another SDK
    withRequestId({ signatureUrl: () => '' })
    // @ts-expect-error: got a promise
    withRequestId(Promise.resolve({}))
  }
  expectTypeOf(refused).toBeFunction()
})

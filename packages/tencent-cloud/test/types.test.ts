// What the types of a registered client say.
import { sts } from 'tencentcloud-sdk-nodejs-sts'
import { expectTypeOf, it } from 'vitest'
import { withRequestId } from '../src/index.js'

const { Client } = sts.v20180813

it('results have requestId, and the client is still the SDK’s', () => {
  const use = async () => {
    const client = withRequestId(new Client({ credential: {}, region: 'ap-beijing' }))
    expectTypeOf(client).toExtend<InstanceType<typeof Client>>()
    const result = await client.GetCallerIdentity()
    expectTypeOf(result.requestId).toEqualTypeOf<string | undefined>()
    expectTypeOf(result.RequestId).toEqualTypeOf<string | undefined>()
    // @ts-expect-error: no such member
    result.requestid
  }
  expectTypeOf(use).returns.resolves.toBeVoid()
})

it('what is no client does not compile', () => {
  const refused = () => {
    // @ts-expect-error: got a class
    withRequestId(Client)
    // @ts-expect-error: got no client
    withRequestId({ credential: {} })
    // @ts-expect-error: got a client of another SDK
    withRequestId({ signatureUrl: () => '' })
  }
  expectTypeOf(refused).toBeFunction()
})

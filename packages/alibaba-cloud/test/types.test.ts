// What the types of a registered client say.
import OpenApi from '@alicloud/openapi-core'
import RPCClient from '@alicloud/pop-core'
import type Sts from '@alicloud/sts20150401'
import type { AssumeRoleRequest, GetCallerIdentityResponseBody } from '@alicloud/sts20150401'
import { expectTypeOf, it } from 'vitest'
import { withRequestId } from '../src/index.js'

type Id = string | undefined

it('results have requestId, and each client is still the SDK’s', () => {
  const use = async (sts: Sts, rpc: RPCClient, request: AssumeRoleRequest) => {
    const client = withRequestId(sts)
    expectTypeOf(client).toExtend<Sts>()
    const result = await client.getCallerIdentity()
    expectTypeOf(result.requestId).toEqualTypeOf<Id>()
    expectTypeOf(result.body).toEqualTypeOf<GetCallerIdentityResponseBody | undefined>()
    expectTypeOf((await client.assumeRole(request)).requestId).toEqualTypeOf<Id>()
    const named = withRequestId(sts, { property: 'cloudRequestId' })
    expectTypeOf((await named.getCallerIdentity()).cloudRequestId).toEqualTypeOf<Id>()
    // @ts-expect-error: a request is an object
    client.assumeRole(1)
    const popCore = withRequestId(rpc)
    expectTypeOf(popCore).toExtend<RPCClient>()
    expectTypeOf(
      (await popCore.request<{ RequestId: string; requestId?: string }>('A', {})).requestId,
    ).toEqualTypeOf<Id>()
  }
  expectTypeOf(use).returns.resolves.toBeVoid()
})

it('what is no client does not compile', () => {
  const refused = () => {
    // @ts-expect-error: got a class
    withRequestId(RPCClient)
    // @ts-expect-error: got a class
    withRequestId(OpenApi)
    // @ts-expect-error: got no client
    withRequestId({ endpoint: 'sts.aliyuncs.com' })
    // @ts-expect-error: got a client of another SDK
    withRequestId({ signatureUrl: () => '' })
  }
  expectTypeOf(refused).toBeFunction()
})

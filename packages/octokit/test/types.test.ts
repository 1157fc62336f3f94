// What the types of a registered Octokit say.
import { Octokit as Core } from '@octokit/core'
import { Octokit as Rest } from '@octokit/rest'
import { Octokit } from 'octokit'
import { expectTypeOf, it } from 'vitest'
import { withRequestId } from '../src/index.js'

type Id = string | undefined

it('each client is still the SDK’s, and what the methods of rest give has requestId', () => {
  const use = async () => {
    expectTypeOf(withRequestId(new Core())).toExtend<Core>()
    expectTypeOf(withRequestId(new Rest())).toExtend<Rest>()
    const octokit = withRequestId(new Octokit())
    expectTypeOf(octokit).toExtend<Octokit>()
    const response = await octokit.rest.repos.get({ owner: 'a', repo: 'b' })
    expectTypeOf(response.requestId).toEqualTypeOf<Id>()
    expectTypeOf(response.data.full_name).toEqualTypeOf<string>()
    const renamed = withRequestId(new Octokit(), { property: 'cloudRequestId' })
    expectTypeOf((await renamed.rest.users.getAuthenticated()).cloudRequestId).toEqualTypeOf<Id>()
    // What takes a method still does.
    const issues = await octokit.paginate(octokit.rest.issues.listForRepo, { owner: 'a', repo: 'b' })
    expectTypeOf(issues[0]?.title).toEqualTypeOf<string | undefined>()
    const { endpoint } = octokit.rest.repos.get
    expectTypeOf(endpoint({ owner: 'a', repo: 'b' }).url).toEqualTypeOf<string>()
    // @ts-expect-error: no such member
    response.requestid
  }
  expectTypeOf(use).returns.resolves.toBeVoid()
})

it('what is no client does not compile', () => {
  const refused = () => {
    // @ts-expect-error: got a class
    withRequestId(Octokit)
    // @ts-expect-error: got no client
    withRequestId({ auth: 'token' })
    // @ts-expect-error: got a client of another SDK
    withRequestId({ signatureUrl: () => '' })
  }
  expectTypeOf(refused).toBeFunction()
})

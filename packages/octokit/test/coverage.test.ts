// Every method of `rest`: the kind of its outcome is that of the plain SDK, and its id is the server's.
import { Octokit } from '@octokit/rest'
import { getRequestId } from '@requestid/core'
import { expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'

const log = { debug() {}, info() {}, warn() {}, error() {} }
type Method = (parameters: object) => Promise<unknown>

/** In the place of the network, which would take most of the time. */
function createFetch(status: number) {
  const issued: string[] = []
  const fetch = async () => {
    const id = `ID${issued.length + 1}`
    issued.push(id)
    const headers = { 'content-type': 'application/json', 'x-github-request-id': id }
    return new Response(status === 204 ? null : '{"message":"m"}', { status, headers })
  }
  return { issued, fetch }
}

const kindOf = (outcome: unknown) => [
  Object(outcome).constructor.name,
  Object(outcome).message,
  Object.keys(Object(outcome)).filter((key) => key !== 'requestId'),
]

it.each([200, 204, 403])('every method, answered with %i', async (status) => {
  const observed = []
  for (const register of [false, true]) {
    const { issued, fetch } = createFetch(status)
    const client = new Octokit({ log, request: { fetch } })
    if (register) withRequestId(client)
    const seen: { name: string; kind: unknown; id: unknown; truth: unknown }[] = []
    for (const [scope, methods] of Object.entries(client.rest))
      for (const [name, method] of Object.entries(methods)) {
        issued.length = 0
        const outcome = await (method as Method)({ owner: 'a', repo: 'b' }).catch((error: unknown) => error)
        const id = register ? (outcome as { requestId?: string }).requestId : getRequestId(outcome)
        seen.push({ name: `${scope}.${name}`, kind: kindOf(outcome), id, truth: issued.at(-1) })
      }
    observed.push(seen)
  }
  const [plain = [], registered = []] = observed
  expect(registered.map(({ name, kind }) => [name, kind])).toEqual(
    plain.map(({ name, kind }) => [name, kind]),
  )
  // One that is not sent is refused for its parameters.
  const sent = registered.filter(({ truth }) => truth)
  expect(sent.filter(({ id, truth }) => id !== truth)).toEqual([])
  expect(sent.length).toBeGreaterThan(900)
  console.log(`${sent.length} of ${registered.length} methods are sent and have the id`)
})

// Every method of every resource: the kind of its outcome is that of the plain SDK, and its id is the server's.
import { getRequestId } from '@requestid/core'
import { describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { methodsOf, others } from './methods.js'
import { anthropicVersions, openaiVersions } from './versions.js'

type Fetch = (url: string, init: { method: string }) => Promise<Response>

const answered = {
  id: 'x',
  type: 'any',
  data: [],
  status: 'completed',
  processing_status: 'ended',
  results_url: '/x',
}

/** In the place of the network, which would take most of the time. */
function createFetch(header: string, status: number) {
  const issued: string[] = []
  const fetch: Fetch = async () => {
    const id = `ID${issued.length + 1}`
    issued.push(id)
    const body = JSON.stringify(status === 200 ? answered : { error: { message: 'm' } })
    return new Response(body, { status, headers: { 'content-type': 'application/json', [header]: id } })
  }
  return { issued, fetch }
}

/** The newest of each. */
const sdks = [
  ...openaiVersions.slice(0, 1).map(([version, { OpenAI }]) => ({
    name: `openai ${version}`,
    header: 'x-request-id',
    create: (fetch: Fetch) =>
      new OpenAI({ apiKey: 'k', adminAPIKey: 'k', fetch: fetch as never, maxRetries: 0 }),
  })),
  ...anthropicVersions.slice(0, 1).map(([version, { Anthropic }]) => ({
    name: `@anthropic-ai/sdk ${version}`,
    header: 'request-id',
    create: (fetch: Fetch) => new Anthropic({ apiKey: 'k', fetch: fetch as never, maxRetries: 0 }),
  })),
]

const kindOf = (outcome: unknown) =>
  typeof outcome === 'object' && outcome !== null
    ? [outcome.constructor.name, Object.keys(outcome).filter((key) => key !== 'requestId')]
    : outcome

describe.each(sdks)('$name', ({ header, create }) => {
  it('every outcome carries the true id', async () => {
    let outcomes = 0
    let plainIds = 0
    for (const status of [200, 403]) {
      const observed = []
      for (const plugin of [false, true]) {
        const { issued, fetch } = createFetch(header, status)
        const client = create(fetch)
        if (plugin) withRequestId(client)
        const seen: { name: string; kind: unknown; id: unknown; truth: unknown }[] = []
        for (const { name, call } of methodsOf(client)) {
          if (Object.values(others).some((pattern) => pattern.test(name))) continue
          issued.length = 0
          const outcome = await Promise.resolve()
            .then(call)
            .catch((error: unknown) => error)
          // A method that cannot be called in this way is one that is to be classified.
          expect.soft(issued.length, `${name}: ${outcome}`).toBeGreaterThan(0)
          const id = plugin ? (outcome as { requestId?: string } | null)?.requestId : getRequestId(outcome)
          seen.push({ name, kind: kindOf(outcome), id, truth: issued.at(-1) })
        }
        observed.push(seen)
      }
      const [plain = [], registered = []] = observed
      expect(registered.map(({ name, kind }) => [name, kind])).toEqual(
        plain.map(({ name, kind }) => [name, kind]),
      )
      for (const { name, id, truth } of registered) expect.soft(id, name).toBe(truth)
      outcomes += registered.length
      plainIds += plain.filter(({ id, truth }) => id === truth).length
    }
    console.log(`${outcomes} outcomes, ${plainIds} with an id that can be read without the plugin`)
    expect(outcomes).toBeGreaterThan(500)
  })
})

// Every method in all situations: its outcome is that of the plain SDK, and its id the server's.
import { getRequestId } from '@requestid/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { argumentsOf, methodsOf } from './methods.js'
import { type Client, versions } from './versions.js'
import { createClient, errorBody, startTosWire, type TosWire } from './wire.js'

let server: TosWire
beforeAll(async () => {
  server = await startTosWire()
})
afterAll(() => server.close())

const always = Number.POSITIVE_INFINITY
const situations: Readonly<Record<string, Parameters<TosWire['inject']>[0]>> = {
  'a success': { status: 200, body: '{}' },
  'an error': { status: 403, body: errorBody('{id}') },
  'id in the body alone': { status: 403, body: errorBody('{id}'), requestIdHeader: false },
}

type Outcome = readonly [way: string, value: unknown]

async function call(client: Client, name: string): Promise<Outcome> {
  const method = client[name as 'headObject'] as unknown as (...args: unknown[]) => Promise<unknown>
  // One throws at once where its input is wrong.
  return (async () => method.apply(client, argumentsOf(name)))().then(
    (result) => ['resolved', result],
    (error) => ['rejected', error],
  )
}

/** What the SDK gives, without ids, dates and requests, which change. */
const kindOf = ([way, value]: Outcome) =>
  JSON.stringify(
    [
      way,
      value instanceof Error
        ? [value.constructor.name, value.message, Object.keys(value).filter((key) => !/equestId$/.test(key))]
        : value,
    ],
    (key, member) => (/^(RequestId|date|requestId|x-tos-request-id)$/.test(key) ? undefined : member),
  )

describe.each(versions)('@volcengine/tos-sdk %s', (version, sdk) => {
  // Hundreds of methods: of the older release, where the plain SDK has no id.
  const isNewest = sdk === versions[0]?.[1]
  it.each(Object.entries(situations).slice(isNewest ? 0 : -1))(
    '%s, of each method',
    async (situation, fault) => {
      const clients = [0, 1].map(() => createClient(sdk.TosClient, server, { maxRetryCount: 0 })) as [
        Client,
        Client,
      ]
      const names = methodsOf(clients[0])
      const errors: unknown[] = []
      withRequestId(clients[1], { onError: (error) => errors.push(error) })
      const seen = { plain: 0, plugin: 0, outcomes: 0 }
      const unsent: string[] = []
      const differing: unknown[] = []
      for (const name of names) {
        server.clear()
        server.inject({ ...fault, times: always })
        const plain = await call(clients[0], name)
        const idOfPlain = server.exchanges.at(-1)?.requestId
        const outcome = await call(clients[1], name)
        if (kindOf(outcome) !== kindOf(plain)) differing.push([name, kindOf(outcome), kindOf(plain)])
        const [, value] = outcome
        const issued = server.exchanges.at(-1)
        if (!issued) unsent.push(name)
        if (!issued || typeof value !== 'object' || value === null) continue
        const { headerRequestId, bodyRequestId, method } = issued
        const id = headerRequestId ?? (method === 'HEAD' ? undefined : bodyRequestId)
        const { requestId } = value as { requestId?: string }
        if (getRequestId(value) !== id || requestId !== id) differing.push([name, requestId, id, value])
        seen.outcomes++
        if (requestId) seen.plugin++
        if (idOfPlain && (plain[1] as { requestId?: string }).requestId === idOfPlain) seen.plain++
      }
      expect(differing).toEqual([])
      expect(errors).toEqual([])
      expect(unsent).toEqual([])
      console.log(version, situation, seen)
    },
  )
})

// Every method in both forms and in all situations: its outcome is that of the plain SDK, and its id the server's.
import { getRequestId } from '@requestid/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { methodsOf, param, silent } from './methods.js'
import { type Client, ends } from './versions.js'
import { createClient, errorBody, type ObsWire, ready, startObsWire } from './wire.js'

let server: ObsWire
beforeAll(async () => {
  server = await startObsWire()
})
afterAll(() => server.close())

const always = Number.POSITIVE_INFINITY
const situations: Readonly<Record<string, Parameters<ObsWire['inject']>[0]>> = {
  'a success': { status: 200, body: '' },
  'an error': { status: 403, body: errorBody('{id}') },
  'id in the headers alone': { status: 404, body: '' },
  'id in the body alone': { status: 403, body: errorBody('{id}'), requestIdHeader: false },
  'an answer of another kind': { status: 200, body: '<other' },
}

type Outcome = readonly [way: string, ...values: unknown[]]
type Call = (client: Client, name: string) => Promise<Outcome>

const methodOf = (client: Client, name: string) => client[name as 'putObject'].bind(client)
const forms: Readonly<Record<string, Call>> = {
  promise: (client, name) =>
    methodOf(
      client,
      name,
    )(param()).then(
      (result) => ['resolved', result],
      (error) => ['rejected', error],
    ),
  callback: (client, name) =>
    new Promise((resolve) => methodOf(client, name)(param(), (...args) => resolve(['called', ...args]))),
}

/** What the SDK gives, without ids and dates, which change. */
const kindOf = (outcome: Outcome) =>
  JSON.stringify(
    outcome.map((value) =>
      value instanceof Error ? [value.constructor.name, value.message, { ...value }] : value,
    ),
    (key, value) => (/^(requestId|RequestId|Date)$/.test(key) ? undefined : value),
  )

describe.each(ends)('esdk-obs-nodejs %s', (version, sdk) => {
  // Hundreds of calls: of the older release, where the plain SDK loses many ids.
  const isNewest = sdk === ends[0]?.[1]
  const names = methodsOf(sdk)
  const chosen = Object.entries(situations).filter(
    ([name]) => isNewest || name === 'an answer of another kind',
  )

  it('every method has a name in capitals too, and there is no other', () => {
    const all = Object.keys(sdk.prototype as object)
    const capitals = all
      .filter((name) => /^[A-Z]/.test(name))
      .map((name) => name[0]?.toLowerCase() + name.slice(1))
    expect(capitals.sort()).toEqual(all.filter((name) => /^[a-z]/.test(name)).sort())
    expect(names.length).toBeGreaterThan(60)
  })

  it.each(chosen)('%s, of each method', async (situation, fault) => {
    const clients = [createClient(sdk, server), createClient(sdk, server)] as const
    const errors: unknown[] = []
    withRequestId(clients[1], { onError: (error) => errors.push(error) })
    await ready()
    // The forms differ in who is told of a result or an error, not in what it is.
    const isBrief = !isNewest || !['a success', 'an error'].includes(situation)
    const seen = { plain: 0, plugin: 0, outcomes: 0 }
    for (const name of names) {
      for (const [form, call] of Object.entries(forms).slice(0, isBrief ? 1 : 2)) {
        const label = `${name}, ${form}`
        server.clear()
        server.inject({ ...fault, times: always })
        const plain = await call(clients[0], name)
        const idOfPlain = server.exchanges.at(-1)?.requestId ?? 'none'
        const outcome = await call(clients[1], name)
        expect.soft(kindOf(outcome), label).toBe(kindOf(plain))
        const { headerRequestId, bodyRequestId } = server.exchanges.at(-1) ?? {}
        const id = headerRequestId ?? bodyRequestId
        const [, first, second] = outcome
        const thing = (first ?? second) as { requestId?: string }
        // A HEAD has no body.
        const isKnown = fault.requestIdHeader !== false || server.exchanges.at(-1)?.method !== 'HEAD'
        expect.soft(thing.requestId, label).toBe(isKnown ? id : undefined)
        expect.soft(getRequestId(thing), label).toBe(thing.requestId)
        seen.outcomes++
        if (thing.requestId) seen.plugin++
        if (JSON.stringify(plain).includes(idOfPlain)) seen.plain++
      }
    }
    expect(errors).toEqual([])
    console.log(version, situation, seen)
  })

  it.each(silent)('%s sends nothing, and gives what it gave', async (name) => {
    const clients = [createClient(sdk, server), withRequestId(createClient(sdk, server))]
    await ready()
    server.clear()
    const call = (client: object) =>
      (client as unknown as Record<string, (param: object) => object>)[name]?.(param())
    const [plain, having] = clients.map((client) =>
      JSON.stringify(call(client)).replace(
        /(Date|Signature|Expires|Policy|date|signature|policy)[=":][^&,}]+/g,
        '',
      ),
    )
    expect(having).toBe(plain)
    expect(server.exchanges).toEqual([])
  })
})

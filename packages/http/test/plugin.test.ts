// What each way to send a request does with the plugin and without: first the kind of outcome, then the id.

import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Exchange, getRequestId, getRequestInfo } from '@requestid/core'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Reply, Wire } from '../../../test/kit/wire.js'
import { type Call, type Client, clients, type Send } from './clients.js'
import { start } from './wire.js'

type Outcome = Record<string, unknown>

let wire: Wire
let closedPort: number
beforeAll(async () => {
  wire = await start()
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  closedPort = (closed.address() as AddressInfo).port
  closed.close()
})
afterAll(() => wire.close())
beforeEach(() => wire.clear())

const SIGNED = '?X-Signature=signed-secret&Expires=1'
const urlOf = (key: string) => `${wire.url}/bucket/${key}${SIGNED}`
const last = () => wire.exchanges.at(-1)

interface Settled {
  readonly kind: 'result' | 'error'
  readonly outcome: Outcome
}
const settled = (promise: Promise<object>): Promise<Settled> =>
  promise.then(
    (outcome) => ({ kind: 'result', outcome: outcome as Outcome }),
    (outcome) => ({ kind: 'error', outcome: outcome as Outcome }),
  )

/** What a program can see of an outcome, but for the id. */
function shape({ kind, outcome }: Settled): unknown {
  // Which of the two it is, the network decides.
  if (/^(?:UND_ERR_SOCKET|ECONNRESET)$/.test(String(outcome.code))) return 'a connection that broke off'
  const text = (value: unknown) => String(value).replace(/ID\d{4}|127\.0\.0\.1:\d+/g, '*')
  return {
    kind,
    class: outcome.constructor?.name,
    tag: Object.prototype.toString.call(outcome),
    ...(kind === 'error' && { name: outcome.name, message: text(outcome.message), code: outcome.code }),
    status: outcome.status ?? outcome.statusCode,
    keys: Reflect.ownKeys(outcome)
      .map(String)
      .filter((name) => name !== 'requestId'),
  }
}

interface Situation {
  readonly replies?: readonly Reply[]
  readonly url?: () => string
  readonly key?: string
  readonly call?: Call
  /** Aborts while the request is under way. */
  readonly abort?: unknown
  /** Which id: that of the last response, or none. */
  readonly id: (client: Client, outcome?: object) => boolean
  readonly only?: (client: Client) => boolean
}

const always = () => true
const never = () => false
const own = new RangeError('of the user')

const situations: Readonly<Record<string, Situation>> = {
  'a result': { id: always },
  'an upload': { call: { method: 'PUT', body: 'content' }, id: always },
  'a result that is read as JSON': { call: { read: 'json' }, id: always },
  'a result that is streamed': { call: { read: 'stream' }, id: always },
  'no content': { replies: [{ status: 204 }], id: always },
  'not found': { key: 'missing', id: always },
  'refused, the id in the body alone': {
    replies: [{ status: 403, requestIdHeader: false, body: '<Error><RequestId>{id}</RequestId></Error>' }],
    id: ({ bare }) => !bare,
  },
  'refused, the id nowhere': { replies: [{ status: 403, requestIdHeader: false, body: 'no' }], id: never },
  'a server error': { replies: [{ status: 500, body: 'oops' }], id: always },
  'a result without an id': { replies: [{ requestIdHeader: false }], id: never },
  'an id that is none': {
    replies: [{ requestIdHeader: false, headers: { 'x-oss-request-id': 'a,b' } }],
    id: never,
  },
  'what is no JSON': {
    replies: [{ body: '{bad', headers: { 'content-type': 'application/json' } }],
    call: { read: 'json' },
    id: ({ bare }) => !bare,
  },
  'a connection that is reset': { replies: [{ reset: 'before-headers' }], id: never },
  'a body that is cut': {
    replies: [{ body: 'x'.repeat(5000), reset: 'mid-body' }],
    id: ({ losesCut }) => !losesCut,
  },
  'a stream that is cut': {
    replies: [{ body: 'x'.repeat(5000), reset: 'mid-body' }],
    call: { read: 'stream' },
    id: always,
  },
  'a body that is cut, of an error': {
    replies: [{ status: 500, body: 'x'.repeat(5000), reset: 'mid-body' }],
    id: ({ losesCut }) => !losesCut,
  },
  'nobody listens': { url: () => `http://127.0.0.1:${closedPort}/bucket/a${SIGNED}`, id: never },
  'no such host': { url: () => `http://nowhere.invalid/a${SIGNED}`, id: never },
  'an address that is none': { url: () => 'http://', id: never },
  'a redirect': {
    replies: [{ status: 302, headers: { location: '/bucket/other' } }, { body: '{}' }],
    id: always,
  },
  'a redirect to nowhere': {
    replies: [
      { status: 302, headers: { location: '/bucket/missing' } },
      { status: 404, body: '' },
    ],
    id: always,
  },
  'an abort ahead of it': { abort: 'before', id: never },
  'an abort before an answer': { replies: [{ stall: 'before-headers' }], abort: undefined, id: never },
  'an abort with an error of the user’s': { replies: [{ stall: 'before-headers' }], abort: own, id: never },
  'an abort in the middle of a body': {
    replies: [{ body: 'x'.repeat(5000), stall: 'mid-body' }],
    abort: undefined,
    id: ({ bare, losesCut }) => !bare && !losesCut,
  },
  'an abort in the middle, with an error of the user’s': {
    replies: [{ body: 'x'.repeat(5000), stall: 'mid-body' }],
    abort: own,
    // Some make an error of theirs of it.
    id: ({ bare, losesCut }, outcome) => outcome !== own && !bare && !losesCut,
  },
}

async function run(
  send: Send,
  { replies, key = 'a', url = () => urlOf(key), call, ...rest }: Situation,
): Promise<Settled> {
  wire.clear()
  if (replies) wire.reply(...replies)
  if (!('abort' in rest)) return settled(send(url(), call))
  const controller = new AbortController()
  if (rest.abort === 'before') controller.abort()
  const made = settled(send(url(), { ...call, signal: controller.signal }))
  if (rest.abort !== 'before') {
    for (let i = 0; i < 200 && wire.exchanges.length === 0; i++) await sleep(2)
    await sleep(replies?.[0]?.stall === 'mid-body' ? 30 : 5)
    controller.abort(rest.abort)
  }
  return made
}

describe.each(clients)('$name', (client) => {
  it.each(Object.entries(situations))('%s', async (_, situation) => {
    const without = await run(client.make(), situation)
    expect(without.outcome).not.toHaveProperty('requestId')
    const failures: unknown[] = []
    const exchanges: Exchange[] = []
    const options = {
      onError: (error: unknown) => failures.push(error),
      onExchange: (exchange: Exchange) => void exchanges.push(exchange),
    }
    const having = await run(client.make(options), situation)
    expect(shape(having)).toEqual(shape(without))
    expect(failures).toEqual([])

    const decided = situation.id(client, having.outcome)
    const id = decided ? last()?.requestId : undefined
    if (decided) expect(id).toBeTruthy()
    expect(getRequestId(having.outcome)).toBe(id)
    const isBare = having.kind === 'result' ? client.bare : client.abortsAside && 'abort' in situation
    if (id && !isBare) {
      expect(having.outcome.requestId).toBe(id)
      expect(getRequestInfo(having.outcome)).toMatchObject({
        source: 'plugin',
        exchanges: { length: exchanges.length },
      })
    } else expect(having.outcome).not.toHaveProperty('requestId')
    // Node tells of some requests a little later.
    if (last()) await vi.waitFor(() => expect(exchanges.length).toBeGreaterThan(0))
    // What a presigned URL is signed with is nowhere.
    expect(JSON.stringify([exchanges, getRequestInfo(having.outcome)])).not.toMatch(
      /secret|Signature|Expires/,
    )
  })

  const many = client === clients[0] ? 1000 : 100
  it(`${many} at once: each has its own id`, async () => {
    wire.inject({ status: 403, times: Number.POSITIVE_INFINITY }, ({ key = '' }) => key.endsWith('3'))
    const send = client.make({})
    const outcomes = await Promise.all(
      Array.from({ length: many }, async (_, i) => {
        const key = `${i % 5 === 4 ? 'missing' : 'key'}${i}`
        return [key, (await settled(send(urlOf(key)))).outcome] as const
      }),
    )
    const issued = new Map(wire.exchanges.map(({ key, requestId }) => [key, requestId]))
    expect(issued.size).toBe(outcomes.length)
    for (const [key, outcome] of outcomes)
      expect([key, getRequestId(outcome)]).toEqual([key, issued.get(key)])
  })
})

it('random answers: the same outcome as without the plugin, and the issued id or none', async () => {
  const reply = fc.record(
    {
      status: fc.constantFrom(200, 201, 204, 206, 304, 400, 403, 404, 409, 429, 500, 503),
      body: fc.constantFrom(
        '',
        '{}',
        '{',
        '[]',
        'null',
        '<Error><RequestId>{id}</RequestId></Error>',
        '{"RequestId":"{id}"}',
      ),
      requestIdHeader: fc.constantFrom<(string | false)[]>(
        false,
        'x-request-id',
        'cf-ray',
        'x-amz-request-id',
      ),
      headers: fc.constantFrom({ 'content-type': 'application/json' }, { 'x-oss-request-id': 'null' }),
    },
    { requiredKeys: [] },
  )
  const read = fc.constantFrom('text' as const, 'json' as const, 'stream' as const)
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...clients), reply, read, async (client, reply, read) => {
      const situation = { replies: [reply], call: { read }, id: never }
      const without = await run(client.make(), situation)
      const errors: unknown[] = []
      const having = await run(client.make({ onError: (error) => errors.push(error) }), situation)
      expect(errors).toEqual([])
      expect(shape(having)).toEqual(shape(without))
      expect([undefined, last()?.requestId]).toContain(getRequestId(having.outcome))
    }),
    { numRuns: 60 },
  )
}, 60_000)

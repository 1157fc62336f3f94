// What the clients of Tencent Cloud's API alone do: each situation without the plugin and with it.
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { captureExchanges, getRequestId, getRequestInfo } from '@requestid/core'
import { sts } from 'tencentcloud-sdk-nodejs-sts'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Ending, endingOf, failure, unhandledRejections } from '../../../test/contract/outcomes.js'
import { formatSupportReport, withRequestId } from '../src/index.js'
import { answerOf, clientOf, KEY, startTencent, type TencentWire } from './wire.js'

const { Client } = sts.v20180813
type Client = InstanceType<typeof Client>

let server: TencentWire
beforeAll(async () => {
  server = await startTencent()
})
afterAll(() => server.close())
beforeEach(() => server.clear())

const ids = () => server.exchanges.map(({ requestId }) => requestId)
const create = (profile?: object) => clientOf(server, Client as never, profile) as Client

interface Situation {
  readonly profile?: object
  prepare?(): void
  call(client: Client): Promise<unknown>
  readonly none?: true
}

const identity = (client: Client) => client.GetCallerIdentity()

const situations: Readonly<Record<string, Situation>> = {
  'a result': { call: identity },
  'a result by GET': { profile: { reqMethod: 'GET' }, call: identity },
  'a result by an agent of the user’s': {
    profile: { agent: new http.Agent({ keepAlive: true }) },
    call: identity,
  },
  'an action by its name': { call: (client) => client.request('Any', {}) },
  bytes: { call: (client) => client.requestOctetStream('Any', Buffer.from('x')) },
  'a refusal': { call: (client) => client.request('Refused', {}) },
  'a refusal that is no 200': {
    prepare: () => server.inject({ status: 429 }),
    call: identity,
  },
  'a page of HTML, and 502': {
    prepare: () => server.inject({ status: 502, body: '<html>Bad Gateway</html>' }),
    call: identity,
    none: true,
  },
  'an empty 500': { prepare: () => server.inject({ status: 500, body: '' }), call: identity, none: true },
  'a redirect': {
    prepare: () => server.inject({ status: 302, body: '', headers: { location: '/' } }),
    call: (client) => client.GetCallerIdentity(),
  },
  'no JSON': { prepare: () => server.inject({ status: 200, body: 'x' }), call: identity, none: true },
  'JSON without Response': {
    prepare: () => server.inject({ status: 200, body: '{}' }),
    call: identity,
    none: true,
  },
  'a body that is cut': { prepare: () => server.inject({ reset: 'mid-body' }), call: identity, none: true },
  'a body that is cut after the id': {
    prepare: () => server.inject({ malformed: true }),
    call: identity,
  },
  'no response': { prepare: () => server.inject({ reset: 'before-headers' }), call: identity, none: true },
  'a time-out': {
    profile: { reqTimeout: 0.05 },
    prepare: () => server.inject({ stall: 'before-headers' }),
    call: identity,
    none: true,
  },
  'a time-out in the body': {
    profile: { reqTimeout: 0.05 },
    prepare: () => server.inject({ stall: 'mid-body' }),
    call: identity,
    none: true,
  },
  aborted: {
    prepare: () => server.inject({ stall: 'before-headers' }),
    call: (client) => client.request('Any', {}, { signal: AbortSignal.timeout(50) } as never),
    none: true,
  },
  'credentials that fail': {
    call(client) {
      const credential = { getCredential: () => Promise.reject(new Error('no credential')) }
      Object.assign(client, { credential })
      return client.GetCallerIdentity()
    },
    none: true,
  },
}

/** What of an outcome is the same for each call. */
const kindOf = ({ way, value, uncaught }: Ending) => [
  way,
  Object(value).constructor?.name,
  String(Object(value).message).replace(/:\d{2,5}\b/g, ''),
  Object.keys(Object(value))
    .filter((key) => key !== 'requestId')
    .sort(),
  Object(value).code,
  Object(value).httpCode,
  uncaught,
]

describe('each situation ends as without the plugin, and with the id', () => {
  it.each(Object.entries(situations))('%s', async (_, { profile, prepare, call, none }) => {
    const endings = []
    for (const register of [false, true]) {
      server.clear()
      prepare?.()
      const client = create(profile)
      endings.push(await endingOf(() => call(register ? withRequestId(client) : client)))
    }
    const [plain, registered] = endings as [Ending, Ending]
    expect(kindOf(registered)).toEqual(kindOf(plain))
    const { requestId } = Object(registered.value)
    if (!none) {
      expect(requestId).toBe(ids().at(-1))
      expect(getRequestInfo(registered.value)).toMatchObject({ vendor: 'tencent-cloud', source: 'plugin' })
      expect(getRequestInfo(registered.value)?.exchanges).toHaveLength(ids().length)
    } else {
      expect(getRequestId(registered.value)).toBeUndefined()
      expect(getRequestInfo(registered.value)?.exchanges ?? []).toHaveLength(ids().length)
      expect(requestId).toBe(Object(plain.value).requestId)
    }
  })
})

it('the request is the one of the plain SDK', async () => {
  const seen: unknown[] = []
  const other = http
    .createServer(({ headers, rawHeaders }, response) => {
      const names = rawHeaders.filter((_, i) => i % 2 === 0).sort()
      seen.push([names, headers.connection])
      response.end(answerOf({ RequestId: 'x' }))
    })
    .listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  const endpoint = `127.0.0.1:${(other.address() as AddressInfo).port}`
  for (const client of [create({ endpoint }), withRequestId(create({ endpoint }))]) await identity(client)
  expect(seen[1]).toEqual(seen[0])
})

it('through the agent of the user’s', async () => {
  const counts = []
  for (const register of [false, true]) {
    const agent = new http.Agent({ keepAlive: true })
    const connect = vi.spyOn(agent as unknown as { createConnection(): unknown }, 'createConnection')
    const client = create({ agent })
    if (register) withRequestId(client)
    await identity(client)
    await identity(client)
    counts.push(connect.mock.calls.length)
    agent.destroy()
  }
  expect(counts).toEqual([1, 1])
})

it('a redirect to the other protocol, and an agent that is a function, as without the plugin', async () => {
  const closed = 'https://127.0.0.1:1/'
  for (const agent of [undefined, () => undefined, () => new http.Agent()]) {
    const endings = []
    for (const register of [false, true]) {
      server.clear()
      server.inject({ status: 302, body: '', headers: { location: closed } })
      const client = create({ agent })
      endings.push(await endingOf(() => identity(register ? withRequestId(client) : client)))
    }
    const [plain, registered] = endings as [Ending, Ending]
    expect(kindOf(registered)).toEqual(kindOf(plain))
    expect(getRequestInfo(registered.value)?.exchanges[0]).toMatchObject({ statusCode: 302 })
  }
})

it('a stream of events, which has no id', async () => {
  const read = []
  for (const register of [false, true]) {
    const client = create()
    const stream = await (register ? withRequestId(client) : client).request('Stream', {})
    const events: unknown[] = []
    for await (const event of stream as AsyncIterable<unknown>) events.push(event)
    read.push([Object.keys(stream), stream.constructor.name, events])
    if (register) expect(getRequestInfo(stream)?.exchanges).toMatchObject([{ statusCode: 200 }])
    expect(getRequestId(stream)).toBeUndefined()
  }
  expect(read[1]).toEqual(read[0])
  expect(read[1]?.[2]).toHaveLength(2)
})

it('by a callback, and as the plain SDK a promise beside it', async () => {
  const client = withRequestId(create())
  const outcomes: unknown[] = []
  const callback = (error: unknown, data: unknown) => void outcomes.push(error || data)
  const result = await client.GetCallerIdentity(null, callback as never)
  const error = await failure(client.request('Refused', {}, callback as never))
  expect(outcomes).toEqual([result, error])
  expect(outcomes.map(getRequestId)).toEqual(ids())
})

it('an exception says the id, where the SDK would say none', async () => {
  server.inject({ status: 429 })
  const error = (await failure(identity(withRequestId(create())))) as unknown as {
    getRequestId(): string
  }
  expect(error.getRequestId()).toBe(ids()[0])
  expect(String(error)).toContain(`requestId:${ids()[0]}`)
})

it('through a proxy, of which only the outcome is seen', async () => {
  const proxy = http.createServer().listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => void proxy.close())
  const connects: string[] = []
  proxy.on('connect', ({ url }, socket) => {
    connects.push(url ?? '')
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const endings = []
  for (const register of [false, true]) {
    const client = create({ proxy: address, protocol: 'https://' })
    endings.push(kindOf(await endingOf(() => identity(register ? withRequestId(client) : client))))
  }
  expect(endings[1]).toEqual(endings[0])
  expect(connects).toHaveLength(2)
})

it('calls at once keep their ids apart', async () => {
  const client = withRequestId(create())
  const actions = Array.from({ length: 60 }, (_, i) => (i % 3 ? `Action${i}` : `missing${i}`))
  const outcomes = await Promise.all(
    actions.map((action) => client.request(action, {}).catch((error: unknown) => error)),
  )
  for (const [i, action] of actions.entries()) {
    const issued = server.exchanges.find(({ key }) => key === action)
    expect(getRequestId(outcomes[i])).toBe(issued?.requestId)
  }
})

it('captureExchanges has the requests of what it runs', async () => {
  const client = withRequestId(create())
  const { exchanges } = await captureExchanges(() => identity(client))
  expect(exchanges.map(({ requestId }) => requestId)).toEqual(ids())
})

it('rejections that nobody handles are those of the plain SDK', async () => {
  const counts = []
  for (const register of [false, true]) {
    const client = create()
    if (register) withRequestId(client)
    const calls = () => {
      void client.request('Refused', {})
      void client.request('Refused', {}, (() => {}) as never)
    }
    counts.push((await unhandledRejections(calls, 2)).length)
  }
  expect(counts).toEqual([2, 2])
})

it('no key is in what is remembered or reported', async () => {
  const error = await failure(withRequestId(create()).request('Refused', { Secret: 'secret' }))
  const told = inspect(getRequestInfo(error), { depth: 9 }) + formatSupportReport(error)
  expect(told).not.toMatch(new RegExp(`${KEY}|secret`))
})

it('a mock of a client stays as it is', () => {
  const mock = { request: vi.fn() }
  expect(withRequestId(mock as never)).toBe(mock)
})

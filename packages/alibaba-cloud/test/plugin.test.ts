// Each kind of client in many situations: the kind of its outcome is that of the plain SDK, and its id is the server's.
import { observeOperations } from '@requestid/core/plugin'
import type { Fault } from '@requestid/testing'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { escaping } from '../../../test/contract/outcomes.js'
import { type Exchange, getRequestId, getRequestInfo, withRequestId } from '../src/index.js'
import { openApiVersions, popCoreVersions, stsVersions } from './versions.js'
import {
  type AlibabaWire,
  gatewayOf,
  openApiOf,
  paramsOf,
  roaOf,
  rpcOf,
  startAlibabaWire,
  stsOf,
} from './wire.js'

let server: AlibabaWire
beforeAll(async () => {
  server = await startAlibabaWire()
})
afterAll(() => server.close())

interface Kind {
  readonly create: (more?: object) => object
  readonly call: (client: never) => Promise<unknown>
  /** Whether the plugin sees a response ahead of its body. */
  readonly early: boolean
}

const kinds: Record<string, Kind> = {}
for (const [version, sdk] of popCoreVersions) {
  kinds[`RPCClient ${version}`] = {
    create: (more) => rpcOf(sdk, server, { readTimeout: 100, connectTimeout: 5000, ...more }),
    call: (client: ReturnType<typeof rpcOf>) => client.request('getCallerIdentity'),
    early: true,
  }
  kinds[`verbose RPCClient ${version}`] = {
    create: (more) => rpcOf(sdk, server, { readTimeout: 100, connectTimeout: 5000, ...more }, true),
    call: (client: ReturnType<typeof rpcOf>) => client.request('getCallerIdentity', {}, { method: 'POST' }),
    early: true,
  }
  kinds[`ROAClient ${version}`] = {
    create: (more) => roaOf(sdk, server, undefined, { readTimeout: 100, connectTimeout: 5000, ...more }),
    call: (client: ReturnType<typeof roaOf>) => client.get('/a'),
    early: true,
  }
}
for (const [version, sdk] of stsVersions)
  kinds[`STS ${version}`] = {
    create: (more) => stsOf(sdk, server, { readTimeout: 100, connectTimeout: 5000, ...more }),
    call: (client: ReturnType<typeof stsOf>) => client.getCallerIdentity?.() as Promise<unknown>,
    early: false,
  }
for (const [version, sdk] of openApiVersions) {
  const settings = { readTimeout: 100, connectTimeout: 5000 }
  const call = (client: ReturnType<typeof openApiOf>) => client.callApi(paramsOf('a'), {}, {})
  kinds[version] = {
    create: (more) => openApiOf(sdk, server, undefined, { ...settings, ...more }),
    call,
    early: false,
  }
  kinds[`${version} with a gateway`] = {
    create: (more) => gatewayOf(sdk, server, { ...settings, ...more }),
    call,
    early: true,
  }
}

const always = { times: Number.POSITIVE_INFINITY }
const json = { 'content-type': 'application/json' }
const situations: Readonly<Record<string, Fault>> = {
  success: {},
  'success, id in the headers alone': { status: 200, body: '{"AccountId":"1"}' },
  'success, id in the body alone': {
    status: 200,
    requestIdHeader: false,
    body: ({ requestId }) => JSON.stringify({ RequestId: requestId }),
  },
  'success without an id': { status: 200, requestIdHeader: false, body: '{"AccountId":"1"}' },
  'no content': { status: 204, body: '' },
  error: { status: 400 },
  'error of the server': { status: 500 },
  'error, id in the headers alone': { status: 403, bodyRequestId: false },
  'error, id in the body alone': { status: 404, requestIdHeader: false },
  'error without an id': { status: 403, requestIdHeader: false, bodyRequestId: false },
  throttling: {
    status: 429,
    body: ({ requestId }) => JSON.stringify({ Code: 'Throttling.User', Message: 'm', RequestId: requestId }),
  },
  'an id that is null': {
    status: 400,
    requestIdHeader: false,
    body: '{"Code":"C","Message":"m","RequestId":null}',
  },
  'an error with status 200': {
    status: 200,
    body: ({ requestId }) => JSON.stringify({ Code: 'C', Message: 'm', RequestId: requestId }),
  },
  'error in XML': {
    status: 400,
    headers: { 'content-type': 'text/xml;charset=utf-8' },
    body: ({ requestId }) =>
      `<?xml version="1.0"?><Error><RequestId>${requestId}</RequestId><HostId>h</HostId><Code>C</Code><Message>m</Message></Error>`,
  },
  'a page of a proxy': {
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: '<html>Bad Gateway</html>',
  },
  'an empty body': { status: 200, body: '' },
  'JSON cut short': { status: 200, body: '{"RequestId":' },
  'JSON of another kind': { status: 200, body: '["a"]' },
  'reset before the headers': { reset: 'before-headers' },
  'reset after the headers': { reset: 'after-headers' },
  'reset in the body': { reset: 'mid-body' },
  'time-out before the headers': { stall: 'before-headers' },
  'time-out in the body': { stall: 'mid-body' },
}

async function outcomeOf(call: () => Promise<unknown>) {
  try {
    return { value: await call() }
  } catch (error) {
    return { error: error as Error }
  }
}
type Outcome = Awaited<ReturnType<typeof outcomeOf>>

/** What the SDK gives, without ids and what is in a signature. */
function kindOf({ error, value }: Outcome): unknown {
  const keysOf = (object: unknown) =>
    Object(object) === object
      ? Object.keys(object as object).filter((name) => !/^(?:requestId|stack)$/.test(name))
      : object
  const { data, body, message } = (error || value || {}) as Record<string, unknown>
  const { code, statusCode } = (error || value || {}) as Record<string, unknown>
  return {
    failed: !!error,
    of: Object(error || value).constructor?.name,
    name: error?.name,
    keys: keysOf(error || value),
    data: keysOf(data),
    body: keysOf(body),
    message: String(message).replace(/ID\d+|127\.0\.0\.1:\d+|\?[^ ]+/g, ''),
    code,
    statusCode,
  }
}

describe.each(Object.entries(kinds))('%s', (_name, { create, call, early }) => {
  const run = async (fault: Fault, client: object) => {
    server.clear()
    if (Object.keys(fault).length > 0) server.inject({ headers: json, ...fault, ...always })
    const { value, escaped } = await escaping(() => outcomeOf(() => call(client as never)))
    expect(escaped).toEqual([])
    return value
  }

  it.each(Object.entries(situations))('%s', async (_, fault) => {
    const plain = await run(fault, create())
    const failures: unknown[] = []
    const seen: Exchange[] = []
    const client = withRequestId(create(), {
      onError: (error) => failures.push(error),
      onExchange: (exchange) => seen.push(exchange),
    })
    const outcome = await run(fault, client)
    expect(kindOf(outcome)).toEqual(kindOf(plain))
    expect(failures).toEqual([])
    const thing = outcome.error ?? outcome.value
    const { headerRequestId, bodyRequestId } = server.exchanges[0] ?? {}
    const id = headerRequestId ?? bodyRequestId
    // What a client that shows no response early has of it: a result, or an error that the SDK itself made of it.
    const told = JSON.stringify([
      plain.value ?? '',
      (plain.error as { data?: object } | undefined)?.data ?? '',
    ])
    const expected = early || /"RequestId":"|x-acs-request-id/i.test(told) ? id : undefined
    if (Object(thing) === thing) {
      expect(getRequestId(thing)).toBe(expected)
      const { requestId } = thing as { requestId?: string }
      expect(requestId).toBe(expected)
      expect('requestId' in (thing as object)).toBe(expected !== undefined)
      if (expected) expect(getRequestInfo(thing)).toMatchObject({ vendor: 'alibaba-cloud', requestId: id })
    }
    if (early) expect(seen).toHaveLength(1)
  })
})

const [[, popCore]] = popCoreVersions as [(typeof popCoreVersions)[number]]
const [[, openApi]] = openApiVersions as [(typeof openApiVersions)[number]]

describe('the text undefined is no id', () => {
  const withoutId = { status: 403, requestIdHeader: false, bodyRequestId: false, headers: json } as const

  it.each(stsVersions)('STS %s', async (_, sdk) => {
    server.clear()
    server.inject({ ...withoutId, ...always })
    const client = withRequestId(stsOf(sdk, server))
    const plain = await outcomeOf(async () => stsOf(sdk, server).getCallerIdentity?.())
    const { error } = await outcomeOf(async () => client.getCallerIdentity?.())
    expect(error?.message).toBe(plain.error?.message)
    expect(error?.message).toContain('undefined')
    expect(error).not.toHaveProperty('requestId')
    for (const each of [error, plain.error]) expect(getRequestId(each)).toBeUndefined()
  })
})

describe('openapi: what only a call’s end shows', () => {
  it('of retries the last one is known', async () => {
    server.clear()
    server.inject({ status: 503, headers: json })
    const retryOptions = {
      retryable: true,
      retryCondition: [{ exception: ['ServerError'], errorCode: [], maxAttempts: 2, maxDelay: 1 }],
      noRetryCondition: [],
    }
    const client = withRequestId(openApiOf(openApi, server, undefined, { retryOptions }))
    const request = () => client.callApi(paramsOf('a'), {}, {})
    const { value, error } = await outcomeOf(request)
    const [, last] = server.exchanges
    expect(last?.requestId).toBeDefined()
    expect(getRequestInfo(value ?? error)).toMatchObject({
      operation: 'callApi',
      requestId: last?.requestId,
      exchanges: [{ method: 'GET', host: server.clientOptions(), path: '/a', requestId: last?.requestId }],
    })
  })

  it('each event of a stream has the id of its response', async () => {
    server.clear()
    server.inject({
      status: 200,
      headers: { 'content-type': 'text/event-stream' },
      body: 'data: a\n\ndata: b\n\n',
    })
    const seen: Exchange[] = []
    const client = withRequestId(openApiOf(openApi, server), {
      onExchange: (exchange) => seen.push(exchange),
    })
    const { callSSEApi } = client as unknown as { callSSEApi(...args: object[]): AsyncGenerator<object> }
    const events = callSSEApi.call(client, paramsOf('a'), {}, {})
    const ids: unknown[] = []
    for await (const event of events) ids.push((event as { requestId?: string }).requestId)
    const id = server.exchanges[0]?.requestId
    expect(ids).toEqual([id, id])
    expect(seen).toMatchObject([{ requestId: id, path: '/a' }])
  })

  it('a refused connection has an exchange without a response', async () => {
    const closed = await startAlibabaWire()
    const client = withRequestId(openApiOf(openApi, closed))
    await closed.close()
    const { error } = await outcomeOf(() => client.callApi(paramsOf('a'), {}, {}))
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
    expect(error).not.toHaveProperty('requestId')
    expect(getRequestInfo(error)?.exchanges).toMatchObject([{ path: '/a', errorCode: 'ECONNREFUSED' }])
  })
})

describe.each(openApiVersions)('%s with a gateway', (_, sdk) => {
  it('shows each attempt as its headers arrive', async () => {
    server.clear()
    server.inject({ status: 503, headers: json })
    server.inject({ stall: 'mid-body' })
    const seen: Exchange[] = []
    const onExchange = (exchange: Exchange) => void seen.push(exchange)
    const client = withRequestId(gatewayOf(sdk, server, { readTimeout: 100, connectTimeout: 100 }), {
      onExchange,
    })
    const runtime = { autoretry: true, maxAttempts: 2 }
    const first = await outcomeOf(() => client.callApi(paramsOf('a'), {}, {}))
    const second = await outcomeOf(() => client.callApi(paramsOf('a'), {}, runtime))
    const ids = server.exchanges.map(({ requestId }) => requestId)
    expect(seen.map(({ requestId }) => requestId)).toEqual(ids)
    expect([first, second].map(({ error, value }) => getRequestId(error ?? value))).toEqual([
      ids[0],
      ids.at(-1),
    ])
  })

  it.runIf(sdk === openApi)('after a response, a retry that fails has its id', async () => {
    server.clear()
    server.inject({ status: 503, headers: json })
    server.inject({ reset: 'before-headers' })
    const condition = { exception: [], errorCode: ['C503'], maxAttempts: 2, maxDelay: 1 }
    const retryOptions = { retryable: true, retryCondition: [condition], noRetryCondition: [] }
    const client = withRequestId(gatewayOf(sdk, server, { retryOptions }))
    const { error } = await outcomeOf(() => client.callApi(paramsOf('a'), {}, {}))
    const id = server.exchanges[0]?.requestId
    expect(error).toMatchObject({ code: 'ECONNRESET', requestId: id })
    expect(getRequestInfo(error)).toMatchObject({ idOf: 'earlier', exchanges: [{ requestId: id }, {}] })
  })

  it.runIf(sdk === openApi)('an attempt that got no response is an exchange, too', async () => {
    server.clear()
    server.inject({ reset: 'before-headers' })
    const condition = { exception: [], errorCode: ['ECONNRESET'], maxAttempts: 2, maxDelay: 1 }
    const retryOptions = { retryable: true, retryCondition: [condition], noRetryCondition: [] }
    const client = withRequestId(gatewayOf(sdk, server, { retryOptions }))
    const { value, error } = await outcomeOf(() => client.callApi(paramsOf('a'), {}, {}))
    const requestId = server.exchanges[1]?.requestId
    expect(requestId).toBeDefined()
    expect(getRequestInfo(value ?? error)?.exchanges).toMatchObject([
      { errorCode: expect.any(String) },
      { requestId },
    ])
  })

  it('many at once mix nothing', async () => {
    server.clear()
    const client = withRequestId(gatewayOf(sdk, server))
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        outcomeOf(() => client.callApi(paramsOf(i % 3 ? `k${i}` : `missing${i}`), {}, {})),
      ),
    )
    for (const [i, { error, value }] of outcomes.entries()) {
      const path = i % 3 ? `/k${i}` : `/missing${i}`
      const { requestId } = server.exchanges.find((issued) => issued.path === path) ?? {}
      expect(getRequestInfo(error ?? value)).toMatchObject({ requestId, exchanges: [{ path, requestId }] })
    }
  })
})

describe('pop-core', () => {
  it('shows a response before its body is there', async () => {
    server.clear()
    server.inject({ stall: 'mid-body' })
    let settled = false
    const seen = new Promise<[Exchange, boolean]>((resolve) => {
      const onExchange = (exchange: Exchange) => resolve([exchange, settled])
      const client = withRequestId(rpcOf(popCore, server, { readTimeout: 100, connectTimeout: 5000 }), {
        onExchange,
      })
      void outcomeOf(() => client.request('A')).then(() => {
        settled = true
      })
    })
    expect(await seen).toMatchObject([{ requestId: server.exchanges[0]?.requestId }, false])
  })

  it('keeps the options, and a hook of the user’s in them or in those of the client', async () => {
    server.clear()
    const asked: unknown[] = []
    const beforeRequest = (settings: object) => {
      asked.push(settings)
      return settings
    }
    const options = Object.freeze({ beforeRequest, method: 'POST' })
    const result = await withRequestId(rpcOf(popCore, server)).request('A', {}, options)
    expect(result).toHaveProperty('requestId', server.exchanges[0]?.requestId)
    await withRequestId(rpcOf(popCore, server, options)).request('A')
    expect(asked).toHaveLength(2)
    expect(server.exchanges.map(({ method }) => method)).toEqual(['POST', 'POST'])
  })

  it('leaves alone what fails before a request', async () => {
    const failure = Object.freeze(new Error('no keys'))
    const client = withRequestId(rpcOf(popCore, server))
    Object.assign(client, { credentialsProvider: { getCredentials: () => Promise.reject(failure) } })
    const { error } = await outcomeOf(() => client.request('A'))
    expect(error).toBe(failure)
    expect(getRequestInfo(error)).toBeUndefined()
  })
})

it('a client of a service is refused where it is none, and a second time changes nothing', () => {
  const [[, sdk]] = stsVersions as [(typeof stsVersions)[number]]
  const client = stsOf(sdk, server)
  const prototype = () => Object.getPrototypeOf(client)
  expect(withRequestId(client)).toBe(client)
  const before = prototype()
  expect(withRequestId(client)).toBe(client)
  expect(prototype()).toBe(before)
  expect(client).toBeInstanceOf(sdk.default)
  for (const wrong of [
    {},
    null,
    sdk.default,
    Promise.resolve(client),
    { callApi: 1 },
    Object.freeze(stsOf(sdk, server)),
  ])
    expect(() => withRequestId(wrong as never)).toThrow(/^withRequestId: got /)
  expect(() => withRequestId(stsOf(sdk, server), { onExchang: () => {} } as never)).toThrow(TypeError)
})

it.each(openApiVersions)('%s: what sends nothing begins no operation', async (_, sdk) => {
  const begun: unknown[] = []
  onTestFinished(observeOperations('here', (name) => void begun.push(name)))
  const client = withRequestId(openApiOf(sdk, server)) as unknown as { getAccessKeyId(): Promise<string> }
  expect(await client.getAccessKeyId()).toBe('id')
  expect(begun).toEqual([])
})

it.each([null, 'text', []])('options of pop-core that are %s end as without the plugin', async (options) => {
  const endings = []
  for (const register of [false, true]) {
    server.clear()
    const client = rpcOf(popCore, server)
    const call = () => (register ? withRequestId(client) : client).request('A', {}, options as never)
    endings.push(kindOf(await outcomeOf(call)))
  }
  expect(endings[1]).toEqual(endings[0])
})

it('a subclass with private fields keeps working', async () => {
  server.clear()
  class Own extends openApi.default {
    #prefix = 'a'
    async both() {
      const one = await this.callApi(paramsOf(this.#prefix), {}, {})
      const two = await this.callApi(paramsOf(`${this.#prefix}b`), {}, {})
      return { one, two }
    }
  }
  const client = withRequestId(openApiOf(openApi, server, Own as never)) as unknown as Own
  const result = await client.both()
  const ids = server.exchanges.map(({ requestId }) => requestId)
  expect([result.one, result.two].map(getRequestId)).toEqual(ids)
  expect(result).not.toHaveProperty('requestId')
})

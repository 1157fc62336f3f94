// What stays as it was, retries, and what the registered ones do beside each other.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { captureExchanges, getRequestId, getRequestInfo } from '@requestid/core'
import axiosRetry from 'axios-retry'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { unhandledRejections } from '../../../test/contract/outcomes.js'
import type { Wire } from '../../../test/kit/wire.js'
import { requestIdFetch, requestIdGot, requestIdInterceptor, withRequestId } from '../src/index.js'
import { axioses, gots, undicis } from './versions.js'
import { start } from './wire.js'

type Outcome = Error & Record<string, unknown>

let wire: Wire
beforeAll(async () => {
  wire = await start()
})
afterAll(() => wire.close())
beforeEach(() => wire.clear())

const nodeFetch2 = createRequire(import.meta.url)('node-fetch-2.7')
const always = Number.POSITIVE_INFINITY
const url = (key = 'a') => `${wire.url}/bucket/${key}?Signature=secret`
const ids = () => wire.exchanges.map(({ requestId }) => requestId)
const failure = (promise: PromiseLike<unknown>): Promise<Outcome> =>
  Promise.resolve(promise).then(
    () => Promise.reject(new Error('no failure')),
    (error) => error,
  )
const statusesOf = (outcome: unknown) =>
  getRequestInfo(outcome)?.exchanges.map(({ statusCode, errorCode }) => statusCode ?? errorCode)

describe('fetch', () => {
  it('knows nothing of an error that is the user’s: what a request was aborted with, before its response and after', async () => {
    for (const early of [true, false]) {
      const reason = new Error('of the user')
      const aborting = new AbortController()
      wire.inject(early ? { stall: 'before-headers' } : { body: 'content', stall: 'mid-body' })
      const sent = requestIdFetch()(url(), { signal: aborting.signal })
      if (early) void sleep(30).then(() => aborting.abort(reason))
      const reading = early ? sent : sent.then((response) => response.text())
      if (!early) void sent.then(() => aborting.abort(reason))
      expect(await failure(reading)).toBe(reason)
      expect(getRequestInfo(reason)).toBeUndefined()
      expect(reason).not.toHaveProperty('requestId')
    }
  })

  it('keeps its name, its length and its members, and is registered once', () => {
    for (const fetch of [globalThis.fetch, nodeFetch2]) {
      const mine = requestIdFetch(fetch)
      expect(mine).not.toBe(fetch)
      expect([mine.name, mine.length]).toEqual([fetch.name, fetch.length])
      expect(Object.keys(mine)).toEqual(Object.keys(fetch))
      expect(requestIdFetch(mine)).toBe(mine)
    }
    expect(requestIdFetch().name).toBe('fetch')
    expect(() => requestIdFetch('fetch' as never)).toThrow('requestIdFetch: got no function; pass fetch.')
  })

  it('a response is what it was: its class, its keys, its methods; so is a clone', async () => {
    const plain = await fetch(url())
    const response = await requestIdFetch()(url())
    const all = (object: object) => {
      const names = []
      for (const name in object) names.push(name)
      return names.filter((name) => name !== 'requestId').sort()
    }
    for (const each of [response, response.clone()]) {
      expect(each).toBeInstanceOf(Response)
      expect(each.constructor).toBe(Response)
      expect(Object.getOwnPropertyNames(each)).toEqual(['requestId'])
      expect(all(each)).toEqual(all(plain))
      expect(each.body).toBeInstanceOf(ReadableStream)
      expect(each).toHaveProperty('requestId', ids()[1])
      expect(each.bodyUsed).toBe(false)
      expect(await each.json()).toEqual({ key: 'a' })
    }
    expect(response.body?.locked).toBe(true)
    expect(Object.getOwnPropertyNames(Response.prototype)).toContain('json')
    expect(Object.getPrototypeOf(plain)).toBe(Response.prototype)
  })

  it('takes a Request and a URL, and knows where it goes', async () => {
    const given = [new Request(url(), { method: 'PUT', body: 'x' }), new URL(url())]
    for (const input of given) {
      const response = await requestIdFetch()(input)
      const method = input instanceof Request ? 'PUT' : 'GET'
      expect(getRequestInfo(response)?.exchanges).toMatchObject([
        { method, host: new URL(wire.url).host, path: '/bucket/a', requestId: ids().at(-1) },
      ])
    }
  })

  it('of the platform is looked up at each call, and what a mock gives stays as it is', async () => {
    const mine = requestIdFetch()
    const answer = Object.freeze({ ok: true, json: async () => ({}) })
    const spy = vi.spyOn(globalThis, 'fetch').mockResolvedValue(answer as never)
    try {
      expect(await mine('https://example.com')).toBe(answer)
      expect(spy.mock.calls).toEqual([['https://example.com']])
      spy.mockReturnValue(undefined as never)
      expect(mine('https://example.com')).toBeUndefined()
    } finally {
      spy.mockRestore()
    }
  })

  it('one signal that aborts several gives none an id of another', async () => {
    wire.inject({ stall: 'mid-body', body: 'x'.repeat(9000) }, ({ key }) => key === 'late')
    wire.inject({ stall: 'before-headers' }, ({ key }) => key === 'early')
    const controller = new AbortController()
    const mine = requestIdFetch()
    const early = failure(mine(url('early'), { signal: controller.signal }))
    const response = await mine(url('late'), { signal: controller.signal })
    const late = failure(response.text())
    await sleep(20)
    controller.abort()
    const errors = await Promise.all([early, late])
    const own = wire.exchanges.find(({ key }) => key === 'late')?.requestId
    for (const error of errors) expect([undefined, own]).toContain(getRequestId(error))
    expect(response.requestId).toBe(own)
  })
})

describe.each(axioses)('axios %s', (_, module) => {
  const axios = ((module as { default?: unknown }).default ?? module) as typeof module.default
  const create = () => axios.create({ proxy: false })
  const retrying = (client: ReturnType<typeof create>) =>
    axiosRetry(client as never, { retries: 2, retryDelay: () => 0, retryCondition: () => true })

  it.each(['before', 'after'])('axios-retry, put there %s: each attempt is heard', async (when) => {
    const seen: unknown[] = []
    const client = create()
    if (when === 'before') retrying(client)
    withRequestId(client, { onExchange: ({ requestId }) => void seen.push(requestId) })
    if (when === 'after') retrying(client)
    wire.inject({ status: 503 })
    const result = await client.get(url())
    expect(result).toHaveProperty('requestId', ids()[1])
    expect(seen).toEqual(ids())
    expect(statusesOf(result)).toEqual([503, 200])

    wire.clear()
    wire.inject({ status: 503 })
    wire.inject({ reset: 'before-headers', times: always })
    const error = await failure(client.get(url()))
    expect(error.requestId).toBe(ids()[0])
    expect(getRequestInfo(error)).toMatchObject({ idOf: 'earlier', errorCode: error.code })
    expect(statusesOf(error)).toEqual([503, when === 'before' ? 'UNKNOWN' : error.code, error.code])
  })

  it('what is sent with the config of a response is a call of its own', async () => {
    const client = withRequestId(create())
    const first = await client.get(url('a'))
    const second = await client.request(first.config)
    expect(statusesOf(second)).toEqual([200])
    expect(statusesOf(first)).toEqual([200])
  })

  it('of several that are sent with the config of one failure at once, each has its own id', async () => {
    const client = withRequestId(create())
    const { config } = await failure(client.get(url('missing')))
    wire.inject({ stall: 'before-headers' }, ({ key }) => key === 'b')
    const again = (key: string, timeout: number) =>
      client.request({ ...Object(config), url: url(key), timeout })
    const failed = failure(again('b', 100))
    const result = await again('c', 5000)
    expect(result).toHaveProperty('requestId', ids()[2])
    expect(statusesOf(result)).toEqual([200])
    const error = await failed
    expect(error.requestId).toBe(ids()[0])
    expect(statusesOf(error)).toEqual([404, error.code])
    // One after the other they are retries.
    expect(statusesOf(await client.request(Object(config)).catch((late) => late))).toEqual([
      404,
      error.code,
      404,
    ])
  })

  it('what an interceptor puts in the place of transformResponse leaves the id', async () => {
    const client = create()
    client.interceptors.request.use((config) => ({ ...config, transformResponse: (data) => [data] }))
    withRequestId(client)
    const result = await client.get(url())
    expect(result.data).toHaveLength(1)
    expect(result).toHaveProperty('requestId', ids()[0])
    expect((await failure(client.get(url('missing')))).requestId).toBe(ids()[1])
    wire.inject({ reset: 'before-headers' })
    expect(await failure(client.get(url()))).not.toHaveProperty('requestId')
  })

  it('a stream that is aborted has its id', async () => {
    const controller = new AbortController()
    wire.inject({ body: 'x'.repeat(5000), stall: 'mid-body' })
    const client = withRequestId(create())
    const { data } = await client.get(url(), { responseType: 'stream', signal: controller.signal })
    data.once('data', () => controller.abort())
    const error = await failure(data.toArray())
    expect(error.code).toBe('ERR_CANCELED')
    expect(error.requestId).toBe(ids()[0])
  })

  it('interceptors, transforms, validateStatus and cancel tokens do what they did', async () => {
    const outcomes = []
    for (const register of [false, true]) {
      wire.clear()
      const client = create()
      if (register) withRequestId(client)
      client.interceptors.request.use((config) => ({ ...config, params: { page: 1 } }))
      client.interceptors.response.use((response) => response.data)
      const thrown = new RangeError('of a transform')
      const source = axios.CancelToken.source()
      wire.inject({ stall: 'before-headers' }, ({ key }) => key === 'b')
      const cancelled = failure(client.get(url('b'), { cancelToken: source.token }))
      await vi.waitFor(() => expect(wire.exchanges).toHaveLength(1))
      source.cancel('enough')
      const failed = await failure(
        client.get(url('c'), {
          transformResponse: [
            (data) => data,
            () => {
              throw thrown
            },
          ],
        }),
      )
      expect(failed).toBe(thrown)
      expect(failed.requestId).toBe(register ? ids()[1] : undefined)
      const { name, message } = await cancelled
      outcomes.push([
        await client.get(url('a')),
        await client.get(url('missing'), { validateStatus: null }),
        await client.get(url('d'), { transformResponse: (data) => String(data).length }),
        await client.get(url('e'), { transformResponse: [] }),
        [name, message],
        wire.exchanges.map(({ query }) => query),
      ])
    }
    const bare = (value: unknown) => JSON.parse(JSON.stringify(value).replace(/ID\d+/g, '*'))
    expect(bare(outcomes[1])).toEqual(bare(outcomes[0]))
  })

  it('one that was cancelled before it was sent makes no exchange', async () => {
    const client = withRequestId(create())
    const { exchanges } = await captureExchanges(async () => {
      const error = await failure(client.get(url(), { signal: AbortSignal.abort() }))
      expect(error.code).toBe('ERR_CANCELED')
    })
    expect(exchanges).toEqual([])
    expect(ids()).toEqual([])
  })

  it('an error that somebody destroys a stream with has no id', async () => {
    const client = withRequestId(create())
    wire.inject({ body: 'x'.repeat(1000), stall: 'mid-body' })
    const { data } = await client.get(url(), { responseType: 'stream' })
    const error = new Error('of the user')
    const heard = once(data, 'error')
    data.destroy(error)
    expect(await heard).toEqual([error])
    expect(getRequestInfo(error)).toBeUndefined()
    expect(error).not.toHaveProperty('requestId')
  })

  it('other instances, and the module, stay as they are; what a registered one makes is plain', async () => {
    const handlers = () => (Reflect.get(axios.interceptors.request, 'handlers') as object[]).length
    const before = [handlers(), Object.keys(axios.defaults)]
    const client = withRequestId(create())
    expect([handlers(), Object.keys(axios.defaults)]).toEqual(before)
    expect(getRequestInfo(await create().get(url()))?.source).toBe('outcome')
    expect(await client.get(url())).toHaveProperty('requestId', ids()[1])
  })
})

it.each(undicis)('undici %s: retries and redirects are heard', async (_, { Agent, interceptors }) => {
  const seen: unknown[] = []
  const onExchange = ({ requestId }: { requestId?: string }) => void seen.push(requestId)
  const retry = { minTimeout: 0, maxTimeout: 0, timeoutFactor: 1, maxRetries: 2 }
  const dispatcher = new Agent().compose(
    requestIdInterceptor({ onExchange }),
    interceptors.retry(retry),
    interceptors.redirect({ maxRedirections: 2 }),
  )
  const get = async () => {
    const { body } = await dispatcher.request({ origin: wire.url, path: '/bucket/a', method: 'GET' })
    return await body.text()
  }
  wire.inject({ status: 503 })
  wire.inject({ status: 302, headers: { location: '/bucket/other' } })
  expect(await get()).toBe('{"key":"other"}')
  expect(seen).toEqual(ids())
  expect(seen).toHaveLength(3)
  wire.clear()
  wire.inject({ status: 503, times: always })
  const error = await failure(get())
  expect(error.requestId).toBe(ids().at(-1))
  expect(statusesOf(error)).toEqual([503, 503, 503])
})

it.each(undicis)(
  'undici %s: what comes before a response, and in its body alone',
  async (_, { Agent, interceptors }) => {
    // The id in the second half, which is looked at once the body is whole.
    const pieces = [`<Error><Message>${'m'.repeat(60)}</Message>`, '<RequestId>ID9</RequestId></Error>']
    const server = createServer(async (_, response) => {
      response.writeEarlyHints({ link: '</a.css>; rel=preload' })
      response.writeHead(403, { 'content-type': 'text/plain' })
      for (const piece of pieces) {
        response.write(piece)
        await sleep(5)
      }
      response.end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const request = {
      origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      path: '/',
      method: 'GET',
    }
    const of = { statusCode: 403, requestId: 'ID9' }

    const agent = new Agent().compose(requestIdInterceptor())
    const { exchanges } = await captureExchanges(async () =>
      (await agent.request(request as never)).body.text(),
    )
    expect(exchanges).toMatchObject([of])

    const { responseError } = interceptors as Partial<typeof interceptors>
    // Of undici 7.
    if (responseError) {
      const refusing = new Agent().compose(responseError(), requestIdInterceptor())
      const error = await failure(refusing.request(request as never))
      expect(error.requestId).toBe('ID9')
      expect(getRequestInfo(error)?.exchanges).toMatchObject([of])
      await refusing.close()
    }
    await agent.close()
    server.close()
  },
)

it.each(gots)('got %s: the promise of a body has the members that it had', async (_, { default: got }) => {
  const [plain, parsed] = [got, got.extend(requestIdGot() as never)].map((client) => client(url()).json())
  expect(Object.getOwnPropertyNames(parsed)).toEqual(Object.getOwnPropertyNames(plain))
  expect(await parsed).toEqual(await plain)
})

it.each(gots)(
  'got %s: a response whose body was looked at has no member more',
  async (_, { default: got }) => {
    const none = { requestIdHeader: false as const }
    const keysOf = async (client: typeof got, status: number) => {
      wire.inject({ status, body: '', ...none })
      return Reflect.ownKeys(await client(url(), { throwHttpErrors: false, retry: { limit: 0 } }))
    }
    for (const status of [304, 404]) {
      const expected = await keysOf(got, status)
      expect(await keysOf(got.extend(requestIdGot() as never), status)).toEqual(expected)
    }
  },
)

it.each(gots)('got %s: retries and redirects are heard', async (_, { default: got }) => {
  const retry = {
    limit: 1,
    calculateDelay: ({ computedValue }: { computedValue: number }) => Math.min(computedValue, 1),
  }
  const client = got.extend({ retry }, requestIdGot() as never)
  wire.inject({ status: 503 })
  wire.inject({ status: 302, headers: { location: '/bucket/other' } })
  const response = await client(url())
  expect(response).toHaveProperty('requestId', ids()[2])
  expect(statusesOf(response)).toEqual([503, 302, 200])
  expect(Object.keys((response.request.options as { context: object }).context)).toEqual([])
  wire.clear()
  wire.inject({ status: 503 })
  wire.inject({ reset: 'before-headers', times: always })
  const error = await failure(client(url()))
  expect(error.requestId).toBe(ids()[0])
  expect(getRequestInfo(error)).toMatchObject({ idOf: 'earlier' })
})

it('rejections that nobody handles are as many as before', async () => {
  const [[, axios] = []] = axioses
  const got = gots[0]?.[1].default
  const plain = (axios as unknown as typeof import('axios')).default.create({ proxy: false })
  const own = withRequestId((axios as unknown as typeof import('axios')).default.create({ proxy: false }))
  wire.reply({ reset: 'before-headers' })
  const pairs = [
    [() => fetch(url()), () => requestIdFetch()(url())],
    [() => plain.get(url()), () => own.get(url())],
    [
      () => got?.(url(), { retry: { limit: 0 } }),
      () => got?.extend(requestIdGot() as never)(url(), { retry: { limit: 0 } }),
    ],
  ] as const
  for (const pair of pairs) {
    const counts = []
    for (const run of pair) counts.push((await unhandledRejections(run, 1)).length)
    expect(counts).toEqual([1, 1])
  }
})

it('captureExchanges has what they send', async () => {
  const { exchanges } = await captureExchanges(() => requestIdFetch()(url()))
  expect(exchanges).toMatchObject([{ vendor: 'alibaba-oss', requestId: ids()[0], path: '/bucket/a' }])
})

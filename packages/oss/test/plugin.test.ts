import { once } from 'node:events'
import { Agent, type ClientRequest, createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import {
  captureExchanges,
  type Exchange,
  getRequestId,
  getRequestInfo,
  type RequestInfo,
} from '@requestid/core'
import { startServer, type TestServer } from '@requestid/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type RequestIdOptions, withRequestId } from '../src/index.js'
import { bucket, files, type Methods, partSize } from './methods.js'
import { versions } from './versions.js'

type Outcome = Record<string, unknown>

const always = Number.POSITIVE_INFINITY
const content = Buffer.from('content')
/** Anew each time: the SDK writes to the options it gets. */
const callback = () => ({ callback: { url: 'http://example.com', body: 'b' } })
/** What the SDK does its HTTP with, which is no dependency of ours. */
const require = createRequire(createRequire(import.meta.url).resolve('ali-oss'))

describe.each(versions)('ali-oss %s', (version, OSS) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer({ vendor: 'alibaba-oss' })
  })
  afterAll(() => server.close())
  beforeEach(() => server.clear())
  afterEach(() => vi.restoreAllMocks())

  const plain = (options = {}) =>
    new OSS({ ...server.ossOptions(), ...options }) as InstanceType<typeof OSS> & Methods
  const registered = (options?: RequestIdOptions, own = {}) => {
    const client = plain(own)
    withRequestId(client, { onError: (error) => expect.fail(String(error)), ...options })
    return client
  }
  const last = () => server.exchanges.at(-1)?.requestId
  const issued = (exchanges = server.exchanges) => exchanges.map(({ requestId }) => requestId)
  const idsOf = (outcome: unknown) => getRequestInfo(outcome)?.exchanges.map(({ requestId }) => requestId)

  describe('registration', () => {
    // Before the server runs, whose options `plain` takes.
    const unused = () => new OSS({ accessKeyId: 'i', accessKeySecret: 's' }) as object
    it.each([
      ['another of its classes', OSS.STS, / got the class STS; pass an instance: new OSS/],
      ['an agent', new Agent(), / got an instance of Agent; pass/],
      [
        'a mock',
        Object.assign(unused(), { request: null }),
        / got an instance of Client without request; pass/,
      ],
    ])('refuses %s', (_, value, message) => {
      expect(() => withRequestId(value as object)).toThrow(message)
      expect(() => withRequestId(value as object)).toThrow(TypeError)
    })
  })

  describe('what makes no request', () => {
    it('setters return the client, to go on with', async () => {
      const client = registered()
      for (const name of ['useBucket', 'setBucket'] as const) expect(client[name]?.(bucket)).toBe(client)
      expect(client.setSLDEnabled?.(false)).toBe(client)
      expect(await client.head('missing').catch(getRequestId)).toBe(last())
    })

    it('gives what it gave', async () => {
      const calls: [string, ...unknown[]][] = [
        ['getObjectUrl', 'a'],
        ['generateObjectUrl', 'a'],
        ['getBucket'],
        ['isCancel'],
        ['signature', 'text'],
        ['checkBrowserAndVersion', 'IE', '10'],
        ['getRtmpUrl', 'live', { expires: 1 }],
      ]
      const options = { region: 'oss-cn-hangzhou', accessKeyId: 'id', accessKeySecret: 'secret', bucket }
      const [without, having] = [options, options].map((options) => new OSS(options) as unknown as Methods)
      if (!without || !having) return
      withRequestId(having)
      for (const [name, ...args] of calls) expect(having[name]?.(...args)).toEqual(without[name]?.(...args))
      expect(await having.parseXML?.('<a><b>1</b></a>')).toEqual({ b: '1' })
      expect(server.exchanges).toEqual([])
    })
  })

  describe('the way of a call', () => {
    it('every try is an exchange, and the last one decides', async () => {
      server.inject({ reset: 'before-headers' })
      const client = registered({}, { retryMax: 2 })
      const error = await client.get('missing').catch((error: unknown) => error)
      expect(getRequestInfo(error)).toMatchObject({ requestId: last(), statusCode: 404 })
      expect(getRequestInfo(error)?.exchanges).toMatchObject([
        { errorCode: 'ECONNRESET' },
        { statusCode: 404, requestId: last() },
      ])
    })

    it('an upload from a file that is sent again', async () => {
      server.inject({ reset: 'before-headers' })
      const result = await registered({}, { retryMax: 1 }).put('a', files.small)
      expect(result).toHaveProperty('requestId', last())
      expect(getRequestInfo(result)?.exchanges).toHaveLength(2)
    })

    it('of parts that fail at once, the one whose error it is', async () => {
      const part =
        (number: number) =>
        ({ query }: { query: URLSearchParams }) =>
          query.get('partNumber') === String(number)
      server.inject({ status: 403, delayMs: 600 }, part(1))
      server.inject({ status: 409 }, part(2))
      server.inject({ delayMs: 300 }, part(3))
      const error = await registered()
        .multipartUpload('big', files.big, { partSize })
        .catch((error: Outcome) => error)
      expect(error).toMatchObject({ status: 409, partNum: 2 })
      const refused = server.exchanges.find(({ statusCode }) => statusCode === 409)
      expect(getRequestInfo(error)).toMatchObject({ requestId: refused?.requestId, statusCode: 409 })
      await vi.waitFor(() => expect(idsOf(error)).toHaveLength(4), { timeout: 10_000 })
      expect(idsOf(error)?.sort()).toEqual(issued().sort())
    })

    it.each([
      [403, { status: 403, partNum: 2 }],
      [404, { status: 0, name: 'abort', partNum: 2 }],
    ])(
      'of parts that are answered in one moment, the one whose error it is: %i',
      async (refused, expected) => {
        const client = registered()
        const { urllib } = client as unknown as { urllib: Methods }
        const { request } = urllib
        const gate = sleep(20)
        vi.spyOn(urllib, 'request').mockImplementation((...args) => {
          const part = /partNumber=(\d)/.exec(String(args[0]))?.[1]
          if (!part) return request?.apply(urllib, args)
          const headers = { 'x-oss-request-id': `of-part-${part}`, etag: '"e"' }
          const status = part === '2' ? refused : 200
          const data = Buffer.from('<Error><Code>AccessDenied</Code></Error>')
          return gate.then(() => ({ status, headers, data, res: { status, headers } }))
        })
        const error = await client
          .multipartUpload('big', files.big, { partSize })
          .catch((error: Outcome) => error)
        expect(error).toMatchObject(expected)
        expect(getRequestInfo(error)).toMatchObject({ requestId: 'of-part-2', statusCode: refused })
        expect(idsOf(error)).toEqual([last(), 'of-part-1', 'of-part-2', 'of-part-3'])
      },
    )

    it('a connection that fails beside other parts: the last response of the upload', async () => {
      server.inject({ reset: 'before-headers', delayMs: 30 }, { query: 'partNumber' })
      const error = await registered()
        .multipartUpload('big', files.big, { partSize })
        .catch((error: Outcome) => error)
      const answered = server.exchanges.filter(({ statusCode }) => statusCode)
      expect(answered).toHaveLength(3)
      expect(issued(answered)).toContain((error as Outcome).requestId)
    })

    it('cancel reaches the upload, whose outcome is the plain object it was', async () => {
      const client = registered()
      server.inject({ delayMs: 100, times: always }, { query: 'partNumber' })
      const upload = client.multipartUpload('big', files.big, { partSize }).catch((error: unknown) => error)
      while (server.exchanges.length < 2) await sleep(5)
      client.cancel?.()
      const outcome = (await upload) as Outcome
      expect(outcome).toMatchObject({ status: 0, name: 'cancel' })
      expect(Object.keys(outcome).sort()).toEqual(['name', 'requestId', 'status'])
      const answered = getRequestInfo(outcome)?.exchanges.filter(({ statusCode }) => statusCode)
      expect(outcome.requestId).toBe(answered?.at(-1)?.requestId)
      expect(issued()).toContain(outcome.requestId)
    })

    it('an abort that fails stays an unhandled rejection, with its id', async () => {
      const seen: Outcome[] = []
      const listeners = process.listeners('unhandledRejection')
      process.removeAllListeners('unhandledRejection')
      process.on('unhandledRejection', (reason: Outcome) => seen.push(reason))
      try {
        server.inject({ status: 403, bodyRequestId: false }, { method: 'DELETE' })
        registered().cancel?.({ name: 'a', uploadId: 'u', options: {} })
        for (let i = 0; i < 100 && seen.length === 0; i++) await sleep(10)
      } finally {
        process.removeAllListeners('unhandledRejection')
        for (const listener of listeners) process.on('unhandledRejection', listener)
      }
      expect(seen.map(({ requestId }) => requestId)).toEqual([last()])
    })

    it('a stream that is cut with no listener is as silent as before', async () => {
      const escaped: unknown[] = []
      const note = (error: unknown) => escaped.push(error)
      process.on('uncaughtException', note)
      try {
        await plain().put('a', files.big)
        server.inject({ reset: 'mid-body' }, { method: 'GET' })
        const { stream } = await registered().getStream('a')
        expect(stream.listenerCount('error')).toBe(0)
        await new Promise((resolve) => stream.resume().once('close', resolve))
        await sleep(10)
      } finally {
        process.off('uncaughtException', note)
      }
      expect(escaped).toEqual([])
    })

    it('a stream can be looked up, and its key does not show', async () => {
      await plain().put('a', content)
      const { stream } = (await registered().getStream('a')) as { stream: Readable }
      expect(getRequestId(stream)).toBe(last())
      expect(Object.keys(stream)).not.toContain('requestId')
      expect((await stream.toArray()).join('')).toBe('content')
    })

    it('a user’s calls in callbacks are operations of their own', async () => {
      const client = registered()
      const inner: unknown[] = []
      const result = await client.multipartUpload('big', files.big, {
        partSize,
        parallel: 1,
        async progress() {
          inner.push(await client.put('inner', content))
        },
      })
      const paths = (outcome: unknown) => getRequestInfo(outcome)?.exchanges.map(({ path }) => path)
      expect(new Set(paths(result))).toEqual(new Set(['/big']))
      expect(inner.length).toBeGreaterThan(2)
      for (const outcome of inner) expect(paths(outcome)).toEqual(['/inner'])
    })

    it('an error that a callback throws keeps what it had', async () => {
      const client = registered()
      const error = await client
        .multipartUpload('big', files.big, {
          partSize,
          progress: () => client.get('missing') as Promise<unknown>,
        })
        .catch((error: unknown) => error)
      const missing = server.exchanges.find(({ key }) => key === 'missing')
      expect(getRequestId(error)).toBe(missing?.requestId)
      expect(idsOf(error)).toEqual([missing?.requestId])
    })

    it('an error body in tiny pieces costs about what it costs the SDK', async () => {
      const pieces = 40_000
      const plain = createServer((_, response) => {
        response.writeHead(500)
        for (let i = 0; i < pieces; i++) response.write(' ')
        response.end('<Error><RequestId>of-body</RequestId></Error>')
      })
      plain.listen(0, '127.0.0.1')
      await once(plain, 'listening')
      const endpoint = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`
      const started = process.cpuUsage().user
      const error = await registered({}, { endpoint })
        .get('a')
        .catch((error: unknown) => error)
      plain.close()
      expect(error).toHaveProperty('requestId', 'of-body')
      // Searching at each piece takes ten times as long.
      expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(2.5)
    })

    it('no id is a number: urllib counts its requests under that name', async () => {
      const sts = () => new OSS.STS(server.ossOptions())
      const assume = (client: InstanceType<typeof OSS.STS>) =>
        client
          .assumeRole('acs:ram::1:role/r', undefined, 900, 's', { timeout: 30 } as never)
          .catch((error: Outcome) => error)
      server.inject({ stall: 'before-headers', times: always })
      expect(await assume(sts())).toHaveProperty('requestId', expect.any(Number))
      const error = await assume(withRequestId(sts()))
      expect(error).not.toHaveProperty('requestId')
      expect(getRequestInfo(error)).toMatchObject({
        vendor: 'alibaba-sts',
        exchanges: [{ method: 'POST', path: '/' }],
      })
    })

    it('secrets are nowhere: signed queries, tokens, headers', async () => {
      const seen: Exchange[] = []
      const onExchange = (exchange: Exchange) => void seen.push(exchange)
      const client = registered({ onExchange }, { stsToken: 'token-secret' })
      const error = await client
        .get('missing', { subres: { 'x-oss-security-token': 'secret' } } as never)
        .catch((error: unknown) => error)
      const text = JSON.stringify([seen, getRequestInfo(error)])
      expect(text).not.toMatch(/secret|signature|authorization|token/i)
      expect(seen).toMatchObject([{ path: '/missing' }])
    })
  })

  describe('EC', () => {
    it.each([
      ['of the header', {}],
      ['of the body', { headers: { 'x-oss-ec': '' } }],
    ])('%s', async (_, fault) => {
      server.inject({ status: 403, ...fault })
      const error = await registered()
        .get('a')
        .catch((error: unknown) => error)
      expect(getRequestInfo(error)?.ec).toBe(server.exchanges[0]?.ec)
      expect(getRequestInfo(error)?.ec).toMatch(/^\d{4}-\d{8}$/)
    })

    it.each([
      ['a callback that failed', 203, (client: Methods) => client.put?.('a', content, callback())],
      ['of a file too', 203, (client: Methods) => client.put?.('a', files.small, callback())],
      ['a status that no method expects', 201, (client: Methods) => client.put?.('a', content)],
      ['the same of a read', 203, (client: Methods) => client.get?.('a')],
    ])('of the body alone: %s', async (_, status, call) => {
      server.inject({ status, code: 'CallbackFailed', headers: { 'x-oss-ec': '' } })
      const error = await (call(registered() as never) as Promise<unknown>).catch((error: unknown) => error)
      const [{ requestId, ec } = {}] = server.exchanges
      expect(ec).toMatch(/^\d{4}-\d{8}$/)
      expect(error).toMatchObject({ status, name: 'CallbackFailedError' })
      expect(getRequestInfo(error)).toMatchObject({ requestId, ec, statusCode: status })
      expect(getRequestInfo(error)?.exchanges).toMatchObject([{ requestId, ec }])
    })

    it.each([200, 206])('never of what was fetched: %i', async (status) => {
      await plain().put('a', Buffer.from('<Error><EC>0001-00000001</EC></Error>'))
      const headers = { 'x-oss-ec': '' }
      server.inject({ status, headers, body: '<Error><EC>0001-00000001</EC></Error>' })
      const result = await registered().get('a')
      expect(getRequestInfo(result)).toMatchObject({ requestId: last(), statusCode: status })
      expect(getRequestInfo(result)).not.toHaveProperty('ec')
    })

    it('of an error to HEAD, which is in a header alone', async () => {
      server.inject({ status: 403, headers: { 'x-oss-ec': '' } })
      const error = await registered()
        .head('a')
        .catch((error: unknown) => error)
      expect(getRequestInfo(error)).toMatchObject({ requestId: last(), ec: expect.stringMatching(/^\d{4}-/) })
    })

    it.each(['no base64!', 'abcde', 'ab_d'])(
      'a header that is not Base64 is no failure: %s',
      async (header) => {
        server.inject({ status: 403, headers: { 'x-oss-ec': '', 'x-oss-err': header } })
        const onError = vi.fn()
        const error = await registered({ onError })
          .head('a')
          .catch((error: unknown) => error)
        expect(getRequestId(error)).toBe(last())
        expect(onError).not.toHaveBeenCalled()
      },
    )
  })

  describe('what users do to a client', () => {
    it('a subclass that overrides what the SDK itself calls', async () => {
      const keys: unknown[] = []
      class Mine extends OSS {
        readonly #keys = keys
        request(params: { object: string }) {
          this.#keys.push(params.object)
          return (OSS.prototype as unknown as Methods).request?.call(this, params)
        }
      }
      const seen: Exchange[] = []
      const client = withRequestId(new Mine(server.ossOptions()), {
        onExchange: (exchange) => void seen.push(exchange),
      })
      await client.put('a', content)
      server.inject({ body: '<A/>' })
      const error = await client.getACL('a').catch((error: unknown) => error)
      expect(error).toMatchObject({ name: 'TypeError', requestId: last() })
      server.inject({ status: 404, code: 'NoSuchUpload' }, { query: 'partNumber' })
      const lost = await client
        .multipartUpload('big', files.big, { partSize })
        .catch((error: unknown) => error)
      const refused = server.exchanges.find(({ statusCode }) => statusCode === 404)
      expect(lost).toMatchObject({ name: 'abort', requestId: refused?.requestId })
      await sleep(20)
      expect(seen).toHaveLength(keys.length)
    })

    it('a method that makes two calls at once keeps them apart', async () => {
      class Mine extends OSS {
        override async get(...[name]: never[]): Promise<never> {
          const options = { timeout: 300 } as never
          const [result] = await Promise.all([super.get(name as never, options), this.head(name as never)])
          return result as never
        }
      }
      const client = withRequestId(new Mine(server.ossOptions()))
      await client.put('a', content)
      server.inject({ stall: 'mid-body' }, { method: 'GET' })
      const error = await client.get('a' as never).catch((error: unknown) => error)
      const stalled = server.exchanges.find(({ method }) => method === 'GET')
      expect(error).toHaveProperty('requestId', stalled?.requestId)
    })

    it('an error of its own keeps its requestId, and that is not the server’s', async () => {
      const own = Object.assign(new Error('of the user'), { requestId: 'my-app-42' })
      const client = registered(
        {},
        { stsToken: 'token', refreshSTSTokenInterval: 0, refreshSTSToken: () => Promise.reject(own) },
      )
      expect(await client.get('a').catch((error: unknown) => error)).toBe(own)
      expect(own.requestId).toBe('my-app-42')
      expect(getRequestInfo(own)).toBeUndefined()
    })

    it.each(['before', 'after'])(
      'a stub on urllib, put on %s the registration, sees every request',
      async (when) => {
        const client = plain()
        const calls: unknown[] = []
        const stub = () => {
          const { urllib } = client as unknown as { urllib: { request(...args: unknown[]): unknown } }
          const { request } = urllib
          return vi.spyOn(urllib, 'request').mockImplementation(function (this: unknown, ...args) {
            calls.push([this, args[0]])
            return request.apply(urllib, args)
          })
        }
        if (when === 'before') stub()
        withRequestId(client)
        if (when === 'after') stub()
        expect(await client.put('a', content)).toHaveProperty('requestId', last())
        expect(calls).toEqual([[client.urllib, expect.stringContaining('/a')]])
      },
    )

    it('a stub on urllib may answer by itself', async () => {
      const client = registered()
      const headers = { 'x-oss-request-id': 'of-stub' }
      const answer = { status: 200, headers, data: '', res: { status: 200, headers } }
      const stub = vi.spyOn(client.urllib as unknown as Methods, 'request')
      for (const value of [answer, Promise.resolve(answer)]) {
        stub.mockReturnValue(value)
        const result = await client.put('a', content)
        expect(result).toHaveProperty('requestId', 'of-stub')
        expect(getRequestInfo(result)?.exchanges).toMatchObject([{ requestId: 'of-stub', statusCode: 200 }])
      }
      expect(server.exchanges).toEqual([])
    })

    it.each(['throws', 'rejects'])('a stub on urllib that %s', async (how) => {
      const client = registered()
      const failing = Object.assign(new Error('of stub'), { status: -1, code: 'E' })
      const stub = vi.spyOn(client.urllib as unknown as Methods, 'request')
      if (how === 'rejects') stub.mockRejectedValue(failing)
      else
        stub.mockImplementation(() => {
          throw failing
        })
      const error = await client.get('a').catch((error: unknown) => error)
      expect(error).not.toHaveProperty('requestId')
      expect(getRequestInfo(error)?.exchanges).toMatchObject([{ errorCode: 'E', path: '/a' }])
    })

    it('a stub on the client that the SDK calls', async () => {
      const client = registered()
      const { request } = client
      const params: unknown[] = []
      client.request = function (this: unknown, ...args: unknown[]) {
        params.push(args[0])
        return request?.apply(this as Methods, args)
      }
      expect(await client.put('a', content)).toHaveProperty('requestId', last())
      expect(params).toMatchObject([{ method: 'PUT', object: 'a' }])
    })

    it('a stub that was on the client before keeps its own members', async () => {
      const client = plain()
      const stub = Object.assign(async () => ({ res: { headers: { 'x-oss-request-id': 'id' } } }), {
        calls: 7,
      })
      client.put = stub as never
      withRequestId(client)
      expect(client.put).toHaveProperty('calls', 7)
      expect(await client.put('a', content)).toHaveProperty('requestId', 'id')
    })

    it('`urllib` stays a value until a method that is not the SDK’s own is called', async () => {
      const client = registered()
      const { urllib } = client
      const property = () => Object.getOwnPropertyDescriptor(client, 'urllib')
      await client.put('a', content)
      expect(property()).toEqual({ value: urllib, writable: true, enumerable: true, configurable: true })
      vi.spyOn(OSS.prototype as unknown as Methods, 'put')
      expect(await client.put('a', content)).toHaveProperty('requestId', last())
      expect(property()).toMatchObject({ get: expect.any(Function), enumerable: true, configurable: true })
      expect(client.urllib).toBe(urllib)
    })

    describe('a urllib that gives no promise of the language’s own', () => {
      const forms: Record<string, (send: () => Promise<unknown>) => PromiseLike<unknown>> = {
        'a query that each `then` sends': (send) => {
          // biome-ignore lint/suspicious/noThenProperty: it is what is tested
          return { then: (resolve, reject) => send().then(resolve, reject) }
        },
        'a lazy promise': (send) => {
          class Lazy extends Promise<unknown> {
            // biome-ignore lint/suspicious/noThenProperty: it is what is tested
            override then: Promise<unknown>['then'] = (resolve, reject) => send().then(resolve, reject)
          }
          return new Lazy(() => {})
        },
        'a frozen one': (send) =>
          // biome-ignore lint/suspicious/noThenProperty: it is what is tested
          Object.freeze({ then: (resolve, reject) => send().then(resolve, reject) } as PromiseLike<unknown>),
        'a promise of another realm': (send) =>
          runInNewContext('new Promise((resolve, reject) => run(resolve, reject))', {
            run: (resolve: never, reject: never) => void send().then(resolve, reject),
          }),
      }
      it.each(Object.keys(forms))('%s: each request is sent once', async (form) => {
        const run = async (register: boolean) => {
          server.clear()
          const own = plain()
          const { urllib } = own as unknown as { urllib: Methods }
          const request = (...args: unknown[]) =>
            forms[form]?.(() => urllib.request?.(...args) as Promise<unknown>)
          const client = plain({ urllib: { request } })
          if (register) withRequestId(client, { onError: (error) => expect.fail(String(error)) })
          const outcomes: unknown[] = [await client.put('a', content)]
          outcomes.push(await client.get('missing').catch((error: unknown) => error))
          server.inject({ reset: 'before-headers' })
          outcomes.push(await client.get('a').catch((error: unknown) => error))
          const kinds = outcomes.map((outcome) => {
            const { name, status, code, res } = outcome as Outcome & { res?: Outcome }
            return [name, status, code, res?.status]
          })
          return { kinds, sent: server.exchanges.map(({ method, path }) => [method, path]), outcomes }
        }
        const [without, having] = [await run(false), await run(true)]
        expect(without.sent).toHaveLength(3)
        expect(having.sent).toEqual(without.sent)
        expect(having.kinds).toEqual(without.kinds)
        expect(having.outcomes.map(getRequestId)).toEqual([...issued().slice(0, 2), undefined])
        expect(having.outcomes.map((outcome) => getRequestInfo(outcome)?.exchanges.length)).toEqual([1, 1, 1])
      })
    })

    it('a method of the user’s that gives a query: sent when it is awaited, once, with its members', async () => {
      const run = async (register: boolean) => {
        server.clear()
        const own = plain()
        class Mine extends OSS {
          query(name: string): PromiseLike<unknown> & { readonly named: string } {
            // biome-ignore lint/suspicious/noThenProperty: it is what is tested
            return { named: name, then: (resolve, reject) => own.get(name).then(resolve, reject) }
          }
          override get(...[name]: never[]): Promise<never> {
            return this.query(String(name)) as never
          }
        }
        const client = new Mine(server.ossOptions())
        if (register) withRequestId(client, { onError: (error) => expect.fail(String(error)) })
        const query = client.get('missing' as never) as PromiseLike<unknown>
        await sleep(20)
        const before = server.exchanges.length
        const error = await Promise.resolve(query).catch((error: Outcome) => error.code)
        return [before, Reflect.get(query, 'named'), error, server.exchanges.length]
      }
      expect(await run(true)).toEqual(await run(false))
      expect(await run(true)).toEqual([0, 'missing', 'NoSuchKey', 1])
    })

    it('a method of the user’s that uses all of its urllib: callbacks, listeners, other members', async () => {
      const run = async (register: boolean) => {
        server.clear()
        const calls: unknown[] = []
        class Mine extends OSS {
          override async head(...[name]: never[]): Promise<never> {
            const { urllib } = this as unknown as { urllib: Methods & { on: Methods['request'] } }
            urllib.on?.('response', () => calls.push('listener'))
            const url = `${server.url}/${String(name)}`
            for (const args of [[url], [url, { method: 'HEAD' }]]) {
              await new Promise<void>((resolve) => {
                urllib.request?.(...args, (error: unknown, _: unknown, res: Outcome) => {
                  calls.push(error, res.status)
                  resolve()
                })
              })
            }
            const curled = await urllib.curl?.(url)
            calls.push((curled as Outcome).status)
            return { mine: true } as never
          }
        }
        const urllib = new (require('urllib').HttpClient)()
        const client = new Mine({ ...server.ossOptions(), urllib } as never)
        if (register) withRequestId(client, { onError: (error) => expect.fail(String(error)) })
        const result = await client.head('missing' as never)
        calls.push(urllib.eventNames(), urllib.listenerCount('response'), urllib._eventsCount)
        return { calls, result, sent: server.exchanges.map(({ method, path }) => [method, path]) }
      }
      expect(await run(true)).toEqual(await run(false))
      expect(server.exchanges).toHaveLength(3)
    })

    it('a promise of urllib’s that a method of the user’s leaves alone is rejected unhandled', async () => {
      const seen: unknown[] = []
      const listeners = process.listeners('unhandledRejection')
      process.removeAllListeners('unhandledRejection')
      process.on('unhandledRejection', (reason) => seen.push(reason))
      const failure = new Error('of urllib')
      try {
        for (const register of [false, true]) {
          class Mine extends OSS {
            override async head(...[name]: never[]): Promise<never> {
              const { urllib } = this as unknown as { urllib: Methods }
              urllib.request?.(`http://localhost/${name}`)
              return {} as never
            }
          }
          const urllib = { request: () => Promise.reject(failure) }
          const client = new Mine({ ...server.ossOptions(), urllib } as never)
          if (register) withRequestId(client)
          await client.head('a' as never)
          await sleep(10)
        }
      } finally {
        process.removeAllListeners('unhandledRejection')
        for (const listener of listeners) process.on('unhandledRejection', listener)
      }
      expect(seen).toEqual([failure, failure])
    })

    it('options.urllib sends, with its own receiver', async () => {
      const { HttpClient2 } = require('urllib')
      const urllib = new HttpClient2()
      const request = vi.spyOn(urllib, 'request')
      const client = registered({}, { urllib })
      expect(await client.put('a', content)).toHaveProperty('requestId', last())
      expect(request.mock.contexts).toEqual([urllib])
      expect(client.agent).toBeUndefined()
    })

    it.each([
      ['sends again by itself', 'HttpClient2', { retry: 1 }, { status: 503 }],
      [
        'follows a redirect',
        'HttpClient',
        { followRedirect: true },
        { status: 302, headers: { location: '/missing' } },
      ],
    ])('a client of urllib’s that %s: every request is an exchange', async (_, type, defaultArgs, fault) => {
      const hooked: unknown[] = []
      const beforeRequest = (options: { path: string }) => hooked.push(options.path)
      const urllib = new (require('urllib')[type])({ defaultArgs: { ...defaultArgs, beforeRequest } })
      const { request } = urllib
      // HttpClient2 takes its retries from the arguments of a call.
      urllib.request = (url: string, args: object) =>
        request.call(urllib, url, Object.assign(args, defaultArgs))
      server.inject(fault)
      const error = await registered({}, { urllib })
        .get('missing')
        .catch((error: unknown) => error)
      expect(getRequestInfo(error)).toMatchObject({ requestId: last(), statusCode: 404 })
      expect(idsOf(error)).toEqual(issued())
      expect(hooked).toHaveLength(2)
    })

    it('and one that sends again where no response came', async () => {
      const urllib = new (require('urllib').HttpClient2)()
      const { request } = urllib
      urllib.request = (url: string, args: object) =>
        request.call(urllib, url, Object.assign(args, { retry: 1 }))
      server.inject({ reset: 'before-headers' })
      const error = await registered({}, { urllib })
        .get('missing')
        .catch((error: unknown) => error)
      expect(getRequestInfo(error)?.exchanges).toMatchObject([
        { errorCode: 'UNKNOWN', path: '/missing' },
        { statusCode: 404, requestId: last() },
      ])
    })

    it('the arguments of a request, which an error of STS shows, are as urllib leaves them', async () => {
      const keys = async (register: boolean) => {
        const sts = new OSS.STS(server.ossOptions())
        if (register) withRequestId(sts)
        server.inject({ status: 403 })
        const error = await sts.assumeRole('acs:ram::1:role/r').catch((error: Outcome) => error)
        return Object.keys((error as Outcome).params as object)
      }
      expect(await keys(true)).toEqual(await keys(false))
    })

    it('a custom agent is the one that sends, and the one the request has', async () => {
      const seen: unknown[] = []
      class Custom extends Agent {
        readonly #name = 'custom'
        get protocol() {
          return this.#name && 'http:'
        }
        set protocol(_: string) {}
        override createConnection(...args: Parameters<Agent['createConnection']>) {
          expect(Reflect.get(args[0], 'agent')).toBe(this)
          return super.createConnection(...args)
        }
        addRequest(request: ClientRequest, ...rest: unknown[]) {
          seen.push([this.#name, Reflect.get(request, 'agent')])
          Reflect.get(Agent.prototype, 'addRequest').call(this, request, ...rest)
        }
      }
      const agent = new Custom({ keepAlive: true, maxSockets: 1 })
      const client = registered({}, { agent })
      const keys = ['a', 'b', 'c']
      const results = await Promise.all(keys.map((key) => client.put(key, content)))
      agent.destroy()
      expect(seen).toEqual(keys.map(() => ['custom', agent]))
      for (const [i, result] of results.entries()) {
        const { requestId } = server.exchanges.find(({ key }) => key === keys[i]) ?? {}
        expect(result).toHaveProperty('requestId', requestId)
      }
    })

    it('refreshSTSToken has the options as `this`, and its own requests are its own', async () => {
      const sts = withRequestId(new OSS.STS(server.ossOptions()))
      let self: unknown
      const client = registered(
        {},
        {
          stsToken: 'old',
          refreshSTSTokenInterval: 0,
          async refreshSTSToken(this: unknown) {
            self = this
            const { credentials } = await sts.assumeRole('acs:ram::1:role/r')
            return {
              accessKeyId: credentials.AccessKeyId,
              accessKeySecret: credentials.AccessKeySecret,
              stsToken: 'new',
            }
          },
        },
      )
      const result = await client.put('a', content)
      expect(self).toBe((client as unknown as { options: object }).options)
      expect(getRequestInfo(result)?.exchanges).toMatchObject([{ vendor: 'alibaba-oss', requestId: last() }])
      expect(client.options).toHaveProperty('stsToken', 'new')
    })
  })

  it('an error of a request that was under way at the registration has its id', async () => {
    const client = plain()
    server.inject({ status: 500, delayMs: 20, bodyRequestId: false })
    const call = client.get('a').catch((error: unknown) => error)
    withRequestId(client)
    expect(await call).toHaveProperty('requestId', last())
  })

  it('and keeps nothing of that response', async () => {
    const responses: WeakRef<object>[] = []
    const request = async () => {
      await sleep(10)
      const headers = { 'x-oss-request-id': 'of-stub' }
      const response = { status: 500, headers, data: Buffer.from('<Error><Code>A</Code></Error>'), res: {} }
      responses.push(new WeakRef(response))
      return response
    }
    const client = plain({ urllib: { request } })
    const call = client.get('a').catch((error: unknown) => error)
    withRequestId(client)
    const error = await call
    // As `stack` is made of the frames of the moment, which refer to what was there.
    expect(error).toMatchObject({ requestId: 'of-stub', stack: expect.any(String) })
    for (let i = 0; i < 20 && responses[0]?.deref(); i++) {
      await sleep(10)
      collectGarbage()
    }
    expect(responses.map((response) => response.deref())).toEqual([undefined])
    expect(getRequestId(error)).toBe('of-stub')
  })

  it('and so has one of STS', async () => {
    const sts = new OSS.STS(server.ossOptions())
    server.inject({ status: 502, delayMs: 20, body: '<html>Bad Gateway</html>' })
    const call = sts.assumeRole('acs:ram::1:role/r').catch((error: unknown) => error)
    withRequestId(sts)
    expect(await call).toHaveProperty('requestId', last())
  })

  describe('ImageClient', () => {
    const create = () => new OSS.ImageClient({ ...server.ossOptions(), imageHost: server.url })

    it('reports each exchange once, and its own OSS client is registered with it', async () => {
      const seen: Exchange[] = []
      const client = withRequestId(create(), { onExchange: (exchange) => void seen.push(exchange) })
      const error = await client.getExif('missing').catch((error: unknown) => error)
      expect(getRequestInfo(error)?.exchanges).toEqual(seen)
      expect(seen).toHaveLength(1)
      const { ossClient } = client as unknown as { ossClient: InstanceType<typeof OSS> }
      expect(await ossClient.put('a', content)).toHaveProperty('requestId', last())
    })

    it('works over an OSS client that was registered before', async () => {
      const client = create()
      withRequestId((client as unknown as { ossClient: object }).ossClient)
      withRequestId(client)
      const error = await client.getExif('missing').catch((error: unknown) => error)
      expect(idsOf(error)).toEqual([last()])
    })
  })

  describe('ClusterClient', () => {
    const nodes = [bucket, 'secondbucket']
    type Cluster = InstanceType<typeof OSS.ClusterClient> & {
      ready(): Promise<void>
      close(): void
      _checkAvailable(first: boolean): Promise<void>
      emit(event: 'error', error: Error): boolean
      on(event: 'error', listener: (error: Outcome) => void): Cluster
      once(event: 'error', listener: (error: Outcome) => void): Cluster
    }
    const start = (options = {}) =>
      new OSS.ClusterClient({
        cluster: nodes.map((bucket) => ({ ...server.ossOptions(), bucket })),
        schedule: 'masterSlave',
        ...options,
      } as never) as Cluster
    const cluster = async (options?: RequestIdOptions) => {
      const client = start()
      await client.ready()
      client.close()
      server.clear()
      withRequestId(client, options)
      return client
    }
    const ofNode = (i: number) => server.exchanges.filter(({ bucket }) => bucket === nodes[i])

    it('a write has the id of the first node, and the exchanges of all', async () => {
      const seen: Exchange[] = []
      const client = await cluster({ onExchange: (exchange) => void seen.push(exchange) })
      server.inject({ delayMs: 20 }, ({ bucket }) => bucket === nodes[0])
      const result = await client.put('a', content)
      expect(getRequestInfo(result)).toMatchObject({ requestId: ofNode(0)[0]?.requestId })
      expect(result).toHaveProperty('requestId', ofNode(0)[0]?.requestId)
      expect(getRequestInfo(result)?.exchanges).toEqual(seen)
      expect(seen).toHaveLength(2)
    })

    it('a write that one node refuses has the id of that node', async () => {
      const client = await cluster()
      server.inject({ status: 403, bodyRequestId: false }, ({ bucket }) => bucket === nodes[1])
      const error = await client.put('a', content).catch((error: unknown) => error)
      expect(error).toHaveProperty('requestId', ofNode(1)[0]?.requestId)
    })

    it('nodes that answer in one moment keep their own', async () => {
      const client = await cluster()
      const [node] = (client as unknown as { clients: { urllib: Methods }[] }).clients
      const gate = sleep(5)
      vi.spyOn(node?.urllib as Methods, 'request').mockImplementation((_url, args) => {
        const { host } = (args as { headers: { host: string } }).headers
        const headers = { 'x-oss-request-id': host.replace(/\..*/, '') }
        const data = Buffer.from('<Error><Code>AccessDenied</Code></Error>')
        const status = headers['x-oss-request-id'] === nodes[0] ? 403 : 200
        return gate.then(() => ({ status, headers, data, res: { status, headers } }))
      })
      const error = await client.put('a', content).catch((error: unknown) => error)
      expect(error).toMatchObject({ status: 403, requestId: nodes[0] })
      expect(idsOf(error)).toEqual(nodes)
    })

    it('a read that fails over has every exchange', async () => {
      const client = await cluster()
      await client.put('a', content)
      server.clear()
      server.inject({ status: 503 })
      const error = await client.get('missing').catch((error: Outcome) => error)
      expect(idsOf(error)).toEqual(issued())
      expect(server.exchanges.map(({ statusCode }) => statusCode)).toEqual([503, 404])
      expect(getRequestInfo(error)).toMatchObject({ requestId: last(), statusCode: 404 })
    })

    it('503 and then no response: the id of the 503', async () => {
      const client = await cluster()
      server.inject({ status: 503 })
      server.inject({ reset: 'before-headers' })
      const error = (await client.get('a').catch((error: Outcome) => error)) as Outcome
      expect(error.message).toMatch(/all clients are down/)
      expect(error.requestId).toBe(server.exchanges[0]?.requestId)
      expect(getRequestInfo(error)?.exchanges).toMatchObject([
        { statusCode: 503 },
        { errorCode: 'ECONNRESET' },
      ])
    })

    it.each(['a subclass', 'a stub'])('%s that chooses the node changes no request', async (how) => {
      const choose = function (this: { clients: object[] }) {
        return this.clients[1]
      }
      const sent = async (register: boolean) => {
        server.clear()
        const client = start()
        await client.ready()
        client.close()
        if (how === 'a stub') Object.assign(client, { chooseAvailable: choose })
        else
          Object.setPrototypeOf(
            client,
            Object.create(OSS.ClusterClient.prototype, { chooseAvailable: { value: choose } }),
          )
        if (register) withRequestId(client)
        server.clear()
        server.inject({ status: 503, times: always })
        const error = await client.get('a').catch((error: unknown) => error)
        if (register) expect(idsOf(error)).toEqual(issued())
        return server.exchanges.map(({ bucket }) => bucket)
      }
      expect(await sent(true)).toEqual(await sent(false))
    })

    it('hands out its own nodes, and itself to its listeners', async () => {
      const client = await cluster()
      const { clients, chooseAvailable } = client as unknown as {
        clients: object[]
        chooseAvailable(): object
      }
      expect(clients).toContain(chooseAvailable.call(client))
      let self: unknown
      client.on('error', function (this: unknown) {
        self = this
      })
      server.inject({ status: 503, times: always })
      await client._checkAvailable(true)
      expect(self).toBe(client)
    })

    it('a listener of nodes that were registered before, and one of the cluster', async () => {
      const calls: string[] = []
      const client = start()
      await client.ready()
      client.close()
      for (const node of (client as unknown as { clients: object[] }).clients) {
        withRequestId(node, { onExchange: () => void calls.push('node') })
      }
      withRequestId(client, { onExchange: () => void calls.push('cluster') })
      await client.put('a', content)
      expect(calls.sort()).toEqual(['cluster', 'cluster', 'node', 'node'])
    })

    it('its nodes are registered too', async () => {
      const client = await cluster()
      const [node] = (client as unknown as { clients: InstanceType<typeof OSS>[] }).clients
      expect(await node?.put('a', content)).toHaveProperty('requestId', last())
    })

    it('the error of its first check, under way at the registration, has its id', async () => {
      server.inject({ status: 403, bodyRequestId: false, times: always }, { method: 'PUT' })
      const client = start()
      const event = once(client as never, 'error').catch((error: unknown) => [error])
      withRequestId(client)
      const [error] = await event
      client.close()
      expect(issued()).toContain(error.requestId)
    })

    it('the event that says which nodes are down has the exchanges of their last checks', async () => {
      const client = start({ heartbeatInterval: 20 })
      await client.ready()
      withRequestId(client)
      for (const down of [1, 0]) {
        server.clear()
        server.inject({ status: 503, times: always }, ({ bucket }) => bucket === nodes[down])
        const [outcome, info] = await new Promise<[Outcome, RequestInfo | undefined]>((resolve) => {
          client.once('error', (error) => resolve([{ ...error }, getRequestInfo(error)]))
        })
        expect(outcome).toMatchObject({ name: 'CheckAvailableError', requestId: info?.requestId })
        expect(info?.exchanges).toMatchObject([
          { method: 'HEAD', statusCode: 503, requestId: info?.requestId },
        ])
        expect(issued(ofNode(down))).toContain(info?.requestId)
        const other = new Error('of somebody else')
        client.once('error', () => {})
        client.emit('error', other)
        expect(other).not.toHaveProperty('requestId')
        server.clear()
        await sleep(60)
      }
      client.close()
    })

    it('and so when the check is called', async () => {
      const client = await cluster()
      const event = once(client as never, 'error').catch((error: unknown) => [error])
      server.inject({ status: 503, times: always })
      await client._checkAvailable(true)
      const [error] = await event
      expect(idsOf(error)).toEqual(nodes.map((_, i) => ofNode(i).at(-1)?.requestId))
    })
  })

  describe('the stack of an error has frames of the plugin', () => {
    async function frames(run: (client: Methods) => unknown, create: () => object = plain): Promise<number> {
      const { stackTraceLimit } = Error
      Error.stackTraceLimit = 100
      try {
        const client = withRequestId(create()) as Methods
        const { stack } = (await (async () => run(client))().catch((error: Error) => error)) as Error
        expect(stack).toMatch(/at .*ali-oss/)
        return stack?.match(/\bpackages\/(?:oss|core)\/(?:src|dist)\//g)?.length ?? 0
      } finally {
        Error.stackTraceLimit = stackTraceLimit
      }
    }
    const sts = () => new OSS.STS(server.ossOptions())

    it.each<[string, (client: Methods) => unknown, fault?: object, create?: () => object]>([
      ['head', (client) => client.head?.('missing')],
      ['of a file', (client) => client.put?.('a', files.small), { status: 403 }],
      ['an upload', (client) => client.multipartUpload?.('a', files.big, { partSize }), { status: 403 }],
      ['refused', (client) => client.get?.('a'), {}, () => plain({ endpoint: 'http://127.0.0.1:9' })],
      ['a time-out', (client) => client.get?.('a', { timeout: 100 }), { stall: 'before-headers' }],
      ['not XML', (client) => client.list?.({}, {}), { malformed: true }],
      ['of STS', (client) => client.assumeRole?.('role'), { status: 403 }, sts],
    ])('none where a request was made: %s', async (_, run, fault, create) => {
      const faulty = (client: Methods) => {
        if (fault) server.inject(fault)
        return run(client)
      }
      expect(await frames(faulty, create)).toBe(0)
    })

    it('none where a part fails', async () => {
      const upload = (client: Methods) => {
        server.inject({ status: 403 }, { query: 'partNumber' })
        return client.multipartUpload?.('big', files.big, { partSize })
      }
      expect(await frames(upload)).toBe(0)
    })

    it('three where the SDK throws before the first', async () => {
      expect(await frames((client) => client.put?.('a', 42))).toBe(3)
      expect(await frames((client) => client.putBucket?.('NO'))).toBe(3)
      expect(await frames((client) => client.useBucket?.(5))).toBe(3)
    })
  })

  it('captureExchanges reaches what has no property, across clients', async () => {
    const client = registered()
    const sts = withRequestId(new OSS.STS(server.ossOptions()))
    const { exchanges } = await captureExchanges(async () => {
      await sts.assumeRole('acs:ram::1:role/r')
      await client.multipartUpload('captured', files.big, { partSize })
    })
    // Parts of uploads that failed before may still be arriving.
    const caused = server.exchanges.filter(({ key }) => key !== 'big')
    expect(exchanges.map(({ requestId }) => requestId).sort()).toEqual(
      caused.map(({ requestId }) => requestId).sort(),
    )
    expect(version).toMatch(/^6\./)
  })
})

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

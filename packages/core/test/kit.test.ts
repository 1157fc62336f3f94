// What plugins are made of: carriers, transports, calls. Against Node's own http and fetch, on 127.0.0.1.
import { EventEmitter, once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { aws } from '@requestid/vendors'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Exchange, getRequestId, getRequestInfo } from '../src/index.js'
import {
  type Calls,
  carriedBy,
  carry,
  definePlugin,
  errorCodeOf,
  inherit,
  isPlain,
  monitorErrors,
  Operation,
  observeRequest,
  openUrl,
  pathOf,
  type Registration,
  type RequestIdOptions,
  rootOf,
  standIn,
  tapCall,
  tapLazily,
  watchAgent,
  watchFetch,
  watchHttp,
  watchNext,
  watchResponse,
} from '../src/plugin.js'

let server: http.Server
let port: number
let issued = 0
beforeAll(async () => {
  server = http.createServer((request, response) => {
    const id = `ID${++issued}`
    const { pathname } = new URL(request.url ?? '', 'http://host')
    if (pathname === '/reset') return void request.socket.resetAndDestroy()
    if (pathname === '/stall') return
    const inBody = pathname === '/body'
    response.writeHead(inBody ? 403 : 200, inBody ? {} : { 'x-amz-request-id': id })
    if (pathname === '/cut') {
      response.write('x')
      return void setTimeout(() => request.socket.resetAndDestroy(), 20)
    }
    response.end(inBody ? `<Error><RequestId>${id}</RequestId></Error>` : 'content')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
})

const url = (path: string) => `http://127.0.0.1:${port}${path}`
const last = () => `ID${issued}`
const onError = (error: unknown) => {
  throw error
}
const registration: Registration = { options: { onError }, vendors: [aws], evidence: () => ({}) }
const begin = (more: Partial<Registration> = {}) => new Operation({ ...registration, ...more })
const failure = (promise: PromiseLike<unknown>) =>
  promise.then(
    () => Promise.reject(new Error('no error')),
    (error) => error,
  )

const closed = (request: http.ClientRequest) => new Promise((resolve) => request.once('close', resolve))

/** Sends a request with Node, and waits until it has closed. */
async function send(
  make: () => http.ClientRequest,
): Promise<{ body?: string; error?: NodeJS.ErrnoException }> {
  const request = make()
  let body = ''
  let error: NodeJS.ErrnoException | undefined
  request.on('error', (e) => (error = e))
  request.on('response', (response) => {
    response.on('error', (e) => (error = e))
    response.on('data', (chunk) => (body += chunk))
  })
  request.end()
  await closed(request)
  await sleep(1)
  return { body, ...(error && { error }) }
}

describe("Node's HTTP", () => {
  it.each([
    ['/a?signature=secret', { statusCode: 200, path: '/a' }],
    ['/body', { statusCode: 403 }],
    ['/cut', { statusCode: 200 }],
    ['/reset', { errorCode: 'ECONNRESET' }],
  ])('a request: %s', async (path, expected) => {
    const operation = begin()
    const make = () => {
      const request = http.request(url(path))
      observeRequest(request as never, operation)
      return request
    }
    const plain = await send(() => http.request(url(path)))
    const { body, error } = await send(make)
    expect(error?.code).toBe(plain.error?.code)
    expect(body?.replace(/\d/g, '')).toBe(plain.body?.replace(/\d/g, ''))
    expect(operation.exchanges).toMatchObject([{ ...expected, method: 'GET', host: `127.0.0.1:${port}` }])
    expect(operation.exchanges[0]?.requestId).toBe('statusCode' in expected ? last() : undefined)
  })

  it('a request that is given up, and one to nobody', async () => {
    const operation = begin()
    const request = http.request(url('/stall'))
    observeRequest(request as never, operation)
    setTimeout(() => request.destroy(), 20)
    request.on('error', () => {})
    request.end()
    await closed(request)
    const refused = http.request({ host: '127.0.0.1', port: 1 })
    observeRequest(refused as never, operation)
    refused.on('error', () => {}).end()
    await closed(refused)
    expect(operation.exchanges.map(({ errorCode }) => errorCode)).toEqual(['ECONNRESET', 'ECONNREFUSED'])
  })

  it('a response alone, and which bodies are read', async () => {
    const operation = begin()
    const attempt = operation.open('GET', 'host', '/')
    await send(() => {
      const request = http.request(url('/body'))
      watchResponse(request as never, attempt, { onError }, () => false)
      return request
    })
    expect(operation.exchanges).toMatchObject([{ statusCode: 403 }])
    expect(operation.exchanges[0]).not.toHaveProperty('requestId')
  })

  it('a response: the listener is gone once it came, and throws nothing for one that is none', () => {
    const operation = begin()
    const request = Object.assign(new EventEmitter(), { method: 'GET', path: '/' })
    const attempt = operation.open('GET', 'host', '/')
    const seen: unknown[] = []
    watchResponse(request as never, attempt, { onError: (error) => seen.push(error) })
    expect(request.listenerCount('response')).toBe(1)
    expect(() => request.emit('response')).not.toThrow()
    expect(seen).toHaveLength(1)
    expect(request.listenerCount('response')).toBe(0)
  })

  it('an agent: the other one gets the request, and its connections are kept', async () => {
    const agent = new http.Agent({ keepAlive: true })
    const operation = begin()
    const watched = watchAgent(agent, (request) => observeRequest(request, operation))
    expect(watched).toBeInstanceOf(http.Agent)
    let used: unknown
    for (let i = 0; i < 2; i++) {
      await send(() => {
        const request = http.request(url('/a'), { agent: watched })
        request.on('socket', () => (used = Reflect.get(request, 'agent')))
        return request
      })
    }
    expect(used).toBe(agent)
    expect(operation.exchanges).toHaveLength(2)
    expect(Object.values(agent.freeSockets).flat()).toHaveLength(1)
    agent.destroy()
    for (const none of [false, undefined, null, {}]) expect(watchAgent(none, onError)).toBe(none)
  })

  it('a module: what it has, and no more', async () => {
    const operation = begin()
    const watched = watchHttp(http, operation)
    await send(() => watched.request(url('/a')))
    await send(() => watched.get(url('/b')))
    expect(operation.exchanges.map(({ path }) => path)).toEqual(['/a', '/b'])
    expect(watched.METHODS).toBe(http.METHODS)
    expect('get' in watchHttp({ request: http.request }, operation)).toBe(false)
    expect(watchHttp({ request: http.request } as typeof http, operation).get).toBeUndefined()
  })

  it('a response that somebody destroys is theirs, one that is cut is not', async () => {
    const seen: unknown[] = []
    const mine = new Error('mine')
    for (const path of ['/cut', '/stream']) {
      const request = http.request(url(path)).on('error', () => {})
      const [response] = (await once(request.end(), 'response')) as [http.IncomingMessage]
      monitorErrors(response, (error) => seen.push(error), { onError })
      const failed = once(response, 'error').catch((error) => [error])
      if (path === '/stream') response.destroy(mine)
      response.resume()
      await failed
    }
    expect(seen).toMatchObject([{ code: 'ECONNRESET' }])
  })
})

describe('fetch', () => {
  it.each(['/a', '/body', '/reset'])('%s', async (path) => {
    const operation = begin()
    const watched = watchFetch(fetch as never, (init) => carriedBy(init)) as unknown as typeof fetch
    const init = carry({ method: 'PUT' }, operation)
    const outcome = await watched(url(path), init).catch((error) => error)
    if (path === '/reset') {
      expect(operation.exchanges).toMatchObject([{ errorCode: 'ECONNRESET', method: 'PUT', path }])
      expect(outcome).toBeInstanceOf(TypeError)
      return
    }
    expect(outcome).toBeInstanceOf(Response)
    const before = operation.exchanges[0]?.requestId
    expect(await outcome.text()).toMatch(/content|RequestId/)
    expect(operation.exchanges).toMatchObject([{ requestId: last(), method: 'PUT', path }])
    expect(before).toBe(path === '/a' ? last() : undefined)
  })

  it('takes a Request and a URL, and leaves alone what belongs to no operation', async () => {
    const operation = begin()
    const watched = watchFetch(fetch as never, () => operation) as unknown as typeof fetch
    await watched(new Request(url('/r'), { method: 'DELETE' }))
    await watched(new URL(url('/u?q=1')))
    expect(operation.exchanges).toMatchObject([
      { method: 'DELETE', path: '/r' },
      { method: 'GET', path: '/u' },
    ])
    const other = watchFetch(fetch as never, () => undefined) as unknown as typeof fetch
    expect((await other(url('/a'))).status).toBe(200)
    expect(operation.exchanges).toHaveLength(2)
  })
})

describe('a chain', () => {
  const respond = (result: unknown) => (result as { status?: number } | undefined)?.status
  it('ends the attempt with what comes, whether by value, promise or throw', async () => {
    const operation = begin()
    const open = () => operation.open('GET', 'host', '/')
    const error = Object.assign(new Error('m'), { code: 'ETIMEDOUT' })
    const fail = () => {
      throw error
    }
    expect(() => watchNext(fail, undefined, open(), { onError }, respond)).toThrow(error)
    expect(
      await failure(watchNext(async () => fail(), undefined, open(), { onError }, respond) as Promise<never>),
    ).toBe(error)
    const attempt = open()
    const answered = (result: unknown) => {
      attempt.respond(respond(result), { 'x-amz-request-id': 'a' })
      return result
    }
    expect(watchNext(() => ({ status: 204 }), undefined, attempt, { onError }, answered)).toEqual({
      status: 204,
    })
    expect(operation.exchanges.map(({ errorCode, requestId }) => errorCode ?? requestId)).toEqual([
      'ETIMEDOUT',
      'ETIMEDOUT',
      'a',
    ])
  })
})

describe('carriers', () => {
  class Request {
    #key = 'private'
    get key() {
      return this.#key
    }
  }

  it('an object with private members carries an operation, unseen', () => {
    const [one, two] = [begin(), begin()]
    const request = new Request()
    const keys = Reflect.ownKeys(request)
    expect(carry(request, one)).toBe(request)
    expect(carriedBy(request)).toBe(one)
    expect(carriedBy(new Request())).toBeUndefined()
    carry(request, two)
    expect([carriedBy(request), request.key, Reflect.ownKeys(request)]).toEqual([two, 'private', keys])
    expect(carriedBy(carry(Object.freeze({}), one))).toBe(one)
    for (const none of [undefined, null, 1, 'text', {}]) expect(carriedBy(none)).toBeUndefined()
  })

  it('a stand-in works with private members, and with what is frozen', () => {
    const standing = standIn(new Request(), { extra: 1 }) as Request & { extra: number }
    expect([standing.key, standing.extra, standing instanceof Request]).toEqual(['private', 1, true])
    const map = standIn(new Map([['a', 1]]), {})
    expect([map.get('a'), map.set('b', 2).size]).toEqual([1, 2])
    expect(standIn(Object.freeze({ a: 1, f: () => 2 }), { a: 3 })).toMatchObject({ a: 3 })
  })
})

/** How many rejections nobody handles. */
async function unhandled(run: () => unknown): Promise<number> {
  const listeners = process.listeners('unhandledRejection')
  let count = 0
  process.removeAllListeners('unhandledRejection').on('unhandledRejection', () => count++)
  void run()
  await sleep(20)
  process.removeAllListeners('unhandledRejection')
  for (const listener of listeners) process.on('unhandledRejection', listener)
  return count
}

describe('promises', () => {
  /** Sends each time that somebody subscribes. */
  class Query implements PromiseLike<string> {
    sent = 0
    #name = 'query'
    get name() {
      return this.#name
    }
    // biome-ignore lint/suspicious/noThenProperty: it is what the test is about
    then<A = string, B = never>(
      resolve?: ((value: string) => A | PromiseLike<A>) | null,
      reject?: ((error: unknown) => B | PromiseLike<B>) | null,
    ): Promise<A | B> {
      this.sent++
      return Promise.resolve('data').then(resolve, reject)
    }
  }

  /** With members, as APIPromise has them. */
  class Members<T> extends Promise<T> {
    asResponse() {
      return 'response'
    }
  }

  it('a lazy one is subscribed to as often as without the plugin', async () => {
    const query = new Query()
    const seen: unknown[] = []
    const tapped = tapLazily(query, (error, result) => seen.push([error, result]))
    expect([query.sent, tapped.name]).toEqual([0, 'query'])
    expect(await tapped).toBe('data')
    expect(await tapped).toBe('data')
    expect([query.sent, seen.length]).toEqual([2, 2])
    expect([isPlain(query), isPlain(Promise.resolve())]).toEqual([false, true])
  })

  it('one with members keeps them, and shows its outcome first', async () => {
    const order: string[] = []
    const error = new Error('m')
    const tapped = tapLazily(Members.reject<string>(error) as Members<string>, () => order.push('seen'))
    expect([tapped.asResponse(), tapped instanceof Members]).toEqual(['response', true])
    await tapped.catch((reason) => order.push(reason === error ? 'caught' : 'other'))
    await tapped.finally(() => order.push('finally')).catch(() => {})
    expect(order).toEqual(['seen', 'caught', 'seen', 'finally'])
    const resolved = tapLazily(Members.resolve(1) as Members<number>, () => {})
    expect(await resolved.finally(() => 2)).toBe(1)
  })

  it('rejections that nobody handles are as many as without it', async () => {
    const reject = () => Members.reject(new Error('m')) as Members<never>
    const uses: ((promise: Promise<unknown>) => unknown)[] = [
      (promise) => promise,
      (promise) => promise.then(() => {}),
      (promise) => promise.catch(() => {}),
      (promise) => promise.finally(() => {}),
      (promise) => [promise.catch(() => {}), promise.then(() => {})],
    ]
    for (const use of uses) {
      const plain = await unhandled(() => use(reject()))
      expect(await unhandled(() => use(tapLazily(reject(), () => {})))).toBe(plain)
    }
  })

  it('a call: what it throws, returns and resolves to', async () => {
    const seen: unknown[] = []
    const finish = (error: unknown, result?: unknown) => seen.push(error ?? result)
    expect(tapCall((one) => one, 1, finish)).toBe(1)
    expect(await tapCall(async (two) => two, 2, finish)).toBe(2)
    expect(() =>
      tapCall(
        (three) => {
          throw three
        },
        3,
        finish,
      ),
    ).toThrow()
    expect(seen).toEqual([1, 2, 3])
  })
})

describe('results', () => {
  const settled = (outcome: Record<string, unknown>, more: Partial<Registration> = {}) => {
    const operation = begin(more)
    operation.open('GET', 'host', '/').respond(200, { 'x-amz-request-id': 'a' })
    operation.settle(outcome)
    return outcome
  }

  it('one that is made of another has what is known of that', () => {
    const from = settled({})
    const to: Record<string, unknown> = {}
    inherit(from, to, registration)
    expect([to.requestId, getRequestInfo(to)]).toEqual(['a', getRequestInfo(from)])
    const own = settled({})
    const operation = begin()
    operation.open('GET', 'host', '/').respond(200, { 'x-amz-request-id': 'b' })
    const other = {}
    operation.settle(other)
    inherit(own, other, registration)
    expect(getRequestId(other)).toBe('b')
    for (const none of [undefined, null, 1]) inherit(none, to, registration)
    inherit({}, to, registration)
    expect(to.requestId).toBe('a')
  })

  it('one that may be sent back does not show its id', () => {
    const isSentBack = (outcome: object) => 'metadata' in outcome
    expect(Object.keys(settled({ metadata: {} }, { isSentBack }))).toEqual(['metadata'])
    expect(settled({ metadata: {} }, { isSentBack }).requestId).toBe('a')
    expect(Object.keys(settled({}, { isSentBack }))).toEqual(['requestId'])
  })
})

describe('what a request says of itself', () => {
  it('its URL', () => {
    const operation = begin()
    for (const [method, given, host] of [
      ['get', 'https://user:pass@host:443/a/b?secret#x'],
      [undefined, 'http://host:8080'],
      ['PUT', '//host/a', 'other'],
    ])
      openUrl(operation, method, given, host).respond(200, {})
    expect(operation.exchanges).toMatchObject([
      { method: 'GET', host: 'host', path: '/a/b' },
      { method: 'GET', host: 'host:8080', path: '/' },
      { method: 'PUT', host: 'other', path: '/a' },
    ])
    expect([pathOf('/a'), pathOf('http://proxied/b?c')]).toEqual(['/a', '/b?c'])
  })

  it('its error', () => {
    const abort = new DOMException('m', 'AbortError')
    const ofFetch = new TypeError('m', { cause: { code: 'ECONNREFUSED' } })
    const codes = [{ code: 'ENOTFOUND' }, ofFetch, abort, new RangeError('m'), undefined, 'text'].map(
      errorCodeOf,
    )
    expect(codes).toEqual(['ENOTFOUND', 'ECONNREFUSED', 'ECONNABORTED', 'RangeError', 'UNKNOWN', 'UNKNOWN'])
  })
})

describe('a plugin as a table', () => {
  interface Sends {
    http: Pick<typeof http, 'request'>
  }

  /** As many SDKs are: it hands its `this` down to where it sends. */
  class SDK {
    http: Pick<typeof http, 'request'> = http
    state = 0
    resources = new Resources(this)

    send(path: string): Promise<http.IncomingMessage> {
      return new Promise((resolve, reject) => {
        this.http.request(url(path), resolve).on('error', reject).end()
      })
    }
    async call(path: string): Promise<Record<string, unknown>> {
      const response = await this.send(path)
      let body = ''
      for await (const chunk of response) body += chunk
      if (response.statusCode !== 200) throw Object.assign(new Error('refused'), { body })
      return { body }
    }
    both(paths: readonly string[]): Promise<unknown[]> {
      return Promise.allSettled(paths.map((path) => this.call(path)))
    }
    callback(path: string, done: (error: unknown, result?: unknown) => unknown): Promise<unknown> {
      return this.call(path).then((result) => done(null, result), done)
    }
    respond(path: string, done: (error: unknown, response?: http.IncomingMessage) => unknown): void {
      const request = this.http.request(url(path), (response) => done(null, response))
      request.on('error', done).end()
    }
    list(): Readable {
      const stream = new Readable({ objectMode: true, read() {} })
      this.call('/list').then(
        (page) => stream.push(page),
        (error) => stream.emit('error', error),
      )
      return stream
    }
    async upload(stream: Readable): Promise<unknown> {
      const ended = once(stream, 'end')
      ended.catch(() => {})
      await this.call('/upload')
      return ended
    }
    async save(): Promise<never> {
      await this.call('/a')
      throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' })
    }
    set(value: number): this {
      this.state = value
      return this
    }
  }
  class Resources {
    constructor(readonly sdk: SDK) {}
    both(): Promise<unknown[]> {
      return Promise.allSettled([this.sdk.call('/body'), this.sdk.call('/a')])
    }
    stall(): Promise<unknown> {
      return this.sdk.call('/stall')
    }
    async get(): Promise<object> {
      return { first: await this.sdk.call('/a'), second: await this.sdk.call('/b') }
    }
  }

  const table = (more: Partial<Calls<Sends>> = {}) =>
    definePlugin<Sends>({
      example: 'new SDK()',
      members: ['send', 'both'],
      vendors: [aws],
      evidence: () => ({}),
      callback: true,
      parts: ['call'],
      facets: { resources: 'sdk' },
      scope: { http: (client, operation) => watchHttp(client.http, operation) },
      ...more,
    })
  const registered = (more: Partial<Calls<Sends>> = {}, options: RequestIdOptions = {}) => {
    const client = new SDK()
    table(more)(client, { onError, ...options })
    return client
  }

  it('promises, and parts beside each other', async () => {
    const client = registered()
    const { requestId } = await client.call('/a')
    expect(requestId).toBe(last())
    const error = await failure(client.call('/body'))
    expect(error.requestId).toBe(last())
    const [one, two] = (await client.both(['/body', '/a'])) as [
      PromiseRejectedResult,
      PromiseFulfilledResult<object>,
    ]
    expect(one.reason.body).toContain(`<RequestId>${one.reason.requestId}<`)
    expect(getRequestId(two.value)).not.toBe(one.reason.requestId)
  })

  it('callbacks: what one returns or throws is its own', async () => {
    const client = registered()
    const given = {}
    const seen: unknown[] = []
    const done = (...outcome: unknown[]) => {
      seen.push(...outcome)
      return given
    }
    expect(await client.callback('/a', done)).toBe(given)
    expect(seen).toMatchObject([null, { requestId: last() }])
    const mine = new Error('mine')
    const throwing = client.callback('/body', () => {
      throw mine
    })
    expect(await failure(throwing)).toBe(mine)
    expect([given, getRequestInfo(given), getRequestInfo(mine)]).toEqual([{}, undefined, undefined])
  })

  it('a callback that is called again: with what the connection came to, or what the user destroyed', async () => {
    const client = registered()
    const mine = new Error('mine')
    for (const path of ['/cut', '/stream']) {
      const error = await new Promise<unknown>((resolve) => {
        client.respond(path, (error, response) => {
          if (error) resolve(error)
          response?.on('error', () => {}).resume()
          if (path === '/stream') response?.destroy(mine)
        })
      })
      expect(error === mine).toBe(path === '/stream')
      expect(getRequestId(error)).toBe(path === '/stream' ? undefined : last())
    }
  })

  it('streams: their id, and whose error it is', async () => {
    const client = registered()
    const stream = client.list()
    await once(stream, 'data')
    expect((stream as unknown as { requestId: string }).requestId).toBe(last())
    const mine = new Error('mine')
    const failed = once(stream, 'error').catch((error) => error)
    stream.destroy(mine)
    expect(await failed).toBeDefined()
    expect(getRequestId(mine)).toBeUndefined()
  })

  it("the user's stream and the user's disk", async () => {
    const client = registered()
    const mine = new Error('mine')
    const stream = new Readable({ read() {} })
    setTimeout(() => stream.destroy(mine), 30)
    expect(await failure(client.upload(stream))).toBe(mine)
    expect(getRequestInfo(mine)).toBeUndefined()
    expect(getRequestInfo(await failure(client.save()))).toBeUndefined()
    const reset = await failure(client.call('/reset'))
    expect(getRequestInfo(reset)).toMatchObject({ errorCode: 'ECONNRESET' })
  })

  it('setters give the client, and what is excepted runs on it', () => {
    const client = registered()
    expect(client.set(1)).toBe(client)
    expect(client.state).toBe(1)
    const seen: unknown[] = []
    const other = registered({ except: ['set'] })
    Object.defineProperty(other, 'state', { set: (value) => seen.push(value) })
    expect(other.set(2)).toBe(other)
    expect(seen).toEqual([2])
  })

  it('facets: one operation, which each request is a part of', async () => {
    const seen: Exchange[] = []
    const client = registered({}, { onExchange: (exchange) => seen.push(exchange) })
    const result = await client.resources.get()
    expect(getRequestInfo(result)).toMatchObject({
      operation: 'get',
      requestId: last(),
      exchanges: { length: 2 },
    })
    expect(seen).toHaveLength(2)
    const [refused] = (await registered({ parts: [] }).resources.both()) as [PromiseRejectedResult]
    expect(refused.reason.body).toContain(`<RequestId>${refused.reason.requestId}<`)
  })

  describe('methods that are not the SDK’s own', () => {
    /** A request that the plugin cannot see: neither an operation's, nor made while a method of the user's runs. */
    const sendUnseen = async (client: Sends) => {
      const [response] = await once(client.http.request(url('/unseen')).end(), 'response')
      response.resume()
    }
    const register = <Client extends object>(client: Client, more: Partial<Calls<Sends>> = {}): Client => {
      table(more)(client, { onError })
      return client
    }

    it('run on the client, and what they send is their call’s', async () => {
      class Mine extends SDK {
        #sent = 0
        override call(path: string) {
          this.#sent++
          return super.call(path)
        }
        get sent() {
          return this.#sent
        }
      }
      const client = register(new Mine())
      for (const call of [() => client.call('/a'), () => client.callback('/a', (_, it) => it)]) {
        const result = await call()
        expect(result).toEqual({ body: 'content', requestId: last() })
        expect(getRequestInfo(result)?.exchanges).toHaveLength(1)
      }
      expect(client.sent).toBe(2)
    })

    it('that the SDK calls within another: what those give is no outcome', async () => {
      const responses: object[] = []
      class Mine extends SDK {
        #sent = responses
        override async send(path: string) {
          const response = await super.send(path)
          this.#sent.push(response)
          return response
        }
      }
      const result = await register(new Mine()).call('/a')
      expect(result).toEqual({ body: 'content', requestId: last() })
      expect(responses).toHaveLength(1)
      expect(responses[0]).not.toHaveProperty('requestId')
    })

    it('give no id where a request was made unseen', async () => {
      class Mine extends SDK {
        override async call(path: string) {
          await super.call(path)
          await sendUnseen(this)
          return { mine: true }
        }
      }
      const client = register(new Mine())
      expect(await client.call('/a')).toEqual({ mine: true })
      // Not even where the next one of the same operation was seen.
      class Pages extends SDK {
        async pages() {
          for (const path of ['/a', '/b']) (await this.send(path)).resume()
          return { pages: 2 }
        }
      }
      class Mined extends Pages {
        override async send(path: string) {
          const response = await super.send(path)
          if (path === '/a') await sendUnseen(this)
          return response
        }
      }
      const isRoot = (prototype: object) => Object.hasOwn(prototype, 'pages')
      expect(await register(new Mined(), { isRoot }).pages()).toEqual({ pages: 2 })
      expect(await register(new Pages(), { isRoot }).pages()).toEqual({ pages: 2, requestId: last() })
    })

    class Passing extends SDK {
      override async call(path: string): Promise<Record<string, unknown>> {
        return this.http ? super.call(path) : { closed: true }
      }
    }

    it('may put back what they found', async () => {
      class Mine extends SDK {
        override call(path: string) {
          const { http } = this
          this.http = http
          return super.call(path)
        }
      }
      const client = register(new Mine())
      const first = await client.call('/a')
      ;(await client.send('/b')).resume()
      expect(getRequestInfo(first)?.exchanges).toHaveLength(1)
      expect(client.http).toBe(http)
    })

    it('take what somebody puts in its place later', async () => {
      const client = register(new Passing())
      await client.call('/a')
      const request = vi.fn(http.request)
      client.http = { request } as never
      expect((await client.call('/a')).requestId).toBe(last())
      expect(request).toHaveBeenCalledTimes(1)
      client.http = undefined as never
      expect(await client.call('/a')).toEqual({ closed: true })
    })

    it('work where the client does not let its property be another', async () => {
      const client = Object.defineProperty(new Passing(), 'http', { value: http, configurable: false })
      expect((await register(client).call('/a')).body).toBe('content')
    })

    it('of a facet', async () => {
      const client = new SDK()
      const { both } = client.resources
      client.resources.both = function () {
        return both.call(this)
      }
      const { resources } = register(client)
      await resources.both()
      const results = resources.both()
      // What the SDK's own methods read of it is not unseen.
      resources.stall().catch(() => {})
      const info = getRequestInfo(await results)
      expect(info).toMatchObject({ requestId: expect.stringMatching(/^ID/), exchanges: { length: 2 } })
    })
  })

  it('further outcomes of a result', async () => {
    const derived = (result: Record<PropertyKey, unknown>) => [result.inner]
    class Wraps extends SDK {
      async wrap(): Promise<{ inner: object }> {
        await this.call('/a')
        return { inner: {} }
      }
    }
    const client = new Wraps()
    table({ derived, isRoot: (prototype) => Object.hasOwn(prototype, 'wrap') })(client, { onError })
    expect(getRequestId((await client.wrap()).inner)).toBe(last())
  })

  it('methods that the SDK puts on the client', async () => {
    const client = { http, send: SDK.prototype.send, call: SDK.prototype.call, both: SDK.prototype.both }
    table({ own: true })(client, { onError })
    expect((await client.call('/a')).requestId).toBe(last())
  })

  it('whose methods they are', () => {
    class Assigned extends SDK {}
    Assigned.prototype.send = SDK.prototype.send
    class Users extends Assigned {}
    const client = new Users()
    expect(rootOf(client, 'send')).toBe(SDK.prototype)
    expect(rootOf(client, 'send', (each) => Object.keys(each).includes('send'))).toBe(Assigned.prototype)
    expect(rootOf(client, 'send', () => false)).toBe(SDK.prototype)
  })

  it('wrong use throws, and nothing else', () => {
    const register = table()
    expect(() => register({})).toThrow('pass an instance: new SDK().')
    expect(() => register(Object.freeze(new SDK()))).toThrow(/frozen/)
    expect(() => register(new SDK(), { onErr: 1 } as never)).toThrow(/unknown option onErr/)
    const client = registered()
    const spy = vi.fn()
    register(client, { onExchange: spy })
    expect(spy).not.toHaveBeenCalled()
  })
})

// @vitest-environment jsdom
import { type Exchange, getRequestInfo } from '@requestid/core'
import { startServer, type TestServer } from '@requestid/testing'
import type COS from 'cos-nodejs-sdk-v5'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { withRequestId } from '../src/index.js'
import { bucket } from './methods.js'
import { load, releases } from './releases.js'

type Outcome = Record<string, unknown>
const a = { ...bucket, Key: 'a' }
const versions = load(releases['cos-js-sdk-v5'].full)

/** What cos-js-sdk-v5 is in, and what its users do to it; in Chromium: test/browser. */
describe.each(versions.map((SDK) => [SDK.version, SDK] as const))('cos-js-sdk-v5 %s', (_, SDK) => {
  let server: TestServer
  const pluginErrors: unknown[] = []
  const seen: Exchange[] = []
  beforeAll(async () => {
    server = await startServer({ exposeHeaders: ['ETag', 'x-cos-request-id'] })
  })
  afterAll(() => server.close())
  beforeEach(() => {
    server.clear()
    seen.length = 0
  })
  afterEach(() => expect(pluginErrors.splice(0)).toEqual([]))

  const plain = (options: object = {}, Class = SDK): COS => {
    const { SecretId, SecretKey, Protocol } = server.cosOptions()
    return new Class({ SecretId, SecretKey, Protocol, Domain: server.host, ...options } as COS.COSOptions)
  }
  const registered = (options: object = {}, Class = SDK) =>
    withRequestId(plain(options, Class), {
      onError: (error) => pluginErrors.push(error),
      onExchange: (exchange) => seen.push(exchange),
    }) as COS
  const refused = (promise: Promise<unknown>) => promise.catch((error: Outcome) => error) as Promise<Outcome>

  it("the user's xhrFields are kept, and called as without the plugin", async () => {
    const run = async (cos: COS) => {
      const called: unknown[] = []
      const field = (name: string) =>
        function (this: { mark?: string; readyState: number }, ...args: { type: string }[]) {
          called.push([name, this.mark, this.readyState, args.map(({ type }) => type)])
        }
      cos.on('before-send', (send: { xhrFields?: object }) => {
        const handlers = { onreadystatechange: field('state'), onabort: field('abort') }
        send.xhrFields = { mark: 'of the user', ...handlers }
      })
      await refused(cos.headObject(a))
      server.inject({ stall: 'before-headers' })
      let task = ''
      void cos.putObject({ ...a, Body: 'x', onTaskReady: (id: string) => (task = id) } as never)
      await vi.waitFor(() => expect(server.exchanges).toHaveLength(2))
      cos.cancelTask(task)
      server.clear()
      return called
    }
    const without = await run(plain())
    expect(without).toContainEqual(['state', 'of the user', 2, ['readystatechange']])
    expect(without).toContainEqual(['abort', 'of the user', 4, ['abort']])
    expect(await run(registered())).toEqual(without)
    expect(seen).toMatchObject([{ statusCode: 404 }, { errorCode: 'ECONNABORTED', method: 'PUT' }])
  })

  it('why there was no response', async () => {
    server.inject({ stall: 'before-headers', times: Number.POSITIVE_INFINITY })
    await refused(registered({ Timeout: 30 }).headObject(a))
    await refused(registered({ Domain: '127.0.0.1:1' }).headObject(a))
    const Request = (_: object, done: (response: object) => void) => done({ error: 'net::ERR_FAILED' })
    await refused(registered({ Request }).headObject(a))
    const codes = new Set(seen.map(({ errorCode }) => errorCode))
    expect([...codes]).toEqual(['ETIMEDOUT', 'ERR_NETWORK', 'ERR_FAILED'])
    expect(seen.filter(({ statusCode }) => statusCode !== undefined)).toEqual([])
  })

  it('no frame of the plugin is in the stack of an error', async () => {
    const framesOf = async (cos: COS) => {
      const stack = String((await refused(cos.getObject(a))).stack).split('\n')
      return stack.filter((line) => line.startsWith('    at '))
    }
    const without = await framesOf(plain())
    expect(without.length).toBeGreaterThan(3)
    expect(await framesOf(registered())).toEqual(without)
  })

  it('an exchange has the method and the place that a listener of before-send chose, and no secret', async () => {
    const Request = (_: object, done: (response: object) => void) => done({ statusCode: 200 })
    const cos = registered({ Request })
    cos.on('before-send', (send: object) =>
      Object.assign(send, { method: 'get', url: 'https://user:secret@example.com:8443?sign=secret' }),
    )
    await cos.headObject(a)
    expect(seen).toMatchObject([{ method: 'GET', host: 'example.com:8443', path: '/' }])
  })

  it('the content of an object is never read as an id', async () => {
    server.inject({ status: 200, requestIdHeader: false, body: '{"RequestId":"of-the-object"}' })
    expect(await registered().getObject(a)).not.toHaveProperty('requestId')
    expect(seen).toMatchObject([{ statusCode: 200 }])
    expect(seen[0]).not.toHaveProperty('requestId')
  })

  it('a listener of before-send may freeze the options', async () => {
    const cos = registered()
    cos.on('before-send', Object.freeze)
    expect(await refused(cos.headObject(a))).toHaveProperty('requestId', server.exchanges[0]?.requestId)
    expect(seen).toMatchObject([{ statusCode: 404 }])
  })

  it('the option Request gets the same options, and may send a copy of them elsewhere', async () => {
    const run = async (create: (options: object) => COS) => {
      const got: string[] = []
      const Request = (options: object, done: (response: object) => void) => {
        got.push(...Object.keys(structuredClone(options)))
        done({ statusCode: 200, headers: { 'x-cos-request-id': 'an-id' }, body: '' })
      }
      return { got, result: { ...(await create({ Request }).headObject(a)) } }
    }
    const [without, having] = [await run(plain), await run(registered)]
    expect(having.got).toEqual(without.got)
    expect(having.result).toMatchObject({ ...without.result, requestId: 'an-id' })
    expect(seen).toMatchObject([{ statusCode: 200, requestId: 'an-id' }])
  })

  describe('a stand-in for XMLHttpRequest', () => {
    const { XMLHttpRequest } = globalThis as Outcome
    afterEach(() => Object.assign(globalThis, { XMLHttpRequest }))

    /** Gives its status with its headers, or as Mock.js does it (src/mock/xhr/xhr.js, done). */
    const stand = (early: boolean) =>
      class {
        readyState = 0
        status = 0
        onreadystatechange?: () => void
        onload?: () => void
        open() {}
        setRequestHeader() {}
        getAllResponseHeaders = () =>
          'x-not-x-cos-request-id: other\r\nX-Cos-Request-Id: mocked\r\nx-a: b\r\n'
        send() {
          const reach = (readyState: number) => {
            this.readyState = readyState
            this.onreadystatechange?.()
          }
          setTimeout(() => {
            if (early) this.status = 200
            reach(2)
            expect(seen).toHaveLength(early ? 1 : 0)
            this.status = 200
            reach(4)
            this.onload?.()
          })
        }
      }
    it('may call a handler with another `this`: that reaches onError alone', async () => {
      const called: unknown[] = []
      const Mocked = stand(true)
      Object.assign(globalThis, {
        XMLHttpRequest: class extends Mocked {
          override send() {
            called.push(this.onreadystatechange?.call(undefined as never))
            super.send()
          }
        },
      })
      const cos = registered()
      cos.on('before-send', (send: { xhrFields?: object }) => {
        send.xhrFields = { onreadystatechange: () => 'of the user' }
      })
      await cos.headObject(a).catch(() => {})
      expect(called).toEqual(['of the user'])
      expect(pluginErrors.splice(0)).toMatchObject([{ name: 'TypeError' }])
    })

    it.each([
      ['may write the names of headers as it likes', true],
      ['may have no status yet when its headers arrive', false],
    ])('%s', async (_, early) => {
      Object.assign(globalThis, { XMLHttpRequest: stand(early) })
      expect(await registered().headObject(a)).toHaveProperty('requestId', 'mocked')
      expect(seen).toMatchObject([{ statusCode: 200, requestId: 'mocked' }])
    })
  })

  it('a retry within a method that is not the SDK’s belongs to its call', async () => {
    class Mine extends SDK {
      override deleteObject(...args: unknown[]): never {
        return super.deleteObject(...(args as Parameters<COS['deleteObject']>)) as never
      }
    }
    server.inject({ status: 503 })
    server.inject({ status: 404 })
    const result = await registered({}, Mine).deleteObject(a)
    expect(result).toHaveProperty('requestId', server.exchanges[1]?.requestId)
    expect(getRequestInfo(result)?.exchanges).toMatchObject([{ statusCode: 503 }, { statusCode: 404 }])
  })

  it('the id of an error’s body, where no response came after it', async () => {
    const body = '<Error><Code>SlowDown</Code><RequestId>of-the-body</RequestId></Error>'
    const answers = [{ statusCode: 503, body }, { error: { message: 'timeout' } }]
    const Request = (_: object, done: (response: object | undefined) => void) =>
      done(answers.length > 1 ? answers.shift() : answers[0])
    const error = await refused(registered({ Request }).getObject(a))
    expect(error).toHaveProperty('requestId', 'of-the-body')
    expect(seen.slice(0, 2)).toMatchObject([{ statusCode: 503 }, { errorCode: 'ETIMEDOUT' }])
  })

  it('a subclass may have methods of the names that other SDKs have', async () => {
    class Mine extends SDK {
      postObject() {}
      override getObjectStream(): never {
        throw new Error('not called')
      }
    }
    await refused(registered({}, Mine).headObject(a))
    expect(seen).toMatchObject([{ statusCode: 404 }])
  })

  it('a subclass’s method that calls another one of it keeps its own operation', async () => {
    const head = { ...bucket, Key: 'head' }
    class Mine extends SDK {
      override headObject(...args: unknown[]): never {
        return super.headObject(...(args as Parameters<COS['headObject']>)) as never
      }
      override deleteObject(...args: unknown[]): never {
        this.headObject(head, () => {})
        return super.deleteObject(...(args as Parameters<COS['deleteObject']>)) as never
      }
    }
    server.inject({ status: 404 }, { method: 'DELETE' })
    const result = await registered({}, Mine).deleteObject(a)
    const own = server.exchanges.filter(({ method }) => method === 'DELETE')
    expect(result).toHaveProperty('requestId', own[0]?.requestId)
    expect(getRequestInfo(result)?.exchanges).toMatchObject([{ method: 'DELETE' }])
  })

  it.each(['after-receive', 'before-send', 'inner-kill-task', 'mine'])(
    'the user may emit %s with whatever data',
    (name) => {
      const [without, having] = [plain(), registered()]
      for (const data of [undefined, null, 'text', 7]) {
        expect(() => without.emit(name as never, data as never)).not.toThrow()
        expect(() => having.emit(name as never, data as never)).not.toThrow()
      }
      // What is no request cannot be observed.
      if (name === 'before-send') expect(pluginErrors.splice(0)).toHaveLength(4)
    },
  )

  describe('right after a task was started, a call for the same key is an operation of its own', () => {
    /** Gives a signature a while later, so that the task has made no request yet. */
    const getAuthorization = (asked: COS.GetAuthorizationOptions, done: (signature: string) => void) => {
      const keys = { SecretId: 'id', SecretKey: 'key' }
      const signature = SDK.getAuthorization({ ...keys, Method: asked.Method, Key: asked.Key })
      setTimeout(done, 2, signature)
    }
    const options = { SecretId: '', SecretKey: '', getAuthorization, FileParallelLimit: 1 }
    let tasks: string[]
    beforeEach(() => {
      tasks = []
    })
    const put = (cos: COS, Key: string) => {
      const onTaskReady = (id: string) => tasks.push(id)
      return refused(cos.putObject({ ...bucket, Key, Body: 'x', onTaskReady } as never))
    }
    const expectOwn = async (list: Promise<object>) => {
      const issued = () => server.exchanges.find(({ operation }) => operation === 'ListMultipartUploads')
      expect(await list).toHaveProperty('requestId', issued()?.requestId)
      expect(getRequestInfo(await list)?.exchanges).toHaveLength(1)
    }
    const list = (cos: COS) => cos.multipartList({ ...bucket, Prefix: 'a' } as never)

    it('by its method', async () => {
      const cos = registered(options)
      const first = put(cos, 'a')
      await expectOwn(list(cos))
      expect(getRequestInfo(await first)?.exchanges).toHaveLength(1)
    })

    it('by restartTask', async () => {
      const cos = registered(options)
      server.inject({ status: 403 })
      await put(cos, 'a')
      cos.restartTask(tasks[0] as string)
      await expectOwn(list(cos))
    })

    it.each(['pauseTask', 'cancelTask'] as const)('by %s, which lets the next one start', async (name) => {
      const cos = registered(options)
      void put(cos, 'first')
      const second = put(cos, 'a')
      cos[name](tasks[0] as string)
      await expectOwn(list(cos))
      expect(getRequestInfo(await second)?.exchanges).toHaveLength(1)
    })
  })
})

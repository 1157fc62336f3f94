import { setTimeout as sleep } from 'node:timers/promises'
import { type Exchange, getRequestInfo } from '@requestid/core'
import { startServer, type TestServer } from '@requestid/testing'
import type COS from 'cos-nodejs-sdk-v5'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withRequestId } from '../src/index.js'
import { bucket, files } from './methods.js'
import { connect, miniProgram } from './wx-versions.js'

type Outcome = Record<string, unknown>
type Client = COS & { postObject(params: object): Promise<Outcome> }
/** What a call of the platform is given, as far as the tests look at it. */
interface Call {
  url: string
  method: string
  success(response: object): void
}
type Method = (call: Call) => unknown
type Platform = Record<'request' | 'uploadFile', Method>

const always = Number.POSITIVE_INFINITY
const a = { ...bucket, Key: 'a' }
const root = globalThis as unknown as { wx?: Platform | undefined }

const versions = miniProgram.versions.map((SDK) => [SDK.version, SDK] as const)

/** What a device's `wx` is like, and what other libraries make of it. */
describe.each(versions)('cos-wx-sdk-v5 %s', (_, SDK) => {
  let server: TestServer
  let wx: Platform
  const pluginErrors: unknown[] = []
  const seen: Exchange[] = []
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.close())
  beforeEach(() => {
    server.clear()
    seen.length = 0
    connect(server)
    wx = root.wx as Platform
  })
  afterEach(() => expect(pluginErrors.splice(0)).toEqual([]))

  const registered = (options: object = {}) =>
    withRequestId(new SDK({ ...server.cosOptions(), ...options }), {
      onError: (error) => pluginErrors.push(error),
      onExchange: (exchange) => seen.push(exchange),
    }) as unknown as Client
  const refused = (promise: Promise<unknown>) => promise.catch((error: Outcome) => error) as Promise<Outcome>

  describe('wx.request is replaced for the moment of the request, however it is defined', () => {
    const definitions: Record<string, (request: Method) => Platform> = {
      'a value': (request) => ({ ...wx, request }),
      'a value that cannot be configured': (request) =>
        Object.defineProperty({ ...wx }, 'request', { configurable: false, value: request }),
      'a value that cannot be written': (request) =>
        Object.defineProperty({ ...wx }, 'request', { writable: false, enumerable: false, value: request }),
      'a getter': (request) => Object.defineProperty({ ...wx }, 'request', { get: () => request }),
      inherited: (request) => Object.create({ ...wx, request }),
    }
    it.each(Object.entries(definitions))('%s', async (_, define) => {
      let standIn: unknown
      const { request } = wx
      const platform = define((call) => {
        standIn = root.wx?.request
        return request(call)
      })
      const before = Object.getOwnPropertyDescriptors(platform)
      const own = platform.request
      root.wx = platform
      const error = refused(registered().headObject(a))
      await sleep(0)
      expect(Object.getOwnPropertyDescriptors(platform)).toEqual(before)
      // Not even while the platform itself is called.
      expect(standIn).toBe(own)
      expect(await error).toHaveProperty('requestId', server.exchanges[0]?.requestId)
      expect(seen).toMatchObject([{ statusCode: 404 }])
    })

    it('frozen: it is left, and an outcome has the id that it carries itself', async () => {
      Object.freeze(wx)
      expect(await refused(registered().headObject(a))).toHaveProperty(
        'requestId',
        server.exchanges[0]?.requestId,
      )
      expect(pluginErrors.splice(0)).toHaveLength(1)
    })
  })

  it('requests that are given up before they are made leave nothing behind', async () => {
    const before = Object.getOwnPropertyDescriptors(wx)
    const { request } = wx
    const cos = registered()
    const getter = {
      get: () => {
        throw new Error('of the listener')
      },
    }
    cos.on('before-send', (send: object) => Object.defineProperty(send, 'qs', getter))
    const giveUp = () => [1, 2, 3].map(() => refused(cos.headObject(a)))
    await Promise.all(giveUp())
    expect(Object.getOwnPropertyDescriptors(wx)).toEqual(before)

    // Somebody else's request, before any microtask.
    const got: unknown[] = []
    wx.request = (call) => got.push(call)
    const own = wx.request
    const others = [undefined, { url: server.url }] as Call[]
    for (const other of others) {
      const calls = giveUp()
      wx.request(other)
      expect(got.at(-1)).toBe(other)
      expect(wx.request).toBe(own)
      await Promise.all(calls)
      expect(wx.request).toBe(own)
    }
    wx.request = request
    expect(server.exchanges).toEqual([])
    expect(seen).toEqual([])
  })

  it('wx may go away while a request is under way', async () => {
    const rejections: unknown[] = []
    const listeners = process.listeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection')
    process.on('unhandledRejection', (reason) => rejections.push(reason))
    const error = refused(registered().headObject(a))
    delete root.wx
    await sleep(5)
    root.wx = wx
    process.removeAllListeners('unhandledRejection')
    for (const listener of listeners) process.on('unhandledRejection', listener)
    expect(rejections).toEqual([])
    expect(await error).toHaveProperty('requestId', server.exchanges[0]?.requestId)
  })

  it('a listener of before-send may take the headers away', async () => {
    const cos = registered()
    cos.on('before-send', (send: { headers?: object | undefined }) => {
      send.headers = undefined
    })
    expect(await refused(cos.headObject(a))).toHaveProperty('requestId', server.exchanges[0]?.requestId)
    expect(seen).toMatchObject([{ statusCode: 404 }])
  })

  it('the result of wx.uploadFile may have an empty header', async () => {
    const { uploadFile } = wx
    wx.uploadFile = (call) =>
      uploadFile({ ...call, success: (response) => call.success({ ...response, header: {} }) })
    const result = await registered().postObject({ ...a, FilePath: files.small })
    const { requestId } = server.exchanges[0] ?? {}
    expect(result).toHaveProperty('requestId', requestId)
    expect(getRequestInfo(result)).toMatchObject({ requestId, statusCode: 200 })
    expect(seen).toMatchObject([{ requestId, statusCode: 200 }])
  })

  it('what another library puts there right after the request stays', async () => {
    const error = refused(registered().headObject(a))
    const { request } = wx
    const other: Method = (call) => request(call)
    wx.request = other
    expect(await error).toHaveProperty('requestId', server.exchanges[0]?.requestId)
    expect(wx.request).toBe(other)
  })

  it.each([
    ['request:fail timeout', 'ETIMEDOUT'],
    ['request:fail time out', 'ETIMEDOUT'],
    ['request:fail The request timed out.', 'ETIMEDOUT'],
    ['request:fail 请求超时。', 'ETIMEDOUT'],
    ['request:fail abort', 'ECONNABORTED'],
    ['request:fail Aborted', 'ECONNABORTED'],
    [
      'request:fail errcode:-101 cronet_error_code:-101 error_msg:net::ERR_CONNECTION_ABORTED',
      'ERR_CONNECTION_ABORTED',
    ],
    ['request:fail 未能找到使用指定主机名的服务器。', 'ERR_NETWORK'],
    [undefined, 'ERR_NETWORK'],
  ])('what the platform says in words: %s', async (errMsg, errorCode) => {
    wx.request = (call) => (call as Call & { fail(failure: object): void }).fail({ errMsg })
    await refused(registered().headObject(a))
    expect(seen[0]).toMatchObject({ errorCode, method: 'HEAD' })
  })

  it('a large error in bytes is read from its beginning', async () => {
    const body = `<Error><RequestId>of-the-body</RequestId>${' '.repeat(1_000_000)}</Error>`
    server.inject({ status: 403, requestIdHeader: false, body, times: always })
    await refused(registered().getObject({ ...a, DataType: 'arraybuffer' } as never))
    expect(seen.at(-1)).toMatchObject({ statusCode: 403, requestId: 'of-the-body' })
  })

  it('the content of an object is never read as an id', async () => {
    server.inject({ status: 200, requestIdHeader: false, body: '{"RequestId":"of-the-object"}' })
    expect(await registered().getObject(a)).not.toHaveProperty('requestId')
    expect(seen).toMatchObject([{ statusCode: 200 }])
    expect(seen[0]).not.toHaveProperty('requestId')
  })

  it('an upload may fail after its headers', async () => {
    server.inject({ status: 403, reset: 'mid-body', times: always })
    const error = await refused(registered().postObject({ ...a, FilePath: files.small }))
    expect(error).toMatchObject({ error: expect.stringContaining('uploadFile:fail') })
    expect(error).toHaveProperty('requestId', server.exchanges.at(-1)?.requestId)
    expect(seen.map(({ requestId }) => requestId)).toEqual(server.exchanges.map(({ requestId }) => requestId))
  })

  it('callbacks may come within the call, and more than once', async () => {
    const { request } = wx
    let cached: object | undefined
    const twice = (call: Call) => {
      for (const _ of [1, 2]) call.success(cached as object)
    }
    wx.request = (call) =>
      cached
        ? twice(call)
        : request({
            ...call,
            success(response) {
              cached = response
              twice(call)
            },
          })
    for (const _ of ['from the server', 'within the call']) {
      const outcomes: unknown[] = []
      registered().getService((_error, data) => outcomes.push(data))
      await sleep(100)
      expect(outcomes).toHaveLength(2)
      expect(outcomes[0]).toHaveProperty('requestId', server.exchanges[0]?.requestId)
    }
    expect(server.exchanges).toHaveLength(1)
    const { requestId } = server.exchanges[0] ?? {}
    expect(seen).toMatchObject([{ requestId }, { requestId }])
  })

  it('another library may wait before it makes the request, and return a promise', async () => {
    const { request } = wx
    wx.request = async (call) => {
      await sleep(2)
      return request(call)
    }
    const cos = registered()
    const keys = ['one', 'two', 'three']
    const errors = await Promise.all(keys.map((Key) => refused(cos.headObject({ ...bucket, Key }))))
    for (const [i, error] of errors.entries()) {
      const issued = server.exchanges.find(({ key }) => key === keys[i])
      expect(error).toHaveProperty('requestId', issued?.requestId)
      expect(getRequestInfo(error)?.exchanges).toMatchObject([{ path: `/${keys[i]}` }])
    }
  })

  it.each([
    ['an error', { status: 503 }],
    ['no answer', { reset: 'before-headers' } as const],
  ])('a retry after %s, within a method that is not the SDK’s, belongs to its call', async (_, fault) => {
    // The older one sends nothing again that was not answered.
    if ('reset' in fault && SDK.version.startsWith('1.4.')) return
    class Mine extends SDK {
      override deleteObject(...args: unknown[]): never {
        return super.deleteObject(...(args as Parameters<COS['deleteObject']>)) as never
      }
    }
    server.inject(fault)
    server.inject({ status: 404 })
    const result = await withRequestId(new Mine(server.cosOptions()) as COS).deleteObject(a)
    expect(result).toHaveProperty('requestId', server.exchanges[1]?.requestId)
    expect(getRequestInfo(result)?.exchanges).toMatchObject([
      { method: 'DELETE' },
      { method: 'DELETE', statusCode: 404 },
    ])
  })

  it('what wx.request throws is thrown on', async () => {
    const { request } = wx
    const thrown = new Error('of the platform')
    wx.request = () => {
      throw thrown
    }
    const own = wx.request
    expect(await refused(registered().headObject(a))).toBe(thrown)
    expect(wx.request).toBe(own)
    wx.request = request
    expect(seen).toEqual([])
  })

  it('a part’s answer without an id, whose body ends after another part’s answer', async () => {
    const { request } = wx
    const signal = () => {
      let give: (() => void) | undefined
      const given = new Promise<void>((resolve) => {
        give = resolve
      })
      return { give: () => give?.(), given }
    }
    const [begun, other] = [signal(), signal()]
    wx.request = (call) => {
      if (!call.url.includes('partNumber')) return request(call)
      const success = (response: object) => {
        call.success(response)
        other.give()
      }
      if (!call.url.includes('partNumber=1&')) {
        void begun.given.then(() => request({ ...call, success }))
        return
      }
      const later = (response: object) => void other.given.then(() => call.success(response))
      const task = request({ ...call, success: later }) as { onHeadersReceived(listener: () => void): void }
      task.onHeadersReceived(begun.give)
      return task
    }
    const fault = { status: 403, requestIdHeader: false, bodyRequestId: false, times: always } as const
    server.inject(fault, ({ query }) => query.get('partNumber') === '1')
    const cos = registered({ ChunkRetryTimes: 0 })
    const error = await refused(cos.sliceUploadFile({ ...a, FilePath: files.big }))
    wx.request = request
    const parts = seen.filter(({ method, path }) => method === 'PUT' && path === '/a')
    expect(parts.slice(0, 2)).toMatchObject([{ statusCode: 403 }, { requestId: expect.any(String) }])
    expect(error).toMatchObject({ err: { statusCode: 403 } })
    expect(error).not.toHaveProperty('requestId')
  })
})

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  createWx,
  startServer,
  type TestServer,
  type WxOptions,
  type WxRequestOptions,
  type WxRequestTask,
  type WxUploadOptions,
  type WxUploadTask,
} from '../src/index.js'

const url = 'https://bucket-1250000000.cos.ap-beijing.myqcloud.com/'
const bytes = new Uint8Array([0, 255, 13, 10, 45])

let server: TestServer
let folder: string
beforeAll(async () => {
  server = await startServer()
  folder = await mkdtemp(join(tmpdir(), 'requestid-'))
  await writeFile(join(folder, 'фото'), bytes)
})
beforeEach(() => server.clear())
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

type Event = [name: string, value: Record<string, unknown>]
type Watch<T> = (task: T, events: Event[]) => void

/** Makes a call, and gives what its callbacks and listeners were given until it was complete. */
function events<O extends object, T>(
  start: (options: O) => T,
  options: O,
  watch?: Watch<T>,
): Promise<Event[]> {
  const seen: Event[] = []
  return new Promise((resolve) => {
    const note = (name: string) => (value: Record<string, unknown>) => {
      seen.push([name, value])
      if (name === 'complete') resolve(seen)
    }
    const callbacks = { success: note('success'), fail: note('fail'), complete: note('complete') }
    const task = start({ ...options, ...callbacks })
    watch?.(task, seen)
    // Nothing comes before the call has returned.
    expect(seen).toEqual([])
  })
}

const request = (options: Partial<WxRequestOptions>, watch?: Watch<WxRequestTask>, wxOptions?: WxOptions) =>
  events(createWx({ server, ...wxOptions }).request, { url: `${url}a`, ...options }, watch)

const uploadOptions = () => ({ url, name: 'file', filePath: join(folder, 'фото'), formData: { key: 'a' } })
const upload = (options?: Partial<WxUploadOptions>, watch?: Watch<WxUploadTask>, wxOptions?: WxOptions) =>
  events(createWx({ server, ...wxOptions }).uploadFile, { ...uploadOptions(), ...options }, watch)

const names = (seen: Event[]) => seen.map(([name]) => name)
const value = (seen: Event[], name: string) => seen.find(([one]) => one === name)?.[1]

describe('wx.request', () => {
  test('gives the platform’s result, headers first', async () => {
    const seen = await request({ method: 'PUT', data: 'text' }, (task, seen) =>
      task.onHeadersReceived((head) => seen.push(['headers', { ...head }])),
    )
    expect(names(seen)).toEqual(['headers', 'success', 'complete'])
    const [exchange] = server.exchanges
    expect(exchange).toMatchObject({ operation: 'PutObject', bucket: 'bucket-1250000000', key: 'a' })
    expect(value(seen, 'success')).toEqual({
      data: '',
      statusCode: 200,
      header: expect.objectContaining({ 'x-cos-request-id': exchange?.requestId }),
      cookies: [],
      errMsg: 'request:ok',
    })
    expect(value(seen, 'complete')).toBe(value(seen, 'success'))
    const { statusCode, header, cookies } = value(seen, 'success') ?? {}
    expect(value(seen, 'headers')).toEqual({ statusCode, header, cookies })
  })

  test('an error status is a success', async () => {
    const seen = await request({})
    expect(names(seen)).toEqual(['success', 'complete'])
    expect(value(seen, 'success')).toMatchObject({
      statusCode: 404,
      data: expect.stringContaining('NoSuchKey'),
    })
  })

  test('cookies, and header names as the platform has them', async () => {
    server.inject({ status: 200, body: '', headers: { 'set-cookie': 'a=b' } })
    const canonical = (name: string) => name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase())
    const seen = await request({}, undefined, { headerName: canonical })
    const { header, cookies } = value(seen, 'success') ?? {}
    expect(cookies).toEqual(['a=b'])
    expect(header).toMatchObject({ 'X-Cos-Request-Id': server.exchanges[0]?.requestId, 'Set-Cookie': 'a=b' })
  })

  test.each<[NonNullable<WxRequestOptions['data']>, string | undefined, string]>([
    ['text', undefined, 'text'],
    [bytes.buffer, undefined, '\0\xff\r\n-'],
    [{ a: [1] }, undefined, '{"a":[1]}'],
    [{ a: 'ü', b: 1 }, 'application/x-www-form-urlencoded', 'a=%C3%BC&b=1'],
  ])('sends %o as %s', async (data, contentType, sent) => {
    const header = contentType ? { 'Content-Type': contentType } : {}
    await request({ method: 'PUT', data, header })
    const [, { data: stored, header: storedHeader }] = (
      await request({ responseType: 'arraybuffer' })
    )[0] as [string, { data: ArrayBuffer; header: object }]
    expect(Buffer.from(stored).toString('latin1')).toBe(sent)
    expect(storedHeader).toMatchObject({ 'content-type': contentType ?? 'application/json' })
  })

  test('puts the data of GET into the query', async () => {
    await request({ data: { prefix: 'a b', 'max-keys': 1 }, url: `${url}?delimiter=x` })
    expect(server.exchanges).toMatchObject([{ query: 'delimiter=x&prefix=a+b&max-keys=1' }])
  })

  test('parses JSON unless told not to', async () => {
    const data = { a: 1 }
    await request({ method: 'PUT', data })
    expect(value(await request({}), 'success')).toMatchObject({ data })
    expect(value(await request({ dataType: 'text' }), 'success')).toMatchObject({ data: '{"a":1}' })
    await request({ method: 'PUT', data: '{' })
    expect(value(await request({}), 'success')).toMatchObject({ data: '{' })
  })

  test.each([
    ['before-headers', ['fail', 'complete']],
    ['mid-body', ['headers', 'fail', 'complete']],
  ] as const)('a connection reset %s fails', async (reset, expected) => {
    server.inject({ status: 403, reset })
    const seen = await request({}, (task, seen) =>
      task.onHeadersReceived((head) => seen.push(['headers', { ...head }])),
    )
    expect(names(seen)).toEqual(expected)
    expect(value(seen, 'fail')).toEqual({
      errMsg: 'request:fail errcode:-101 cronet_error_code:-101 error_msg:net::ERR_CONNECTION_RESET',
      errno: 600_001,
    })
  })

  test('a timeout fails, once', async () => {
    server.inject({ status: 200, stall: 'after-headers' })
    const seen = await request({ timeout: 50 })
    expect(seen[0]).toEqual(['fail', { errMsg: 'request:fail timeout', errno: 5 }])
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(names(seen)).toEqual(['fail', 'complete'])
  })

  test('abort fails, once', async () => {
    const seen = await request({}, (task) => task.abort())
    expect(seen[0]).toEqual(['fail', { errMsg: 'request:fail abort', errno: expect.any(Number) }])
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(names(seen)).toEqual(['fail', 'complete'])
  })

  test('abort does nothing after the end', async () => {
    let task: WxRequestTask | undefined
    const seen = await request({}, (started) => {
      task = started
    })
    task?.abort()
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(names(seen)).toEqual(['success', 'complete'])
  })

  test('a URL that is none, and a header that none can be, fail', async () => {
    expect(value(await request({ url: 'a' }), 'fail')).toMatchObject({ errno: 600_009 })
    expect(value(await request({ header: { 'a b': 1 } }), 'fail')).toMatchObject({ errno: 600_000 })
    expect(server.exchanges).toEqual([])
  })

  test('a server that is not there fails', async () => {
    const gone = await startServer()
    await gone.close()
    const seen = await request({ url: `${gone.url}/a` }, undefined, { server: undefined })
    expect(value(seen, 'fail')).toMatchObject({ errMsg: expect.stringContaining('ERR_CONNECTION_REFUSED') })
  })

  test('a listener that was removed hears nothing', async () => {
    const [one, other] = [vi.fn(), vi.fn()]
    await request({}, (task) => {
      task.onHeadersReceived(one)
      task.onHeadersReceived(other)
      task.offHeadersReceived(one)
    })
    expect(one).not.toHaveBeenCalled()
    expect(other).toHaveBeenCalledOnce()
    await request({}, (task) => {
      task.onHeadersReceived(one)
      task.offHeadersReceived()
    })
    expect(one).not.toHaveBeenCalled()
  })
})

describe('wx.uploadFile', () => {
  test('sends a form, and has no header in its result', async () => {
    const seen = await upload(undefined, (task, seen) => {
      task.onProgressUpdate((progress) => seen.push(['progress', { ...progress }]))
      task.onHeadersReceived((head) => seen.push(['headers', { ...head }]))
    })
    expect(names(seen)).toEqual(['progress', 'headers', 'success', 'complete'])
    const { totalBytesSent, totalBytesExpectedToSend, progress } = value(seen, 'progress') ?? {}
    expect(progress).toBe(100)
    expect(totalBytesSent).toBe(totalBytesExpectedToSend)
    expect(totalBytesSent).toBeGreaterThan(bytes.length)
    const [exchange] = server.exchanges
    expect(exchange).toMatchObject({ operation: 'PostObject', bucket: 'bucket-1250000000', key: 'a' })
    expect(value(seen, 'headers')).toEqual({
      header: expect.objectContaining({ 'x-cos-request-id': exchange?.requestId }),
    })
    expect(value(seen, 'success')).toEqual({ data: '', statusCode: 204, errMsg: 'uploadFile:ok' })

    const stored = await request({ responseType: 'arraybuffer' })
    expect(new Uint8Array(value(stored, 'success')?.data as ArrayBuffer)).toEqual(bytes)
  })

  test('has a header in its result where the platform has', async () => {
    const seen = await upload(undefined, undefined, { uploadHeader: true })
    const header = { 'x-cos-request-id': server.exchanges[0]?.requestId }
    expect(value(seen, 'success')).toMatchObject({ header })
  })

  test('gives the body of an error', async () => {
    server.inject({ status: 403 })
    expect(value(await upload(), 'success')).toEqual({
      data: expect.stringContaining(`<RequestId>${server.exchanges[0]?.requestId}</RequestId>`),
      statusCode: 403,
      errMsg: 'uploadFile:ok',
    })
  })

  test('abort, a timeout and a file that is missing fail', async () => {
    const aborted = await upload(undefined, (task) => task.abort())
    expect(value(aborted, 'fail')).toMatchObject({ errMsg: 'uploadFile:fail abort' })
    server.inject({ stall: 'before-headers' })
    expect(value(await upload({ timeout: 50 }), 'fail')).toMatchObject({ errMsg: 'uploadFile:fail timeout' })
    const missing = await upload({ filePath: join(folder, 'missing') })
    expect(value(missing, 'fail')).toMatchObject({ errMsg: expect.stringContaining('no such file') })
  })
})

describe('files', () => {
  const files = createWx().getFileSystemManager()
  const missing = () => join(folder, 'missing')

  test('are read whole, in part and as text', async () => {
    const filePath = join(folder, 'фото')
    const data = async (options: object) =>
      value(await events(files.readFile, { filePath, ...options }), 'success')?.data
    expect(await data({})).toEqual(bytes.buffer)
    expect(await data({ position: 1, length: 2 })).toEqual(new Uint8Array([255, 13]).buffer)
    expect(await data({ position: 3, encoding: 'utf8' })).toBe('\n-')
  })

  test('are described', async () => {
    const { stats } = value(await events(files.stat, { path: join(folder, 'фото') }), 'success') ?? {}
    expect(stats).toMatchObject({ size: bytes.length })
    const { isFile, isDirectory, lastModifiedTime } = stats as {
      isFile(): boolean
      isDirectory(): boolean
      lastModifiedTime: number
    }
    expect([isFile(), isDirectory()]).toEqual([true, false])
    expect(Math.abs(Date.now() / 1000 - lastModifiedTime)).toBeLessThan(600)
  })

  test('that are missing are an error', async () => {
    const read = value(await events(files.readFile, { filePath: missing() }), 'fail')
    expect(read).toEqual({
      errMsg: `readFile:fail no such file or directory ${missing()}`,
      errCode: 1_300_002,
    })
    const found = value(await events(files.stat, { path: missing() }), 'fail')
    expect(found).toEqual({ errMsg: `stat:fail no such file or directory ${missing()}`, errCode: 1_300_002 })
  })
})

test('the storage of each shim is its own, and keeps copies', () => {
  const [one, other] = [createWx(), createWx()]
  const data = { a: [1] }
  one.setStorageSync('key', data)
  data.a.push(2)
  expect(one.getStorageSync('key')).toEqual({ a: [1] })
  expect(other.getStorageSync('key')).toBe('')
  one.removeStorageSync('key')
  expect(one.getStorageSync('key')).toBe('')
})

test('tells what it can do and what it is', async () => {
  const wx = createWx({ SDKVersion: '2.9.0' })
  expect(wx.canIUse('request.object.enableHttp2')).toBe(true)
  expect(wx.canIUse('getAppBaseInfo')).toBe(true)
  expect(wx.canIUse('chooseMedia')).toBe(false)
  expect(wx.getAppBaseInfo().SDKVersion).toBe('2.9.0')
  expect(wx.getSystemInfoSync()).toMatchObject({ SDKVersion: '2.9.0', platform: 'devtools' })
  expect(wx.getDeviceInfo().platform).toBe('devtools')
  expect(value(await events(wx.getNetworkType, {}), 'success')).toMatchObject({ networkType: 'wifi' })
})

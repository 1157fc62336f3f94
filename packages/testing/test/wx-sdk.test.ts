import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createWx, runInMiniProgram, startServer, type TestServer } from '../src/index.js'

type Result = { statusCode: number; RequestId?: string } & Record<string, unknown>
type Client = Record<string, (params: object) => Promise<Result>>
type SDK = new (options: object) => Client

const require = createRequire(import.meta.url)
const bucket = { Bucket: 'bucket-1250000000', Region: 'ap-beijing' }
const object = { ...bucket, Key: 'dir/ключ 文件 &<>"+%.txt' }

/** As a test of a mini program's own code loads it: `window` and `wx` are there before it is required. */
function requireSDK(name: string, wx: object): SDK {
  vi.stubGlobal('window', undefined)
  vi.stubGlobal('wx', wx)
  return require(name)
}

/** As the mini program loads it. */
const runSDK = (name: string, wx: ReturnType<typeof createWx>) =>
  runInMiniProgram(readFileSync(require.resolve(name), 'utf8'), { wx, filename: name }) as SDK

let server: TestServer
let folder: string
beforeAll(async () => {
  server = await startServer()
  folder = await mkdtemp(join(tmpdir(), 'requestid-'))
})
beforeEach(() => server.clear())
afterEach(() => vi.unstubAllGlobals())
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

describe.each(['cos-wx-sdk-v5', 'cos-wx-sdk-v5-1.4'])('%s', (name) => {
  test.each([
    ['in Node.js', requireSDK],
    ['in a mini program', runSDK],
  ])('works over the shim, %s', async (_, load) => {
    const SDK = load(name, createWx({ server }))
    const cos = new SDK(server.cosOptions()) as Required<Client>
    const put = await cos.putObject?.({ ...object, Body: 'text' })
    expect(put).toMatchObject({ statusCode: 200, RequestId: server.exchanges[0]?.requestId })
    expect(await cos.getObject?.(object)).toMatchObject({ Body: 'text' })
    const missing = await cos.headObject?.({ ...bucket, Key: 'missing' }).catch((error: Result) => error)
    expect(missing).toMatchObject({ statusCode: 404, RequestId: server.exchanges.at(-1)?.requestId })

    const FilePath = join(folder, 'file')
    await writeFile(FilePath, 'x'.repeat(2.5 * 1024 * 1024))
    const sliced = await cos.sliceUploadFile?.({ ...object, Key: 'sliced', FilePath })
    expect(sliced).toMatchObject({ statusCode: 200 })
    expect(server.exchanges.filter(({ operation }) => operation === 'UploadPart')).toHaveLength(3)
    expect(await cos.headObject?.({ ...object, Key: 'sliced' })).toMatchObject({
      headers: { 'content-length': String(2.5 * 1024 * 1024) },
    })

    await writeFile(FilePath, 'small')
    const posted = await cos.postObject?.({ ...object, FilePath })
    expect(posted).toMatchObject({ statusCode: 200 })
    // The platform gives no headers of an upload.
    expect(posted).not.toHaveProperty('RequestId')
    expect(server.exchanges.at(-1)).toMatchObject({ operation: 'PostObject', key: object.Key })
    expect(await cos.getObject?.(object)).toMatchObject({ Body: 'small' })
  })

  test('uploads at once where the base library cannot read a file in parts', async () => {
    const SDK = runSDK(name, createWx({ server, SDKVersion: '2.9.0' }))
    const FilePath = join(folder, 'file')
    await writeFile(FilePath, 'x'.repeat(2.5 * 1024 * 1024))
    await new SDK(server.cosOptions()).sliceUploadFile?.({ ...object, FilePath })
    expect(server.exchanges).toMatchObject([{ operation: 'PostObject' }])
  })
})

test('a mini program has neither Node.js nor a browser', () => {
  const code = `
    var names = ['process', 'require', 'Buffer', 'global', 'window', 'document', 'fetch', 'performance', 'URL']
    names = names.concat(['setImmediate', 'queueMicrotask', 'AbortController', 'structuredClone', 'navigator'])
    exports.found = names.filter(function (name) { return eval('typeof ' + name) !== 'undefined' })
    exports.onGlobal = Object.keys(Object.getOwnPropertyDescriptors(globalThis)).filter(function (name) {
      return names.indexOf(name) >= 0
    })
    exports.has = [typeof wx.request, typeof setTimeout, typeof Promise, typeof console.log, typeof Page]`
  const Page = () => {}
  expect(runInMiniProgram(code, { wx: createWx(), globals: { Page } })).toEqual({
    found: [],
    onGlobal: [],
    has: ['function', 'function', 'function', 'function', 'function'],
  })
})

test('what a mini program throws names its file', () => {
  const run = () =>
    runInMiniProgram('\nthrow new Error("x")', { wx: createWx(), filename: 'pages/upload.js' })
  expect(run).toThrow('x')
  try {
    run()
  } catch (error) {
    expect((error as Error).stack).toContain('pages/upload.js:2')
  }
})
